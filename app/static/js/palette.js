// Ctrl K: people, jobs and actions in one list.

import { announce, debounced, message, onContent } from "./page.js";
import { Options, Source } from "./options.js";

let open = () => {};

onContent("#palette", (dialog) => {
  const input = dialog.querySelector("input");
  const options = new Options(input, dialog.querySelector("[role=listbox]"));
  const source = new Source(dialog.dataset.palette);

  const refresh = async () => {
    const html = await source.ask({ q: input.value });
    if (html === null || !dialog.open) return;
    announce(message("results", { number: options.show(html, { chooseFirst: true }) }));
  };

  open = () => {
    if (dialog.open) { dialog.close(); return; }
    dialog.showModal();
    input.select();
    refresh();
  };

  input.addEventListener("input", debounced(refresh, 120));
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      options.step(event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
    } else if (event.key === "Escape") {
      event.preventDefault();
      dialog.close();
    }
  });
  dialog.querySelector("form").addEventListener("submit", (event) => {
    const { chosen } = options;
    if (!chosen) return;
    event.preventDefault();
    dialog.close();
    chosen.click();
  });
});

onContent("[data-palette-open]", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => open());
});

document.addEventListener("keydown", (event) => {
  const isShortcut = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k";
  if (!isShortcut) return;
  event.preventDefault();
  open();
});
