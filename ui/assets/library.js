// The library beside the article: shows and hides it, searches it, ticks what to ask, and asks
// before it removes.
(() => {
  "use strict";

  const MAX_FILE_BYTES = 2_000_000;
  const TOO_LARGE = "This file is larger than 2 MB. Paste the text of the article instead.";
  const MAX_TEXT_CHARS = 1_000_000;
  const TOO_LONG = "This text is longer than 1,000,000 characters. Add it in several parts.";
  const MARKED_MS = 4000;
  const root = document.documentElement;
  const list = () => document.getElementById("library-list");
  const boxes = () => [...(list()?.querySelectorAll("input[data-action=choose]") ?? [])];
  const form = () => document.querySelector("form.add");
  const adding = () => document.querySelector("details.adding");
  const opener = () => document.querySelector("#shelf .open-library");
  const isOpen = () => root.dataset.view === "library";

  function toggle(open) {
    if (open) root.dataset.view = "library";
    else delete root.dataset.view;
    opener()?.setAttribute("aria-expanded", String(open));
    const pane = document.getElementById("article-pane");
    if (open) pane.scrollTop = 0;
    // Stacked, the panes scroll with the page.
    if (open && getComputedStyle(pane).overflowY === "visible") pane.scrollIntoView();
    const first = list()?.querySelector("#search, .open") ?? adding()?.firstElementChild;
    (open ? first : opener())?.focus({ preventScroll: true });
  }

  function choose(ticked) {
    for (const box of boxes()) {
      // All means all that are to be seen: a search leaves the others alone.
      if (ticked !== undefined && !box.closest(".item").hidden) box.checked = ticked;
      box.toggleAttribute("checked", box.checked); // what the server would render
    }
    const chosen = boxes().flatMap((box) => (box.checked ? [box.value] : []));
    const detail = { event: "apply", action: "choose", chosen };
    boxes()[0]?.dispatchEvent(new CustomEvent("act", { bubbles: true, detail }));
  }

  function search(query) {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    const items = list().querySelectorAll(".item");
    for (const item of items) {
      const text = item.textContent.toLowerCase();
      item.hidden = !words.every((word) => text.includes(word));
      if (!item.hidden) found += 1;
    }
    const some = found ? `${found} of ${items.length} articles` : "No article found.";
    const told = words.length ? some : `${items.length} articles`;
    const place = list().querySelector(".found");
    // Writing what stands there already would be a change that brings us here again.
    if (place.textContent !== told) place.textContent = told;
  }

  // Says what is too much before it is sent. A field that is not to be seen forbids nothing.
  function check() {
    const { text, file, way } = form().elements;
    const isFile = way.value === "file" && file.files[0]?.size > MAX_FILE_BYTES;
    file.setCustomValidity(isFile ? TOO_LARGE : "");
    text.setCustomValidity(way.value === "text" && isTooLong(text.value) ? TOO_LONG : "");
  }

  // As the server counts: a character beyond the first 65,536 is one, not two.
  function isTooLong(text) {
    return text.length > MAX_TEXT_CHARS && [...text].length > MAX_TEXT_CHARS;
  }

  function confirmRemoval({ target, detail }) {
    const dialog = document.querySelector("dialog.confirm");
    dialog.querySelector(".confirm-what").textContent = detail.title;
    dialog.returnValue = "no";
    dialog.onclose = () => {
      if (dialog.returnValue !== "yes") return target.focus();
      const removal = { event: "delete", action: "remove", article: detail.article };
      list().querySelector(".item").dispatchEvent(
        new CustomEvent("act", { bubbles: true, detail: removal })
      );
      opener()?.focus();
    };
    dialog.showModal();
  }

  // The component keeps its elements when the list changes, and with them what was ticked.
  function synchronise() {
    for (const box of boxes()) box.checked = box.hasAttribute("checked");
    const field = list()?.querySelector("#search");
    if (field?.value) search(field.value);
    if (list()?.querySelector(".none")) adding().open = true;
    opener()?.setAttribute("aria-expanded", String(isOpen()));
  }

  document.addEventListener("do-library", () => toggle(!isOpen()));
  document.addEventListener("do-open", () => toggle(false));
  document.addEventListener("show-article", () => delete root.dataset.view && synchronise());
  document.addEventListener("do-choose", () => choose());
  document.addEventListener("do-choose-all", () => choose(true));
  document.addEventListener("do-choose-none", () => choose(false));
  document.addEventListener("do-remove", confirmRemoval);
  document.addEventListener("input", ({ target }) => {
    if (target.id === "search") search(target.value);
    if (!target.closest?.("form.add")) return;
    check();
    if (target.matches("#add-file, #add-text")) target.reportValidity();
  });
  document.addEventListener("reset", ({ target }) => target === form() && setTimeout(check));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !isOpen()) return;
    if (event.target.closest?.("dialog")) return;
    if (event.target.closest?.("#library")) toggle(false);
  });

  // Which article was added: the one that is shown now.
  function markNew() {
    const field = list().querySelector("#search");
    if (field?.value) search((field.value = ""));
    for (const item of list().querySelectorAll(".item")) {
      item.classList.toggle("new", item.hasAttribute("aria-current"));
    }
    const added = list().querySelector(".item.new");
    added?.scrollIntoView({ block: "center", behavior: "auto" });
    setTimeout(() => added?.classList.remove("new"), MARKED_MS);
  }

  let said = "";
  function update() {
    const status = document.querySelector("#library-status .said")?.textContent ?? "";
    if (status !== said && status.startsWith("Added")) form()?.reset();
    // The list comes with what is said of it, but maybe a moment later.
    if (status !== said && /^(Added|Already)/.test(status)) setTimeout(markNew, 100);
    said = status;
  }

  new MutationObserver((changes) => {
    const touched = (name) => changes.some(({ target }) => target.closest?.(name));
    if (touched("#library-list, #shelf")) synchronise();
    if (touched("#library-status")) update();
  }).observe(document, {
    childList: true,
    subtree: true,
    attributeFilter: ["value", "checked", "data-article"],
  });
})();
