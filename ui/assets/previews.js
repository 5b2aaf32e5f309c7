// Shows the quote behind a citation's number while it is pointed at or has the focus. It can be
// pointed at itself, and Escape puts it away (WCAG 2.2, 1.4.13).
(() => {
  "use strict";

  const GAP = 8;
  const PATIENCE_MS = 250;
  // The name of the preview on the page: its element becomes another's when the answer grows.
  let shown = null;
  let leaving = 0;

  function place(preview, link) {
    const box = link.getBoundingClientRect();
    const { width, height } = preview.getBoundingClientRect();
    const left = Math.min(Math.max(GAP, box.left), innerWidth - width - GAP);
    const above = box.top - height - GAP;
    preview.style.left = `${Math.max(GAP, left)}px`;
    preview.style.top = `${above > GAP ? above : box.bottom + GAP}px`;
  }

  function show(link) {
    clearTimeout(leaving);
    const name = link.getAttribute("aria-describedby");
    const preview = document.getElementById(name);
    if (name === shown && !preview?.hidden) return;
    hide();
    if (!preview) return;
    shown = name;
    preview.hidden = false;
    place(preview, link);
  }

  function hide() {
    clearTimeout(leaving);
    const preview = shown && document.getElementById(shown);
    if (preview) preview.hidden = true;
    shown = null;
  }

  function leave() {
    clearTimeout(leaving);
    leaving = setTimeout(hide, PATIENCE_MS);
  }

  const markerOf = (event) => event.target.closest?.("#conversation a.marker");

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = markerOf(event);
    if (link) show(link);
    else if (shown && event.target.closest?.(".preview")?.id === shown) clearTimeout(leaving);
    else if (shown) leave();
  });
  document.addEventListener("focusin", (event) => {
    const link = markerOf(event);
    if (link && link.matches(":focus-visible")) show(link);
    else hide();
  });
  document.addEventListener("click", (event) => {
    if (markerOf(event)) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  document.addEventListener("scroll", hide, { capture: true, passive: true });
})();
