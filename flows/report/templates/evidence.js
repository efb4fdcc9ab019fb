"use strict";
// Lights the row and boxes the fields of the record that the address names.
(() => {
  const NAMESPACE = "http://www.w3.org/2000/svg";
  const place = (anchor) => (anchor && anchor !== "-" ? document.getElementById(anchor) : null);

  function clear() {
    document.querySelectorAll(".lit, .row").forEach((found) => found.classList.remove("lit", "row"));
    document.querySelectorAll(".numbers").forEach((group) => group.replaceChildren());
    document.querySelectorAll("sup.mark").forEach((mark) => mark.remove());
    document.querySelectorAll(".record.shown").forEach((found) => found.classList.remove("shown"));
  }

  function number(box, text) {
    if (box instanceof SVGElement) {
      const written = document.createElementNS(NAMESPACE, "text");
      const before = [...box.parentNode.querySelector(".numbers").children].filter((t) => t.dataset.of === box.id).length;
      written.setAttribute("x", Number(box.getAttribute("x")) + 1 + before * 9);
      written.setAttribute("y", box.getAttribute("y"));
      written.dataset.of = box.id;
      written.textContent = text;
      box.parentNode.querySelector(".numbers").append(written);
    } else {
      const mark = document.createElement("sup");
      mark.className = "mark";
      mark.textContent = text;
      box.prepend(mark);
    }
  }

  function show() {
    const id = decodeURIComponent(location.hash.slice(1));
    const named = id && document.getElementById(id);
    const record = named && named.classList.contains("record") ? named : null;
    const kept = !record && named && (named.classList.contains("box") || named.closest(".sheet"));
    if (kept) return; // a place of the record that is shown already
    clear();
    if (!record) return;
    record.classList.add("shown");
    (record.dataset.row || "").split(" ").map(place).filter(Boolean).forEach((box) => box.classList.add("row"));
    const fields = (record.dataset.fields || "").split(" ").map(place);
    fields.forEach((box, index) => {
      if (!box) return;
      box.classList.remove("row");
      box.classList.add("lit");
      number(box, String(index + 1));
    });
    const first = fields.find(Boolean);
    document.title = record.querySelector("h2").textContent;
    record.focus({ preventScroll: true });
    if (window.matchMedia("(min-width: 64rem)").matches && first) first.scrollIntoView({ block: "center" });
    else record.scrollIntoView({ block: "start" });
  }

  window.addEventListener("hashchange", show);
  show();
})();
