// Ticked rows: how many, all at once, and ranges with Shift.

import { announce, message, onContent } from "./page.js";

onContent("[data-selection]", (form) => {
  form.classList.add("is-live");
  let last = null;
  const boxes = () => [...form.querySelectorAll("[data-row] input[type=checkbox]:not([data-select-all])")];

  const refresh = () => {
    const all = boxes();
    const ticked = all.filter((box) => box.checked).length;
    const words = message("selected", { number: ticked });
    for (const place of form.querySelectorAll("[data-selected-count]")) place.textContent = words;
    const master = form.querySelector("[data-select-all]");
    if (master) {
      master.checked = ticked > 0 && ticked === all.length;
      master.indeterminate = ticked > 0 && ticked < all.length;
    }
    return words;
  };

  form.addEventListener("click", (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || box.type !== "checkbox") return;
    const all = boxes();
    if (box.matches("[data-select-all]")) for (const other of all) other.checked = box.checked;
    else if (all.includes(box)) {
      if (event.shiftKey && last && all.includes(last)) {
        const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
        for (const other of all.slice(from, to + 1)) other.checked = box.checked;
      }
      last = box;
    } else return;
    announce(refresh());
  });
  refresh();
});
