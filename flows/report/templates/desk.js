"use strict";
// Copies a line, and shows the problems of the severity, kind and words that stand in the address.
(() => {
  const form = document.getElementById("filters");
  const told = document.getElementById("told");
  const names = ["severity", "code", "q"];
  const waiting = [...document.querySelectorAll(".waiting")];
  const status = document.createElement("p");
  status.className = "away";
  status.setAttribute("role", "status");
  document.getElementById("main").append(status);

  function chosen(code) {
    const range = document.createRange();
    range.selectNodeContents(code);
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }

  async function copy(code) {
    try {
      await navigator.clipboard.writeText(code.textContent);
      return true;
    } catch { // a page from disk may not write to it in every browser
      chosen(code);
      return document.execCommand("copy");
    }
  }

  for (const one of document.querySelectorAll(".copy")) {
    const code = one.querySelector("code");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.setAttribute("aria-label", `Copy: ${code.textContent.slice(0, 60)}`);
    button.addEventListener("click", async () => {
      const done = await copy(code);
      if (!done) chosen(code);
      button.textContent = done ? "Copied" : "Selected: press Ctrl+C";
      status.textContent = button.textContent;
      window.setTimeout(() => { button.textContent = "Copy"; }, 3000);
    });
    one.append(button);
  }
  if (!form) return;

  function filtered() {
    const want = {};
    for (const name of names) if (form.elements[name].value.trim()) want[name] = form.elements[name].value.trim();
    const words = (want.q || "").toLocaleLowerCase("en").split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const one of waiting) {
      const text = words.length ? one.textContent.toLocaleLowerCase("en") : "";
      const fits = (!want.severity || one.dataset.severity === want.severity) && (!want.code || one.dataset.code === want.code)
        && words.every((word) => text.includes(word));
      one.hidden = !fits;
      shown += fits;
    }
    told.textContent = shown === waiting.length ? `${shown} problem${shown === 1 ? "" : "s"}` : `${shown} of ${waiting.length} problems`;
    return new URLSearchParams(want).toString();
  }

  function noted() {
    const address = filtered();
    if (location.hash.slice(1) !== address) history.replaceState(null, "", `#${address}`);
  }

  function set(want) {
    for (const name of names) form.elements[name].value = want.get(name) || "";
    filtered();
  }

  function fromAddress() {
    const said = location.hash.slice(1);
    const named = said && !said.includes("=") && document.getElementById(decodeURIComponent(said));
    if (!named) return set(new URLSearchParams(said.includes("=") ? said : ""));
    if (!named.classList.contains("waiting")) return; // the link to the content
    if (named.hidden) set(new URLSearchParams());
    named.scrollIntoView();
    named.focus({ preventScroll: true });
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", noted);
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    set(new URLSearchParams());
    noted();
  });
  window.addEventListener("hashchange", fromAddress);
  fromAddress();
})();
