// The library beside the article: shows and hides it, searches it, ticks what to ask, and asks
// before it removes.
(() => {
  "use strict";

  const MAX_FILE_BYTES = 2_000_000;
  const TOO_LARGE = "This file is larger than 2 MB. Paste the text of the article instead.";
  const root = document.documentElement;
  const list = () => document.getElementById("library-list");
  const boxes = () => [...(list()?.querySelectorAll("input[data-action=choose]") ?? [])];
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
    (open ? list()?.querySelector("#search, .open") : opener())?.focus({ preventScroll: true });
  }

  function choose(ticked) {
    for (const box of boxes()) {
      if (ticked !== undefined) box.checked = ticked;
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
    const told = words.length ? `${found} of ${items.length} articles` : `${items.length} articles`;
    const place = list().querySelector(".found");
    // Writing what stands there already would be a change that brings us here again.
    if (place.textContent !== told) place.textContent = told;
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
    if (target.id === "add-file") {
      const tooLarge = target.files[0]?.size > MAX_FILE_BYTES;
      target.setCustomValidity(tooLarge ? TOO_LARGE : "");
      target.reportValidity();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen() || event.target.closest?.("dialog")) return;
    if (event.target.closest?.("#library")) toggle(false);
  });

  let said = "";
  function update() {
    const status = document.querySelector("#library-status .said")?.textContent ?? "";
    if (status !== said && status.startsWith("Added")) document.querySelector("form.add")?.reset();
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
