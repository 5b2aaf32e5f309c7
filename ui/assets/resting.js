// Shows which statements rest on a lit sentence, and leads to each.
(() => {
  "use strict";

  const GAP = 6;
  let box = null; // the list on the page
  let opener = null; // the button it was opened from

  const linksTo = (sentence) =>
    [...document.querySelectorAll("#conversation a.marker")].filter(
      (link) => link.hash.slice(1) === sentence.id
    );

  // One entry a statement, although a statement may show the same number twice.
  function findStatements(sentence) {
    const found = new Map();
    for (const link of linksTo(sentence)) {
      const statement = link.closest(".statement") ?? link.closest(".answer");
      if (!found.has(statement)) found.set(statement, link);
    }
    return found;
  }

  function describe(statement) {
    const told = statement.querySelector(".claim") ?? statement.querySelector("blockquote");
    return (told ?? statement).textContent.replace(/\s*\[\d+\]/g, "").trim();
  }

  function makeEntry(statement, link) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    const question = document.createElement("span");
    button.type = "button";
    button.textContent = describe(statement);
    button.dir = "auto";
    button.addEventListener("click", () => {
      close();
      link.scrollIntoView({ block: "center" });
      link.focus();
    });
    question.className = "asked";
    question.textContent = link.closest(".turn")?.querySelector(".question")?.textContent ?? "";
    item.append(button, question);
    return item;
  }

  function open(sentence, from) {
    close();
    const statements = findStatements(sentence);
    if (!statements.size) return;
    opener = from;
    box = document.createElement("div");
    box.className = "resting";
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", "Statements that rest on this sentence");
    const title = document.createElement("p");
    title.textContent = statements.size > 1 ? "These statements rest on it:" : "This rests on it:";
    const list = document.createElement("ul");
    for (const [statement, link] of statements) list.append(makeEntry(statement, link));
    box.append(title, list);
    const pane = document.getElementById("article-pane");
    pane.append(box);
    const last = [...sentence.getClientRects()].pop();
    const frame = pane.getBoundingClientRect();
    box.style.top = `${last.bottom - frame.top + pane.scrollTop + GAP}px`;
    box.querySelector("button").focus({ preventScroll: true });
    bringIntoView(pane);
  }

  // Down as far as is needed, never sideways, and never so far that its beginning is covered.
  function bringIntoView(pane) {
    const stands = getComputedStyle(pane).overflowY === "visible";
    const scroller = stands ? document.scrollingElement : pane;
    const bottom = stands ? innerHeight : pane.getBoundingClientRect().bottom;
    const shelf = document.getElementById("shelf").getBoundingClientRect();
    const { top, bottom: end } = box.getBoundingClientRect();
    const beyond = Math.min(end - bottom, top - Math.max(shelf.bottom, 0)) + GAP;
    if (beyond > 0) scroller.scrollTop += beyond;
  }

  function close() {
    box?.remove();
    box = null;
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest?.(".resting")) return;
    const button = event.target.closest?.("#article .resting-on");
    const sentence = button
      ? button.previousElementSibling
      : event.target.closest?.("#article .sentence.lit");
    // Who selects text in a lit sentence wants to copy it.
    if (sentence && getSelection().isCollapsed) open(sentence, button ?? sentence);
    else close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box) return;
    event.stopImmediatePropagation();
    close();
    opener?.focus({ preventScroll: true });
  });
})();
