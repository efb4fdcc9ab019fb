"use strict";
// Lists the records of the document; of the one that the address names, shows the fields, lights the row, and boxes each field.
(() => {
  const NAMESPACE = "http://www.w3.org/2000/svg";
  const LABELS = ["No.", "Field", "Printed", "Published", "Why"];
  const { texts, boxes, records } = JSON.parse(document.getElementById("data").textContent);
  const holder = document.getElementById("shown");
  const say = (number) => (number < 0 ? null : texts[number]);
  const known = new Map(records.map((record) => [identifier(record), record]));

  function identifier([common, own]) {
    return texts[common] ? `${texts[common]}-${own}` : own;
  }

  function made(name, attributes, ...inside) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside.filter((one) => one !== null));
    return element;
  }

  const title = (record) => record[2].map(say).join(", ");
  const where = ([, , , , location, row]) => (location < 0 ? null : `${say(location)}, row ${row}`);

  function list() {
    const items = records.map((record) => {
      const place = where(record);
      return made("li", {}, made("a", { href: `#${identifier(record)}` }, title(record)), place && " ", place && made("span", { class: "fix" }, place));
    });
    const all = document.getElementById("records");
    if (all) all.append(...items);
  }

  // ---- the place on the page

  function place(number) {
    if (!number) return null;
    const there = document.getElementById(`c${number}`);
    if (there || !boxes[number - 1]) return there;
    const [page, x, y, width, height] = boxes[number - 1];
    const shown = document.querySelector(`svg[data-page="${page}"]`);
    if (!shown) return null;
    const box = document.createElementNS(NAMESPACE, "rect");
    for (const [key, value] of Object.entries({ id: `c${number}`, class: "box", x, y, width, height })) box.setAttribute(key, value);
    shown.insertBefore(box, shown.querySelector(".numbers"));
    return box;
  }

  function clear() {
    document.querySelectorAll(".lit, .row").forEach((found) => found.classList.remove("lit", "row"));
    document.querySelectorAll("rect.box").forEach((box) => box.remove());
    document.querySelectorAll(".numbers").forEach((group) => group.replaceChildren());
    document.querySelectorAll("sup.mark").forEach((mark) => mark.remove());
    holder.replaceChildren();
  }

  function number(box, text) {
    if (box instanceof SVGElement) {
      const written = document.createElementNS(NAMESPACE, "text");
      const numbers = box.parentNode.querySelector(".numbers");
      const before = [...numbers.children].filter((t) => t.dataset.of === box.id).length;
      written.setAttribute("x", Number(box.getAttribute("x")) + 1 + before * 9);
      written.setAttribute("y", box.getAttribute("y"));
      written.dataset.of = box.id;
      written.textContent = text;
      numbers.append(written);
    } else {
      box.prepend(made("sup", { class: "mark" }, text));
    }
  }

  // ---- the fields of a record

  function fieldsOf([, , , , , , , flat]) {
    const fields = [];
    for (let i = 0; i < flat.length; i += LABELS.length) fields.push(flat.slice(i, i + LABELS.length));
    return fields;
  }

  function printed([, anchor, raw]) {
    if (raw === -2) return document.getElementById(`c${anchor}`).textContent;
    return say(raw) ?? "—";
  }

  function row(field, index) {
    const [label, anchor, , value, how] = field;
    const at = anchor && place(anchor) ? made("a", { class: "number", href: `#c${anchor}` }, String(index + 1)) : String(index + 1);
    return made("tr", {}, made("td", {}, at), made("th", { scope: "row" }, say(label)), made("td", { class: "raw" }, printed(field)),
      made("td", {}, say(value) ?? ""), made("td", { class: "why" }, say(how) ?? ""));
  }

  function problem([head, at, message, fix]) {
    return made("li", {}, made("strong", {}, say(head)), at < 0 ? null : ` (${say(at)})`, `. ${say(message)}`,
      fix < 0 ? null : made("span", { class: "fix" }, ` What to do: ${say(fix)}`));
  }

  function section(id, record) {
    const [, , , force, , , , , problems] = record;
    const told = force < 0 ? "" : ` · ${say(force)} · ${where(record)}`;
    const head = made("tr", {}, ...LABELS.map((label) => made("th", { scope: "col" }, label)));
    const table = made("table", { class: "fields" }, made("caption", { class: "away" }, `${title(record)}: as printed, as published, and why`),
      made("thead", {}, head), made("tbody", {}, ...fieldsOf(record).map(row)));
    return made("section", { class: "record shown", id, tabindex: "-1" }, made("h2", {}, title(record)),
      made("p", { class: "id" }, made("code", {}, id), told), table,
      problems.length ? made("h3", {}, "Problems that touch it") : null,
      problems.length ? made("ul", { class: "problems" }, ...problems.map(problem)) : null);
  }

  function show() {
    const id = decodeURIComponent(location.hash.slice(1));
    const record = known.get(id);
    const named = id && document.getElementById(id);
    if (!record && named && (named.classList.contains("box") || named.closest(".sheet"))) return; // a place of the record that is shown already
    clear();
    if (!record) return;
    const shown = section(id, record);
    holder.replaceChildren(shown);
    record[6].map(place).filter(Boolean).forEach((box) => box.classList.add("row"));
    const fields = fieldsOf(record).map(([, anchor]) => place(anchor));
    fields.forEach((box, index) => {
      if (!box) return;
      box.classList.remove("row");
      box.classList.add("lit");
      number(box, String(index + 1));
    });
    const first = fields.find(Boolean);
    document.title = title(record);
    shown.focus({ preventScroll: true });
    if (window.matchMedia("(min-width: 64rem)").matches && first) first.scrollIntoView({ block: "center" });
    else shown.scrollIntoView({ block: "start" });
  }

  list();
  window.addEventListener("hashchange", show);
  show();
})();
