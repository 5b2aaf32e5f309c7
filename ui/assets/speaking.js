// Tells a screen reader that the article is being read, and then the whole answer at once. The
// log itself is silent: it would speak every batch of a growing answer, and every button.
(() => {
  "use strict";

  const TOLD = ".problem, .notice, .abstention > :is(h3, p:not(.label)), .claim, blockquote, .verdict";
  const MAX_CHARS = 2000;
  let region = null;
  let spoken = ""; // the turn that was spoken last, and whether it was done

  function describe(turn) {
    const parts = [...turn.querySelectorAll(TOLD)].map((part) => part.textContent.trim());
    return parts.map((part) => (/[.!?…”"]$/.test(part) ? part : `${part}.`)).join(" ");
  }

  function update() {
    const turn = [...document.querySelectorAll("#conversation .turn")].at(-1);
    const isWriting = Boolean(turn?.querySelector(".writing"));
    const state = turn ? `${turn.dataset.turn} ${isWriting}` : "";
    if (state === spoken) return;
    spoken = state;
    const told = turn && (isWriting ? "Reading the article." : describe(turn));
    region.textContent = (told || "").slice(0, MAX_CHARS);
  }

  function begin() {
    region = Object.assign(document.createElement("div"), { className: "spoken" });
    region.setAttribute("role", "status");
    document.body.append(region);
    const attributeFilter = ["data-turn", "class"];
    new MutationObserver(update).observe(document.body, {
      childList: true,
      subtree: true,
      attributeFilter,
    });
  }

  if (document.body) begin();
  else document.addEventListener("DOMContentLoaded", begin);
})();
