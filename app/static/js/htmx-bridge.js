// The only module that knows htmx's event names: tokens go out, errors become words, new content is set up.

import { contentArrived, csrfToken, message } from "./page.js";
import { showToast } from "./toasts.js";

const on = (name, listener) => document.addEventListener(`htmx:${name}`, listener);

on("configRequest", ({ detail }) => {
  const token = csrfToken();
  if (detail.verb !== "get" && token) detail.headers["X-CSRFToken"] = token;
});

// Regular polling rests while nobody looks.
on("beforeRequest", (event) => {
  const isPoll = event.detail.elt.getAttribute("hx-trigger")?.includes("every");
  if (isPoll && document.hidden) event.preventDefault();
});

// A form that keeps itself while somebody writes is sent once its last save was answered, and saves nothing more after that:
// the two would overtake each other, and one of them be told that somebody else had changed the record.
const SAVES = "[hx-post][hx-trigger*='delay:']";
const saverOf = (form) => (form.matches(SAVES) ? form : form.querySelector(SAVES));

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  const stays = event.defaultPrevented || form.method !== "post" || submitter?.formTarget || form.target;
  const saver = stays ? null : saverOf(form);
  if (!saver) return;
  form.toggleAttribute("data-leaving", true);
  if (!saver.classList.contains("htmx-request")) return;
  event.preventDefault();
  document.addEventListener("answered", () => form.requestSubmit(submitter), { once: true });
});
on("beforeRequest", (event) => {
  const { elt } = event.detail;
  if (elt.matches(SAVES) && elt.closest("form[data-leaving]")) event.preventDefault();
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-leaving]").forEach((form) => form.removeAttribute("data-leaving")));

on("load", ({ detail }) => contentArrived(detail.elt));

// A file chosen while the scripts were still on their way has changed unheard.
on("load", ({ detail }) => {
  for (const input of detail.elt.querySelectorAll("input[type=file][hx-trigger=change]")) {
    if (input.files.length > 0) input.dispatchEvent(new Event("change", { bubbles: true }));
  }
});
on("oobAfterSwap", ({ detail }) => contentArrived(detail.target));

function sayWhatWentWrong(xhr) {
  const answer = new DOMParser().parseFromString(xhr.responseText, "text/html");
  const sentence = answer.querySelector("[data-error-sentence]")?.textContent.trim();
  showToast(sentence || message("failed"), "error");
}

on("responseError", ({ detail }) => sayWhatWentWrong(detail.xhr));
on("sendError", () => showToast(message("offline"), "error"));
on("timeout", () => showToast(message("offline"), "error"));

// What others may listen to, in our own words.
on("afterRequest", ({ detail }) => {
  const { xhr } = detail;
  const status = xhr?.status ?? 0;
  // A refusal that is a page of its own is not swapped in, only said.
  if ((status === 409 || status === 422) && xhr.getResponseHeader("HX-Reswap") === "none") sayWhatWentWrong(xhr);
  document.dispatchEvent(new CustomEvent("answered", { detail: { element: detail.requestConfig?.elt ?? detail.elt, ok: status >= 200 && status < 400 } }));
});
