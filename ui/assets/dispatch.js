// Carries out what is pressed, ticked or sent off: every element with a data-action says so by an
// event do-ACTION; with a data-event too it goes to the server, by the component around it.
(() => {
  "use strict";

  // The data of an element, and the number of the turn it stands in.
  function collect(element) {
    const { action, event, ...data } = element.dataset;
    const turn = element.closest("[data-turn]")?.dataset.turn;
    return { ...data, ...(turn && { turn }), action, event };
  }

  function encode(file) {
    return new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve({ name: file.name, data: reader.result.split(",")[1] ?? "" });
      reader.onerror = () => reject(reader.error);
      reader.readAsDataURL(file);
    });
  }

  async function readFields(form) {
    const fields = {};
    for (const [name, value] of new FormData(form)) {
      if (!(value instanceof File)) fields[name] = value;
      else if (value.name) fields[name] = await encode(value); // without a name: none was chosen
    }
    return fields;
  }

  function act(element, fields = {}) {
    const detail = { ...collect(element), ...fields };
    const told = new CustomEvent(`do-${detail.action}`, { bubbles: true, detail });
    element.dispatchEvent(told);
    if (detail.event) element.dispatchEvent(new CustomEvent("act", { bubbles: true, detail }));
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-action]");
    if (button) act(button);
  });
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.matches?.("input[data-action]")) act(field, { [field.name || "value"]: field.value });
  });
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches?.("form[data-action]")) return;
    event.preventDefault();
    act(form, await readFields(form));
  });
})();
