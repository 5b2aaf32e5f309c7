// Begins a visit where a link leads to (?article=…&q=…&s=17), and names the window after the
// article.
(() => {
  "use strict";

  const asked = new URLSearchParams(location.search);
  const MAX_QUESTION_CHARS = 1000;
  let begun = false;

  // Controls of writing direction would turn the rest of the window's name around.
  const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

  function nameWindow() {
    const title = document.querySelector("#article h2")?.textContent.replace(DIRECTIONS, "").trim();
    const name = title ? `${title} – Ask the article` : "Ask the article";
    if (document.title !== name) document.title = name;
  }

  function putQuestion(question) {
    const box = document.querySelector("#question textarea");
    box.value = question;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  }

  // The question of a link is asked at once only where it costs nothing and goes nowhere.
  function ask(question) {
    const turns = document.querySelector("#conversation .turns");
    if (turns.dataset.free !== "true") return putQuestion(question);
    const detail = { event: "submit", action: "ask", question };
    turns.dispatchEvent(new CustomEvent("act", { bubbles: true, detail }));
  }

  function showSentence(number) {
    const first = document.querySelector("#article .sentence");
    const name = first?.id.replace(/\d+$/, number);
    if (!document.getElementById(name)) return;
    document.dispatchEvent(new CustomEvent("show-sentence", { detail: name }));
  }

  function begin() {
    const question = (asked.get("q") ?? "").slice(0, MAX_QUESTION_CHARS);
    const number = asked.get("s") ?? "";
    if (/^\d{1,6}$/.test(number)) showSentence(number);
    if (question.trim()) ask(question);
  }

  function update() {
    nameWindow();
    if (begun || !document.querySelector("#conversation .turns")) return;
    begun = true;
    // What came with it must be in its place first.
    requestAnimationFrame(begin);
  }

  const rendered = { childList: true, subtree: true, characterData: true };
  new MutationObserver(update).observe(document, rendered);
})();
