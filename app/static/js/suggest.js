// Suggestions under an input: links are followed, values replace the word at the cursor.

import { debounced, onContent } from "./page.js";
import { Options, Source } from "./options.js";

onContent("input[data-suggest-url]", (input) => {
  const list = document.createElement("div");
  list.className = "suggestions";
  list.id = `${input.id || input.name}-suggestions-${Math.random().toString(36).slice(2, 8)}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label") ?? input.labels?.[0]?.textContent ?? "");
  list.hidden = true;
  input.after(list);
  const options = new Options(input, list);
  const source = new Source(input.dataset.suggestUrl);

  const refresh = debounced(async () => {
    const html = await source.ask({ q: input.value, cursor: input.selectionStart ?? input.value.length });
    if (html !== null && document.activeElement === input) options.show(html, { chooseFirst: false });
  }, 120);

  const take = (option) => {
    if (option.matches("a[href]")) { location.assign(option.href); return; }
    const end = input.selectionStart ?? input.value.length;
    const start = Number(option.dataset.start ?? input.value.slice(0, end).search(/\S*$/));
    input.setRangeText(option.dataset.value ?? option.textContent.trim(), start, end, "end");
    options.hide();
    input.focus();
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };

  input.addEventListener("input", refresh);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) refresh(); else options.step(event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
    } else if (event.key === "Enter" && !list.hidden && options.chosen) {
      event.preventDefault();
      take(options.chosen);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      options.hide();
    }
  });
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  input.addEventListener("blur", () => options.hide());
});
