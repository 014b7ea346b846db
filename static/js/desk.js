/* Conveniences of the desk's lists only: tick all, and say how many are ticked. Without this file each row is ticked by itself. */
"use strict";

const all = document.getElementById("action-toggle");
const boxes = [...document.querySelectorAll("input.action-select, input[name='seen'][type='checkbox']")];
const counter = document.querySelector("[data-ticked]");

function tell() {
  const ticked = boxes.filter((box) => box.checked).length;
  if (counter) counter.textContent = ticked ? counter.dataset.ticked.replace("0", String(ticked)) : "";
  if (all) all.checked = ticked > 0 && ticked === boxes.length;
}

if (all) {
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    tell();
  });
}
for (const box of boxes) box.addEventListener("change", tell);
window.addEventListener("pageshow", tell);

/* Keys: j and k walk the list, Enter opens, letters lead to the verbs of the work page; ? shows them all and turns them off. */
const rows = [...document.querySelectorAll("#result_list tbody tr, .wz-queue tbody tr")];
const sheet = document.getElementById("wz-keys");
const OFF = "wz-keys-off";

function isOff() {
  try { return localStorage.getItem(OFF) === "yes"; } catch { return false; }
}

function linkOf(row) {
  return row && row.querySelector(".field-title_words a");
}

function present() {
  return rows.findIndex((row) => row.contains(document.activeElement));
}

function walk(step) {
  const at = present();
  const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1);
  const link = linkOf(rows[next]);
  if (!link) return;
  link.focus();
  rows[next].scrollIntoView({ block: "nearest" });
}

function tick() {
  const box = rows[present()]?.querySelector("input[type='checkbox']");
  if (box) { box.checked = !box.checked; tell(); }
}

function show() {
  if (sheet && !sheet.open) sheet.showModal();
}

/* A letter never does a deed: it opens the verb's page, or moves to a button that does. */
function lead(key) {
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!target) return false;
  if (target.tagName === "A") target.click();
  else target.focus();
  return true;
}

const MOVES = {
  j: () => walk(1),
  k: () => walk(-1),
  x: tick,
  o: () => linkOf(rows[present()])?.click(),
  "/": () => document.getElementById("searchbar")?.focus(),
};

function isTyping(target) {
  return target.closest("input:not([type='checkbox']):not([type='radio']), textarea, select, [contenteditable]") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isTyping(event.target) || sheet?.open) return;
  if (event.key === "?") { event.preventDefault(); show(); return; }
  if (isOff()) return;
  const isMove = Object.hasOwn(MOVES, event.key) && rows.length > 0;
  if (isMove) { event.preventDefault(); MOVES[event.key](); }
  else if (/^[a-z]$/.test(event.key) && lead(event.key)) event.preventDefault();
});

if (sheet) {
  const asks = document.querySelector("[data-keys]");
  const on = sheet.querySelector("[data-keys-on]");
  asks.closest("[hidden]").hidden = false;
  asks.addEventListener("click", show);
  on.checked = !isOff();
  on.addEventListener("change", () => {
    try { localStorage.setItem(OFF, on.checked ? "no" : "yes"); } catch { /* then it is for this page only */ }
  });
}
