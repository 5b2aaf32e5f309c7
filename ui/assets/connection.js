// Says when the server is gone, and makes the page usable again when it is back.
//
// Gradio notices only when an event fails. Here the server is asked every few seconds whether it
// is the one that made this page; a page made by another start of it must be loaded anew, because
// the server has forgotten the visit. What was typed and not yet sent is kept: in the question box,
// in the form that adds an article, and in a form that changes a question, whose turn is gone; that
// goes into the question box.
(() => {
  "use strict";
  const EVERY_MS = 3000;
  const AGAIN_MS = 500;
  const PATIENCE_MS = 8000;
  const NOTICE_MS = 15000;
  const KEPT = "article-qa:unsent";
  const PATIENCE_TO_FILL_MS = 30_000;
  const LOST = "The page has lost its server. When it runs again, this page goes on by itself.";
  const ANEW = "The server was started again. A new conversation begins; what you typed is kept.";
  const BACK = "The server is back.";

  let server = document.querySelector("meta[name=server]")?.content;
  let failures = 0;
  let wasEverLost = false;
  let user = null;
  let timer = 0;
  let asking = false;
  let leaving = false;

  function say(text, lost = false) {
    const region = document.getElementById("connection");
    if (!region) return;
    region.classList.toggle("lost", lost);
    region.replaceChildren();
    if (!text) return;
    region.append(Object.assign(document.createElement("p"), { textContent: text }));
    if (!lost) setTimeout(() => region.classList.contains("lost") || say(""), NOTICE_MS);
  }

  function findBox() {
    return document.querySelector("#question textarea, #question input");
  }

  // The form that adds an article; a chosen file cannot be kept.
  function findFields() {
    const fields = document.querySelector("form.add")?.elements ?? [];
    return [...fields].filter((field) => field.name && field.type !== "file");
  }

  function isTyped(field) {
    return field.type === "radio" ? field.checked : Boolean(field.value);
  }

  function readTyped() {
    const changes = [...document.querySelectorAll("#conversation .change[open] textarea")];
    const texts = [findBox(), ...changes.filter((field) => field.value !== field.defaultValue)];
    const text = texts.map((field) => field?.value.trim()).filter(Boolean).join("\n");
    const fields = findFields().filter(isTyped).map(({ name, value }) => [name, value]);
    return { text, fields };
  }

  function keep() {
    const typed = readTyped();
    // An article may be more than the browser stores; then the question is kept alone. Storage may
    // be forbidden, too; then what was typed is lost, as on any other page.
    for (const kept of [typed, { text: typed.text }]) {
      try {
        return sessionStorage.setItem(KEPT, JSON.stringify({ server, ...kept }));
      } catch {
        continue;
      }
    }
  }

  function loadAnew() {
    if (leaving) return;
    leaving = true;
    keep();
    location.reload();
  }

  function restore() {
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(KEPT));
      sessionStorage.removeItem(KEPT);
    } catch {
      return;
    }
    if (!kept) return;
    if (kept.server !== server) say(ANEW);
    fill(kept, Date.now() + PATIENCE_TO_FILL_MS);
  }

  // Box and form are made by Gradio some time after the page has loaded.
  function fill({ text, fields }, deadline) {
    if (findBox() && findFields().length) {
      if (text) put(findBox(), text);
      for (const [name, value] of fields ?? []) putBack(name, value);
    } else if (Date.now() < deadline) setTimeout(() => fill({ text, fields }, deadline), 100);
  }

  function put(field, text) {
    if (field.value) return;
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function putBack(name, value) {
    for (const field of findFields().filter((one) => one.name === name)) {
      if (field.type === "radio") field.checked = field.value === value;
      else put(field, value);
      // What was put back is to be seen once the library is opened.
      for (let at = field; field.type !== "radio" && at; at = at.parentElement) {
        if (at.matches("details")) at.open = true;
      }
    }
  }

  async function ask() {
    const reply = await fetch("alive", {
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return reply.json();
  }

  function hear(state) {
    const wasLost = failures > 1;
    failures = 0;
    server ??= state.server;
    if (state.server !== server || (user && !state.user)) return loadAnew();
    user = state.user;
    showAccount();
    if (wasLost) say(BACK);
  }

  async function check() {
    clearTimeout(timer);
    if (document.hidden || asking || leaving) return;
    asking = true;
    let state = null;
    try {
      state = await ask();
    } catch {
      // Not there, or what answers is not this server: a proxy, say.
    }
    asking = false;
    if (state?.server) hear(state);
    else if (++failures === 2) {
      wasEverLost = true;
      say(LOST, true);
    }
    timer = setTimeout(check, failures === 1 ? AGAIN_MS : EVERY_MS);
  }

  function showAccount() {
    const place = user && document.querySelector("#masthead header");
    if (!place || place.querySelector(".account")) return;
    const form = Object.assign(document.createElement("form"), {
      className: "account",
      method: "post",
      action: "logout",
    });
    const button = Object.assign(document.createElement("button"), { textContent: "Sign out" });
    form.append(Object.assign(document.createElement("bdi"), { textContent: user }), button);
    place.append(form);
  }

  function begin() {
    const region = Object.assign(document.createElement("div"), { id: "connection" });
    region.setAttribute("role", "status");
    document.body.append(region);
    restore();
    check();
  }

  // Gradio loads the page anew too, when it has noticed by itself.
  addEventListener("pagehide", () => wasEverLost && keep());
  addEventListener("online", check);
  addEventListener("offline", check);
  document.addEventListener("visibilitychange", check);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === findBox()) setTimeout(check, AGAIN_MS);
  });
  if (document.body) begin();
  else document.addEventListener("DOMContentLoaded", begin);
})();
