// Says "call 119, 120 or 110" while somebody is still typing. Without it the page says so after it was sent.
(function () {
  "use strict";
  var box = document.querySelector("[data-urgent]");
  var shown = box && box.querySelector("[data-urgent-found]");
  var fields = ["id_title", "id_body"].map(function (id) { return document.getElementById(id); }).filter(Boolean);
  if (!box || !shown || !fields.length) { return; }
  var words = JSON.parse(box.dataset.urgent);
  function has(text, word, exceptions) {
    exceptions.forEach(function (each) { text = text.split(each).join("\n"); });
    return text.indexOf(word) !== -1;
  }
  function look() {
    var text = fields.map(function (field) { return field.value.replace(/[\s*._-]+/g, ""); }).join("\n");
    var found = words.filter(function (row) { return has(text, row[0], row[1]); }).map(function (row) { return row[0]; });
    var said = found.join("、");
    if (shown.textContent !== said) { shown.textContent = said; }
    box.hidden = !found.length;
  }
  fields.forEach(function (field) { field.addEventListener("input", look); });
  look();
}());
