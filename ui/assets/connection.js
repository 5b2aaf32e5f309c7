// Says when the server is gone, and makes the page usable again when it is back.
//
// Gradio notices only when an event fails. Here the server is asked every few seconds whether it
// is the one that made this page; a page made by another start of it must be loaded anew, because
// the server has forgotten the visit. What was typed and not yet sent is kept.
(() => {
  "use strict";
  const EVERY_MS = 3000;
  const AGAIN_MS = 500;
  const PATIENCE_MS = 8000;
  const NOTICE_MS = 15000;
  const KEPT = "article-qa:unsent";
  const LOST =
    "The page has lost its server. Start it again with make run; this page goes on by itself.";
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

  function keep() {
    try {
      const text = findBox()?.value ?? "";
      sessionStorage.setItem(KEPT, JSON.stringify({ server, text }));
    } catch {
      // Storage may be forbidden; then what was typed is lost, as on any other page.
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
    if (kept.text) fill(kept.text, Date.now() + 30000);
  }

  // The box is made by Gradio some time after the page has loaded.
  function fill(text, deadline) {
    const box = findBox();
    if (!box) {
      if (Date.now() < deadline) setTimeout(() => fill(text, deadline), 100);
    } else if (!box.value) {
      box.value = text;
      box.dispatchEvent(new Event("input", { bubbles: true }));
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
