// A file input that also takes a dropped file and says at once when it is too large.

import { message, onContent } from "./page.js";

onContent("[data-dropzone]", (zone) => {
  const input = zone.querySelector("input[type=file]");
  zone.querySelector(".dropzone-hint")?.removeAttribute("hidden");
  const over = (isOver) => zone.toggleAttribute("data-over", isOver);

  for (const event of ["dragenter", "dragover"]) zone.addEventListener(event, (drag) => {
    if (!drag.dataTransfer.types.includes("Files")) return;
    drag.preventDefault();
    over(true);
  });
  for (const event of ["dragleave", "drop"]) zone.addEventListener(event, () => over(false));
  zone.addEventListener("drop", (drop) => {
    if (drop.dataTransfer.files.length === 0) return;
    drop.preventDefault();
    const files = new DataTransfer();
    for (const file of [...drop.dataTransfer.files].slice(0, input.multiple ? undefined : 1)) files.items.add(file);
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.addEventListener("change", () => {
    const limit = Number(input.dataset.maxBytes);
    const tooLarge = limit > 0 && [...input.files].some((file) => file.size > limit);
    input.setCustomValidity(tooLarge ? message("tooLarge") : "");
    if (tooLarge) input.reportValidity();
  });
});
