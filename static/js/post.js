/* The posting form's conveniences; the form does its work without this file.
   1. What is typed is kept as a draft, a little after the last key, and only when it has changed.
   2. Messages like the one being written appear below the title.
   3. Without a network nothing is sent, and nothing is lost.
   4. Words of danger bring the numbers to call while one is still writing. */
"use strict";

(() => {
  const form = document.getElementById("post-form");
  const KEEP_AFTER = 2500, AGAIN_AFTER = 15000, ALIKE_AFTER = 600, LEAST_TITLE = 4;
  const CARRIED = ["csrfmiddlewaretoken", "submission_key", "draft_version", "kept", "drop", "shown"];

  if (!form) return;
  const said = form.querySelector("[data-kept-here]");
  let timer = 0, isBusy = false, isSent = false;

  const given = () => {
    const words = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") words.append(name, value);
    }
    return words;
  };
  const typed = () => {
    const words = given();
    for (const name of CARRIED) words.delete(name);
    return words.toString();
  };
  let kept = "typed" in form.dataset ? "" : typed(); // what came back with errors or as a preview may not have been kept

  const later = (milliseconds) => { clearTimeout(timer); timer = setTimeout(keep, milliseconds); };

  async function keep() {
    const now = typed();
    if (isSent || now === kept) return;
    if (isBusy) { later(KEEP_AFTER); return; }
    isBusy = true;
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: given(), headers: { Accept: "application/json" } });
      const told = await answer.json();
      said.textContent = told.words;
      if (answer.ok) {
        kept = now;
        form.elements.submission_key.value = told.key;
        form.elements.draft_version.value = told.version;
      }
    } catch {
      said.textContent = form.dataset.unkept;
      later(AGAIN_AFTER);
    }
    isBusy = false;
    if (typed() !== now) later(KEEP_AFTER);
  }

  if (!kept) later(KEEP_AFTER);
  document.addEventListener("input", (event) => { if (event.target.form === form) later(KEEP_AFTER); });
  window.addEventListener("online", () => later(0));

  /* Before site.js, which lets a form be sent once. */
  document.addEventListener("submit", (event) => {
    if (event.target !== form) return;
    if (!navigator.onLine) {
      event.preventDefault();
      event.stopPropagation();
      said.textContent = form.dataset.offline;
      return;
    }
    isSent = true;
    clearTimeout(timer);
  }, true);
  window.addEventListener("pageshow", () => { isSent = false; });

  const here = form.querySelector("[data-alike-here]"), title = form.elements.title;
  let asking = null, waiting = 0;

  async function offer() {
    const words = title.value.trim();
    if (asking) asking.abort();
    if (words.length < LEAST_TITLE) { here.replaceChildren(); return; }
    asking = new AbortController();
    try {
      const answer = await fetch(form.dataset.alike + "?" + new URLSearchParams({ title: words }), { signal: asking.signal });
      if (answer.ok) here.innerHTML = await answer.text();
    } catch { /* an offer only: without it the form is as good */ }
  }

  title.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(offer, ALIKE_AFTER); });

  const urgent = document.querySelector("[data-urgent]"), words = JSON.parse(urgent.dataset.urgent);
  const named = urgent.querySelector("[data-urgent-found]"), fields = [title, form.elements.body];

  function warn() {
    const text = fields.map((field) => field.value.replace(/[\s*._-]+/g, "")).join("\n");
    const without = (exceptions) => exceptions.reduce((rest, each) => rest.split(each).join("\n"), text);
    const found = words.filter(([word, exceptions]) => without(exceptions).includes(word)).map(([word]) => word).join("、");
    if (named.textContent !== found) named.textContent = found;
    urgent.hidden = !found;
  }

  for (const field of fields) field.addEventListener("input", warn);
  warn();
})();
