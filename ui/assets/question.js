// The question box: sends nothing blank, and takes the focus that a button leaves behind when it
// vanishes with what it was pressed for.
(() => {
  "use strict";

  const EVERY_MS = 100;
  const PATIENCE_MS = 60_000; // as long as an answer may be written, until Stop vanishes
  const BUTTONS = "#conversation button, #question button, #clear";
  const box = () => document.querySelector("#question textarea");
  let watching = 0;
  let pointer = "";

  function watch(button) {
    clearInterval(watching);
    const deadline = Date.now() + PATIENCE_MS;
    watching = setInterval(() => {
      const focused = document.activeElement ?? document.body;
      if (focused === button && Date.now() < deadline) return;
      clearInterval(watching);
      if (focused === document.body && !isThere(button)) box()?.focus({ preventScroll: true });
    }, EVERY_MS);
  }

  function isThere(button) {
    return button.isConnected && button.checkVisibility({ checkVisibilityCSS: true });
  }

  function isBlank(target) {
    return target === box() && !target.value.trim();
  }

  // Before Gradio hears of it.
  document.addEventListener(
    "keydown",
    (event) => {
      pointer = "";
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      if (isBlank(event.target)) event.preventDefault();
    },
    { capture: true }
  );
  document.addEventListener(
    "pointerdown",
    (event) => {
      pointer = event.pointerType;
      clearInterval(watching);
    },
    { capture: true }
  );
  document.addEventListener(
    "click",
    (event) => {
      const button = event.target.closest?.(BUTTONS);
      if (!button) return;
      if (button.matches(".submit-button") && isBlank(box())) {
        event.preventDefault();
        event.stopImmediatePropagation();
        box().focus();
      }
      // Where one types by touch, the focus would cover the answer with a keyboard.
      else if (pointer !== "touch" && button === document.activeElement) watch(button);
    },
    { capture: true }
  );
})();
