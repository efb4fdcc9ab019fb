"use strict";
// The table of records: search, filters and pages; what is chosen stands in the address.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { columns, plain, labels, files, figures, texts } = data;
  const at = Object.fromEntries(columns.map((name, index) => [name, index]));
  const text = (number) => (number < 0 ? null : texts[number]);
  const rows = data.rows.map((row) => row.map((value, index) => {
    if (plain.includes(columns[index])) return value === -1 ? null : value;
    return Array.isArray(value) ? value.map(text) : text(value);
  }));
  for (const row of rows) if (row[at.id].startsWith("-")) row[at.id] = row[at.force] + row[at.id];
  const form = document.getElementById("filters");
  const body = document.querySelector("#records tbody");
  const told = document.getElementById("told");
  const [before, after] = ["before", "after"].map((id) => document.getElementById(id));
  const PAGE = 50;
  const lists = ["round", "kind", "force", "year", "channel", "conduct", "outcome", "figure"].filter((name) => form.elements[name]);
  const behind = Object.fromEntries(Object.entries(figures).map(([key, found]) => {
    let last = 0;
    return [key, new Set(found.rows.map((gap) => (last += gap)))];
  }));
  const say = (name, code) => (labels[name] && labels[name][code]) || String(code);
  let first = 0;

  function values(row, name) {
    const value = row[at[name]];
    return Array.isArray(value) ? value : [value];
  }

  function fill(name) {
    const select = form.elements[name];
    const options = [["", name === "kind" ? "Cases" : "All"]];
    if (name === "kind") options.push(["numbers", "Numbers"], ["all", "Cases and numbers"]);
    else if (name === "figure") for (const [key, found] of Object.entries(figures)) options.push([key, found.title]);
    else {
      const found = [...new Set(rows.flatMap((row) => values(row, name)))].filter((value) => value !== null && value !== "");
      const named = found.map((code) => [String(code), say(name, code)]);
      if (name !== "outcome") named.sort((a, b) => a[1].localeCompare(b[1], "en", { numeric: true }));
      else named.sort((a, b) => Object.keys(labels.outcome).indexOf(a[0]) - Object.keys(labels.outcome).indexOf(b[0]));
      options.push(...named);
    }
    select.replaceChildren(...options.map(([value, text]) => new Option(text, value)));
  }

  function chosen() {
    const made = {};
    for (const name of ["q", ...lists]) if (form.elements[name].value.trim()) made[name] = form.elements[name].value.trim();
    return made;
  }

  function matches(row, index, want, words) {
    if (want.kind !== "all" && row[at.kind] !== (want.kind === "numbers" ? "numbers" : "cases")) return false;
    if (want.figure && !(behind[want.figure] && behind[want.figure].has(index))) return false;
    for (const name of ["round", "force", "year", "channel", "conduct", "outcome"]) {
      if (want[name] && !values(row, name).some((value) => String(value) === want[name])) return false;
    }
    return words.every((word) => row.text.includes(word));
  }

  for (const row of rows) {
    const words = ["words", "printed", "rank", "year", "id"].map((name) => row[at[name]]);
    const coded = ["force", "channel", "conduct", "outcome"].flatMap((name) => values(row, name).map((code) => say(name, code)));
    row.text = [...words, ...coded].join(" ").toLocaleLowerCase("en");
  }

  function cell(name, label, text, more) {
    const made = document.createElement(name);
    if (label) made.dataset.label = label;
    made.textContent = text ?? "";
    if (more && more !== text) {
      const small = document.createElement("span");
      small.className = "fix";
      small.textContent = ` ${more}`;
      made.append(small);
    }
    return made;
  }

  function link(href, text, hidden) {
    const made = document.createElement("a");
    made.href = href;
    made.textContent = text;
    const away = document.createElement("span");
    away.className = "away";
    away.textContent = hidden;
    made.append(away);
    return made;
  }

  function drawn(row) {
    const line = document.createElement("tr");
    const force = cell("th");
    force.scope = "row";
    const name = say("force", row[at.force]);
    force.append(link(`force-${row[at.force]}.html`, name, ""));
    const all = (key) => values(row, key).filter(Boolean).map((code) => say(key, code)).join(", ");
    const evidence = cell("td", "Evidence", row[at.file] === null ? "cannot be shown" : "");
    if (row[at.file] !== null) evidence.append(link(`evidence/${files[row[at.file]]}#${encodeURIComponent(row[at.id])}`, "evidence", ` for ${name}, ${row[at.location]}, row ${row[at.row]}`));
    const number = cell("td", "Number", row[at.number]);
    number.className = "n";
    line.append(force, cell("td", "Words", row[at.words]), cell("td", "Year", row[at.year]), cell("td", "Rank", row[at.rank]),
      cell("td", "Channel", all("channel")), cell("td", "Conduct", all("conduct")),
      cell("td", "Outcome", row[at.printed], all("outcome")), number, evidence);
    return line;
  }

  function draw() {
    const want = chosen();
    const words = (want.q || "").toLocaleLowerCase("en").split(/\s+/).filter(Boolean);
    const found = rows.filter((row, index) => matches(row, index, want, words));
    if (first >= found.length) first = 0;
    const shown = found.slice(first, first + PAGE);
    body.replaceChildren(...shown.map(drawn));
    const part = found.length > PAGE ? `: rows ${first + 1} to ${first + shown.length}` : "";
    told.textContent = `${found.length} of ${rows.length} records${part}`;
    before.disabled = first === 0;
    after.disabled = first + PAGE >= found.length;
    const address = new URLSearchParams(want).toString();
    if (location.hash.slice(1) !== address) history.replaceState(null, "", `#${address}`);
  }

  function fromAddress() {
    const want = new URLSearchParams(location.hash.slice(1));
    for (const name of ["q", ...lists]) form.elements[name].value = want.get(name) || "";
    first = 0;
    draw();
  }

  lists.forEach(fill);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => { first = 0; draw(); });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const name of ["q", ...lists]) form.elements[name].value = "";
    first = 0;
    draw();
  });
  for (const [button, step] of [[before, -PAGE], [after, PAGE]]) {
    button.addEventListener("click", () => { first += step; draw(); document.getElementById("records").scrollIntoView(); });
  }
  window.addEventListener("hashchange", fromAddress);
  fromAddress();
})();
