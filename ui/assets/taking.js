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

  // What a link asks and where it leads stands on the button (see ui/turns.py).
  function makeLink({ question, article, sentence }) {
    const link = new URL(location.pathname, location.origin);
    const parts = { article, q: question, s: sentence };
    for (const [name, value] of Object.entries(parts)) {
      if (value) link.searchParams.set(name, value);
    }
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
  document.addEventListener("do-link", ({ detail }) => copy(makeLink(detail), "Link copied."));
  document.addEventListener("parcel", ({ detail: parcel }) => {
    if (parcel?.text !== undefined) save(parcel);
    else if (parcel) say(parcel.problem ?? parcel.said);
  });
})();
