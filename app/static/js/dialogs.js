// Opens dialogs for links and buttons that name one, asks before what cannot be undone, and moves focus to what is wrong.

import { message, onContent } from "./page.js";

document.addEventListener("click", (event) => {
  const opener = event.target instanceof Element && event.target.closest("[data-dialog-open]");
  const dialog = opener && document.getElementById(opener.dataset.dialogOpen);
  if (dialog) {
    event.preventDefault();
    if (!dialog.open) dialog.showModal();
    opener.closest("details.menu")?.removeAttribute("open");
  } else if (event.target instanceof HTMLDialogElement && event.target.open) {
    const box = event.target.getBoundingClientRect();
    const outside = event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
    if (outside && event.detail > 0) event.target.close();
  }
});

function ask(question) {
  return new Promise((resolve) => {
    const dialog = document.createElement("dialog");
    dialog.className = "dialog";
    const form = document.createElement("form");
    form.method = "dialog";
    form.className = "dialog-body";
    const words = document.createElement("p");
    words.textContent = question;
    const row = document.createElement("div");
    row.className = "cluster";
    for (const [value, kind] of [["confirm", "danger"], ["cancel", "quiet"]]) {
      const button = document.createElement("button");
      button.className = "button";
      button.dataset.kind = kind;
      button.value = value;
      button.textContent = message(value);
      row.append(button);
    }
    form.append(words, row);
    dialog.append(form);
    document.body.append(dialog);
    dialog.setAttribute("aria-label", question);
    dialog.addEventListener("close", () => { resolve(dialog.returnValue === "confirm"); dialog.remove(); });
    dialog.showModal();
    row.lastChild.focus();
  });
}

const agreed = new WeakSet();

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
  if (!question || agreed.delete(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { submitter } = event;
  if (await ask(question)) { agreed.add(form); form.requestSubmit(submitter); }
}, true);

onContent("[data-focus-on-load]", (element) => element.focus());

onContent("[data-go-back]", (button) => {
  button.hidden = history.length < 2;
  button.addEventListener("click", () => history.back());
});
