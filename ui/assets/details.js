// Keeps open what the reader opened: the server does not know of it, and would close it with every
// change of the component around it.
(() => {
  "use strict";

  const opened = new WeakMap(); // what the reader opened, and in which turn it stood then
  const turnOf = (details) => details.closest("[data-turn]")?.dataset.turn ?? "";

  document.addEventListener("click", ({ target }) => {
    const details = target.closest?.("summary")?.parentElement;
    if (!details) return;
    if (details.open) opened.delete(details);
    else opened.set(details, turnOf(details));
  });
  document.addEventListener("keydown", (event) => {
    const details = event.target.closest?.("details[open]");
    if (event.key !== "Escape" || !details) return;
    event.preventDefault(); // the library around it stays open
    opened.delete(details);
    details.open = false;
    details.querySelector("summary").focus();
  });
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      // The element of one turn may have become that of another.
      if (!target.open && opened.get(target) === turnOf(target)) target.open = true;
    }
  }).observe(document, { subtree: true, attributeFilter: ["open"] });
})();
