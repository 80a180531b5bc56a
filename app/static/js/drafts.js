// What was typed is kept in this tab until the form was accepted, and put back when the page is opened again without it.

import { debounced, message, onContent } from "./page.js";

const SKIPPED = new Set(["password", "file", "hidden", "submit", "button"]);
const key = (form) => `draft:${form.dataset.draft}`;
const fields = (form) => [...form.elements].filter((field) => field.name && !SKIPPED.has(field.type));
const isBox = (field) => field.type === "checkbox" || field.type === "radio";
const valueOf = (field) => (isBox(field) ? field.checked : field.value);
const blankOf = (field) => (isBox(field) ? field.defaultChecked : field.tagName === "SELECT" ? field.value : field.defaultValue);

function nameEach(form) {
  const seen = {};
  return fields(form).map((field) => [`${field.name}/${(seen[field.name] = (seen[field.name] ?? 0) + 1)}`, field]);
}

function restore(form, draft) {
  const changed = nameEach(form).filter(([name, field]) => name in draft && draft[name] !== "" && draft[name] !== valueOf(field) && valueOf(field) === blankOf(field));
  for (const [name, field] of changed) {
    if (isBox(field)) field.checked = draft[name]; else field.value = draft[name];
  }
  return changed.length > 0;
}

function sayRestored(form) {
  const notice = document.createElement("div");
  notice.className = "cluster muted";
  notice.setAttribute("role", "status");
  const afresh = document.createElement("button");
  afresh.type = "button";
  afresh.className = "button";
  Object.assign(afresh.dataset, { kind: "quiet", size: "small" });
  afresh.textContent = message("discardDraft");
  afresh.addEventListener("click", () => { sessionStorage.removeItem(key(form)); form.reset(); notice.remove(); });
  notice.append(message("draft"), afresh);
  form.prepend(notice);
}

onContent("form[data-draft]", (form) => {
  const isAnswerWithErrors = form.querySelector("[aria-invalid]") !== null;
  const stored = sessionStorage.getItem(key(form));
  if (stored && !isAnswerWithErrors && restore(form, JSON.parse(stored))) sayRestored(form);
  form.addEventListener("input", debounced(() => {
    sessionStorage.setItem(key(form), JSON.stringify(Object.fromEntries(nameEach(form).map(([name, field]) => [name, valueOf(field)]))));
  }, 300));
});

// The page after an accepted form names the draft that is no longer needed.
onContent("[data-draft-done]", (element) => sessionStorage.removeItem(`draft:${element.dataset.draftDone}`));
