/* Conveniences only: every page does its work without this file.
   1. 大字版, 高对比 and the language switch at once instead of through /reading/ and /language/.
   2. A form that was sent is not sent a second time by a second click.
   3. 复制 and 打印 buttons, which make no sense without a script, appear.
   4. 朗读本页 (关怀版) appears where the browser has a voice. */
"use strict";

const root = document.documentElement;

function remember() {
  const chosen = ["large", "contrast", "care"].filter((name) => root.classList.contains("wz-" + name));
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = "reading=" + chosen.join(".") + "; Path=/; Max-Age=" + (chosen.length ? 31536000 : 0) + "; SameSite=Lax" + secure;
}

for (const link of document.querySelectorAll("[data-reading]")) {
  const name = "wz-" + link.dataset.reading;
  link.setAttribute("role", "button");
  link.setAttribute("aria-pressed", String(root.classList.contains(name)));
  link.addEventListener("click", (event) => {
    event.preventDefault();
    link.setAttribute("aria-pressed", String(root.classList.toggle(name)));
    remember();
  });
  link.addEventListener("keydown", (event) => {
    if (event.key === " ") { event.preventDefault(); link.click(); }
  });
}

for (const link of document.querySelectorAll("a[data-language]")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const code = link.dataset.language;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = "language=" + code + "; Path=/; Max-Age=" + (code ? 31536000 : 0) + "; SameSite=Lax" + secure;
    location.reload();
  });
}

for (const form of document.querySelectorAll("form[method='post' i]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

for (const button of document.querySelectorAll("[data-copy], [data-print]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    if ("print" in button.dataset) { window.print(); return; }
    try {
      await navigator.clipboard.writeText(button.dataset.copy || location.href);
      button.textContent = button.dataset.done;
    } catch { window.prompt("", button.dataset.copy || location.href); }
  });
}

/* Read the page aloud, a sentence at a time: some browsers fall silent in the middle of a long text. */
const voice = window.speechSynthesis;
for (const button of voice && window.SpeechSynthesisUtterance ? document.querySelectorAll("[data-aloud]") : []) {
  const start = button.textContent;
  const mute = () => { voice.cancel(); button.textContent = start; };
  const isRead = (node) => node.checkVisibility() && !node.closest("nav, form, .wz-aloud, .wz-hidden, .wz-buttons, svg");
  const speak = () => {
    const wanted = document.querySelectorAll("main :is(h1, h2, h3, p, li, dt, dd, caption, th, td)");
    const leaves = [...wanted].filter((node) => isRead(node) && !node.querySelector("p, li, h3, dd"));
    const pieces = leaves.flatMap((node) => node.innerText.match(/[^。！？；\n]+[。！？；]?/g) || []);
    for (const words of pieces.filter((each) => each.trim())) {
      const told = new SpeechSynthesisUtterance(words.trim());
      told.lang = root.lang;
      told.rate = 0.9;
      voice.speak(told);
    }
    const end = new SpeechSynthesisUtterance(" ");
    end.onend = mute;
    voice.speak(end);
    button.textContent = button.dataset.stop;
  };
  button.hidden = false;
  button.addEventListener("click", () => { if (button.textContent === start) speak(); else mute(); });
  window.addEventListener("pagehide", mute);
}
