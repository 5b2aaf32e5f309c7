// What the reader takes along: a copy with citations, a link, a file. Says what was done.
(() => {
  "use strict";

  const SHOWN_MS = 4000;
  let region = null;
  let fading = 0;

  function say(message) {
    region ??= Object.assign(document.createElement("div"), { className: "toast" });
    region.setAttribute("role", "status");
    if (!region.isConnected) document.body.append(region);
    region.textContent = message;
    clearTimeout(fading);
    fading = setTimeout(() => (region.textContent = ""), SHOWN_MS);
  }

  async function copy(text, told) {
    try {
      await navigator.clipboard.writeText(text);
      say(told);
    } catch {
      say("The browser does not let this page copy. Download the answer instead.");
    }
  }

  function linkTo(turn) {
    const link = new URL(location.pathname, location.origin);
    const shown = document.querySelector("#article .article")?.dataset.article;
    if (shown) link.searchParams.set("article", shown);
    link.searchParams.set("q", turn.querySelector(".question")?.textContent ?? "");
    const first = turn.querySelector("a.marker");
    if (first) link.searchParams.set("s", first.hash.split("-").pop());
    return link.href;
  }

  function save({ name, type, text }) {
    const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
    const link = Object.assign(document.createElement("a"), { href: address, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), SHOWN_MS);
    say(`Saved as ${name}.`);
  }

  document.addEventListener("do-copy", ({ target }) => {
    copy(target.closest(".turn").querySelector(".copy-text").textContent, "Copied with citations.");
  });
  document.addEventListener("do-link", ({ target }) => {
    copy(linkTo(target.closest(".turn")), "Link copied.");
  });
  document.addEventListener("parcel", ({ detail: parcel }) => {
    if (parcel?.text !== undefined) save(parcel);
    else if (parcel) say(parcel.problem ?? parcel.said);
  });
})();
