// Joins the conversation and the article: lights and numbers cited sentences, and leads from a
// citation to its sentence and back. Reads only what the server rendered.
(() => {
  "use strict";

  const stillness = matchMedia("(prefers-reduced-motion: reduce)");
  const behavior = () => (stillness.matches ? "auto" : "smooth");
  let litAnswer = null; // the answer whose sentences are lit
  let litArticle = null; // id of the article they were lit in
  let wanted = null; // name of a sentence whose article is being fetched
  let lastLink = null; // the citation that was followed last

  const answers = () => document.querySelectorAll("#conversation .answer");
  const article = () => document.querySelector("#article .article");
  const articleId = () => article()?.dataset.article; // Gradio may reuse the element itself
  // A sentence's element is called prefix-article-number (see ui/markup.py).
  const articleOf = (link) => link.hash.slice(1).split("-")[1];
  const targetOf = (link) => document.getElementById(link.hash.slice(1));
  const numberOf = (link) => link.textContent.replace(/\D/g, "");

  function unlight() {
    for (const sentence of document.querySelectorAll("#article .lit")) {
      sentence.classList.remove("lit");
      delete sentence.dataset.numbers;
    }
    for (const button of document.querySelectorAll("#article .resting-on")) button.remove();
  }

  // A button after a lit sentence leads to the statements that rest on it.
  function addButton(sentence) {
    const numbers = sentence.dataset.numbers;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "resting-on";
    button.textContent = numbers;
    button.setAttribute("aria-label", `${numbers}: show the statements that rest on this sentence`);
    sentence.after(button);
  }

  // Light and number, in the article on the page, the sentences an answer cites.
  function light(answer) {
    unlight();
    litAnswer = answer;
    litArticle = articleId();
    const lit = new Set();
    for (const link of answer?.querySelectorAll("a.marker") ?? []) {
      const sentence = targetOf(link);
      if (!sentence) continue;
      const numbers = new Set((sentence.dataset.numbers ?? "").split(" ").filter(Boolean));
      numbers.add(numberOf(link));
      sentence.dataset.numbers = [...numbers].join(" ");
      sentence.classList.add("lit");
      lit.add(sentence);
    }
    lit.forEach(addButton);
  }

  // Bring a sentence into view and move the focus to it.
  function reveal(sentence) {
    for (const other of document.querySelectorAll("#article .now")) other.classList.remove("now");
    sentence.classList.add("now");
    document.dispatchEvent(new CustomEvent("show-article"));
    sentence.scrollIntoView({ block: "center", behavior: behavior() });
    sentence.focus({ preventScroll: true });
    article()?.classList.add("visited");
  }

  // Show a sentence by the name of its element, also one of another article.
  function show(name) {
    const sentence = document.getElementById(name);
    if (sentence) return reveal(sentence);
    wanted = name;
    const detail = { event: "select", action: "open", article: name.split("-")[1] };
    article()?.dispatchEvent(new CustomEvent("act", { bubbles: true, detail }));
  }

  function follow(link) {
    lastLink = link;
    const answer = link.closest(".answer");
    if (answer !== litAnswer) light(answer);
    show(link.hash.slice(1));
  }

  function goBack() {
    const link = lastLink?.isConnected ? lastLink : [...answers()].pop();
    link?.scrollIntoView({ block: "center", behavior: behavior() });
    link?.focus({ preventScroll: true });
  }

  // Bring the first lit sentence, or the top of another article, into view where the article
  // scrolls by itself, without moving the page or the focus.
  function glance(isOther) {
    const pane = document.getElementById("article-pane");
    if (!pane || getComputedStyle(pane).overflowY === "visible") return;
    const first = document.querySelector("#article .lit");
    if (!first && !isOther) return;
    const offset = first ? first.getBoundingClientRect().top - pane.getBoundingClientRect().top : 0;
    if (first && !isOther && offset > 0 && offset < pane.clientHeight * 0.8) return;
    const top = first ? pane.scrollTop + offset - pane.clientHeight / 3 : 0;
    pane.scrollTo({ top, behavior: isOther ? "auto" : behavior() });
  }

  // A new question comes to the top of the conversation, where its answer will be read.
  let followed = 0;
  function followConversation() {
    const last = document.querySelector("#conversation .turn:last-child");
    const number = Number(last?.dataset.turn ?? 0);
    if (number > followed) last.scrollIntoView({ block: "start", behavior: "auto" });
    followed = number;
  }

  // The page changed: a new answer came, or another article.
  let latest = null;
  let latestCited = ""; // the sentences its markers lead to
  function update() {
    scheduled = false;
    followConversation();
    const last = [...answers()].pop() ?? null;
    const isOther = articleId() !== litArticle;
    // While an answer is written its element may stay and its markers grow.
    const cited = [...(last?.querySelectorAll("a.marker") ?? [])].map((link) => link.hash).join();
    const isNew = last !== latest || cited !== latestCited;
    if (!isNew && !isOther) return;
    light(isNew || !litAnswer?.isConnected ? last : litAnswer);
    latest = last;
    latestCited = cited;
    const sentence = wanted && document.getElementById(wanted);
    if (sentence) {
      wanted = null;
      reveal(sentence);
    } else glance(isOther);
  }

  let scheduled = false;
  function schedule() {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(update);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("#conversation .answer a[href^='#']");
    if (link) {
      event.preventDefault();
      follow(link);
    } else if (event.target.closest?.("#article .back")) goBack();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest?.("#article .sentence")) goBack();
  });
  document.addEventListener("parcel", ({ detail }) => {
    if (detail?.problem) wanted = null; // its article is gone
  });
  document.addEventListener("show-sentence", (event) => show(event.detail));
  new MutationObserver(schedule).observe(document, {
    childList: true,
    characterData: true,
    subtree: true,
  });
})();
