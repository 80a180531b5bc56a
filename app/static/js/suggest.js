// Suggestions under an input: links are followed, values replace the word at the cursor.
// Where the input names a place that counts, the query so far is read back under them, with how many it finds.

import { debounced, onContent } from "./page.js";
import { Options, Source } from "./options.js";

onContent("input[data-suggest-url]", (input) => {
  const panel = document.createElement("div");
  panel.className = "suggestions";
  panel.hidden = true;
  const list = document.createElement("div");
  list.id = `${input.id || input.name}-suggestions-${Math.random().toString(36).slice(2, 8)}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label") ?? input.labels?.[0]?.textContent ?? "");
  list.hidden = true;
  const foot = document.createElement("p");
  foot.className = "suggestions-foot asked";
  foot.setAttribute("role", "status");
  foot.hidden = true;
  panel.append(list, foot);
  input.after(panel);
  const options = new Options(input, list);
  const source = new Source(input.dataset.suggestUrl);
  const counter = input.dataset.countUrl ? new Source(input.dataset.countUrl, { "HX-Target": "asked" }) : null;

  const showPanel = () => { panel.hidden = list.hidden && foot.hidden; };
  const hide = () => { options.hide(); foot.hidden = true; showPanel(); };

  const refresh = debounced(async () => {
    const html = await source.ask({ q: input.value, cursor: input.selectionStart ?? input.value.length });
    if (html === null || document.activeElement !== input) return;
    options.show(html, { chooseFirst: false });
    showPanel();
  }, 120);

  const count = debounced(async () => {
    if (!counter || input.value.trim() === "") { foot.hidden = true; showPanel(); return; }
    const html = await counter.ask({ q: input.value });
    if (html === null || document.activeElement !== input) return;
    const said = new DOMParser().parseFromString(html, "text/html").getElementById("asked");
    foot.replaceChildren(...(said?.childNodes ?? []));
    foot.hidden = foot.textContent.trim() === "";
    showPanel();
  }, 300);

  const take = (option) => {
    if (option.matches("a[href]")) { location.assign(option.href); return; }
    const end = Number(option.dataset.end ?? input.selectionStart ?? input.value.length);
    const start = Number(option.dataset.start ?? input.value.slice(0, end).search(/\S*$/));
    input.setRangeText(option.dataset.value ?? option.textContent.trim(), start, end, "end");
    hide();
    input.focus();
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // What was offered for an older text would overwrite the newer one.
  input.addEventListener("input", () => { options.choose(null); refresh(); count(); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) refresh(); else options.step(event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
    } else if (event.key === "Enter" && !list.hidden && options.chosen) {
      event.preventDefault();
      take(options.chosen);
    } else if (event.key === "Escape" && !panel.hidden) {
      event.preventDefault();
      hide();
    }
  });
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  input.addEventListener("blur", hide);
});
