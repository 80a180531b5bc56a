// Short messages at the edge: announced, kept while one looks at them, gone by themselves unless something failed.

import { announce, message, onContent } from "./page.js";

const SHORT = 6000;
const WITH_UNDO = 12000;

export function showToast(text, kind = "success") {
  const region = document.getElementById("toasts");
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.dataset.kind = kind;
  toast.dataset.toast = "";
  const words = document.createElement("p");
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button";
  Object.assign(close.dataset, { kind: "quiet", size: "small", toastDismiss: "" });
  close.textContent = message("dismiss");
  toast.append(words, close);
  region.append(toast);
  setUp(toast);
}

const ready = new WeakSet();

function setUp(toast) {
  if (ready.has(toast)) return;
  ready.add(toast);
  const close = toast.querySelector("[data-toast-dismiss]");
  if (close) {
    close.hidden = false;
    close.addEventListener("click", () => toast.remove());
  }
  announce(toast.querySelector("p")?.textContent ?? "");
  if (["error", "danger"].includes(toast.dataset.kind)) return;

  let timer;
  const leave = () => { timer = setTimeout(() => toast.remove(), toast.querySelector("form") ? WITH_UNDO : SHORT); };
  const stay = () => clearTimeout(timer);
  for (const event of ["pointerenter", "focusin"]) toast.addEventListener(event, stay);
  for (const event of ["pointerleave", "focusout"]) toast.addEventListener(event, leave);
  leave();
}

onContent("#toasts > [data-toast]", setUp);
