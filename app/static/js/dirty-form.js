// Warns before unsaved changes are left behind, and stops a second press of the same button.

import { onContent } from "./page.js";

const dirty = new Set();
// A button with a target of its own fills a frame, such as a preview: the page stays, unsaved and usable.
const staysHere = (event) => event.submitter?.hasAttribute("formtarget");

onContent("form[data-dirty-guard]", (form) => {
  form.addEventListener("input", () => dirty.add(form));
  form.addEventListener("reset", () => dirty.delete(form));
  form.addEventListener("submit", (event) => staysHere(event) || dirty.delete(form));
});

// What saves by itself says so inside its form.
onContent("[data-saved]", (element) => dirty.delete(element.closest("form")));

addEventListener("beforeunload", (event) => {
  if ([...dirty].some((form) => form.isConnected)) event.preventDefault();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || staysHere(event)) return;
  form.setAttribute("aria-busy", "true");
  setTimeout(() => form.removeAttribute("aria-busy"), 8000);
});

addEventListener("pageshow", ({ persisted }) => {
  if (persisted) for (const form of document.querySelectorAll("form[aria-busy]")) form.removeAttribute("aria-busy");
});

onContent("[data-submit-on-change]", (control) => control.addEventListener("change", () => control.form?.requestSubmit()));
