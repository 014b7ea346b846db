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
