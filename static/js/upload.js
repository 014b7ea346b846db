/* Files go up as soon as they are chosen, one after the other, and a bar shows how far; their form then carries words only.
   A broken line loses nothing: words stay in the form, files stay chosen. Without this file all goes up with the form. */
"use strict";

(() => {
  const STALLED = 45000; // milliseconds without a byte: the line is dead, whatever the browser still hopes

  function keep(box) {
    const form = box.closest("form"), panel = box.querySelector("[data-upload]"), say = panel.dataset;
    const words = panel.querySelector("[data-words]"), bar = panel.querySelector("progress");
    const choice = panel.querySelector("[data-lost-buttons]"), lists = box.querySelectorAll("p[data-kept], ul[data-kept]");
    let waiting = [], busy = false, refused = [], after = null;

    const told = (text, values) => Object.entries(values).reduce((out, [name, value]) => out.replace("{" + name + "}", () => value), text);
    const show = (text) => { panel.hidden = false; words.textContent = [...refused, text].join(" "); };

    function list(files) {
      const rows = files.map((file, place) => {
        const row = panel.querySelector("template").content.cloneNode(true), tick = row.querySelector("input");
        row.querySelector("[data-name]").textContent = file.name;
        row.querySelector("[data-size]").textContent = file.size;
        row.querySelector("[data-of]").textContent = "：" + file.name;
        tick.value = file.key;
        tick.id = "drop-" + (place + 1);
        row.querySelector("label").htmlFor = tick.id;
        return row;
      });
      box.querySelector("ul[data-kept]").replaceChildren(...rows);
      for (const each of lists) each.hidden = !files.length;
    }

    function send(file) {
      return new Promise((done) => {
        const asked = new XMLHttpRequest(), body = new FormData();
        let clock = 0;
        const watch = () => { clearTimeout(clock); clock = setTimeout(() => asked.abort(), STALLED); };
        body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
        body.append("kept", form.elements.kept.value);
        for (const tick of form.querySelectorAll("input[name='drop']:checked")) body.append("drop", tick.value);
        body.append("attachments", file, file.name);
        asked.upload.addEventListener("progress", (event) => {
          watch();
          const percent = event.lengthComputable ? Math.floor(100 * event.loaded / event.total) : 0;
          bar.value = percent;
          show(told(say.busy, { name: file.name, percent }));
        });
        asked.addEventListener("loadend", () => {
          clearTimeout(clock);
          if (!asked.status) { done(null); return; }
          try { done(JSON.parse(asked.responseText)); } catch { done({ words: told(say.odd, { name: file.name }) }); }
        });
        asked.open("POST", box.dataset.keep);
        watch();
        asked.send(body);
      });
    }

    async function run() {
      if (busy) return;
      busy = true;
      choice.hidden = true;
      bar.hidden = false;
      while (waiting.length) {
        const file = waiting[0];
        show(told(say.busy, { name: file.name, percent: 0 }));
        bar.value = 0;
        const answer = await send(file);
        if (!answer) {
          busy = false;
          after = null;
          choice.hidden = false;
          bar.hidden = true;
          show(told(say.lost, { name: file.name }));
          return;
        }
        waiting.shift();
        if (answer.kept) {
          form.elements.kept.value = answer.kept;
          list(answer.files);
        } else refused.push(answer.words);
      }
      busy = false;
      bar.hidden = true;
      show(told(say.done, { count: box.querySelectorAll("ul[data-kept] > li").length }));
      if (after && !refused.length) form.requestSubmit(after.button);
      after = null;
    }

    for (const input of box.querySelectorAll("input[type='file']")) {
      input.addEventListener("change", () => {
        refused = [];
        for (const file of input.files) {
          if (file.size > Number(say.most)) refused.push(told(say.big, { name: file.name }));
          else waiting.push(file);
        }
        input.value = ""; // what goes up now must not go up a second time with the form
        run();
      });
    }
    panel.querySelector("[data-again]").addEventListener("click", run);
    panel.querySelector("[data-without]").addEventListener("click", () => { waiting = []; run(); });
    // Before every other listener: a form that has to wait was not sent.
    document.addEventListener("submit", (event) => {
      if (event.target !== form) return;
      if (waiting.length) after = { button: event.submitter };
      else if (navigator.onLine) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (waiting.length) { refused = []; run(); } else { bar.hidden = true; show(say.offline); panel.scrollIntoView({ block: "center" }); }
    }, true);
  }

  for (const box of document.querySelectorAll("[data-keep]")) keep(box);
})();
