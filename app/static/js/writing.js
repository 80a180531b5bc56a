// Writing a mail in Markdown: buttons put marks around what is selected, and a frame beside it shows the mail as it is typed.

import { debounced, onContent } from "./page.js";

// `insertText` keeps what the person can undo; a browser without it gets the same words.
function type(area, text) {
  area.focus();
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

const gapBefore = (text) => (text === "" || text.endsWith("\n\n") ? "" : text.endsWith("\n") ? "\n" : "\n\n");
const lineStart = (text, at) => text.lastIndexOf("\n", at - 1) + 1;
const lineEnd = (text, at) => (text.indexOf("\n", at) < 0 ? text.length : text.indexOf("\n", at));

// before/after stand around the words; `each` in front of every line of them.
function mark(area, { before = "", after = "", sample = "", each }) {
  const text = area.value;
  const start = each ? lineStart(text, area.selectionStart) : area.selectionStart;
  const end = each ? lineEnd(text, area.selectionEnd) : area.selectionEnd;
  let words = text.slice(start, end) || sample;
  if (each) words = words.split("\n").map((line) => each + line).join("\n");
  area.setSelectionRange(start, end);
  type(area, before + words + after);
  const first = start + before.length + (each?.length ?? 0);
  area.setSelectionRange(first, start + before.length + words.length);
}

// A paragraph of its own, behind the line one is in.
function paragraph(area, { before = "", after = "", sample = "" }) {
  const at = lineEnd(area.value, area.selectionEnd);
  const lead = gapBefore(area.value.slice(0, at));
  area.setSelectionRange(at, at);
  type(area, lead + before + sample + after + "\n\n");
  const first = at + lead.length + before.length;
  area.setSelectionRange(first, first + sample.length);
}

const put = (area, said) => ("block" in said ? paragraph : mark)(area, said);

onContent("[data-marks]", (bar) => {
  const area = document.getElementById(bar.dataset.marks);
  bar.hidden = false;
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-mark]");
    if (!button) return;
    put(area, button.dataset);
    button.closest("details")?.removeAttribute("open");
  });
  area.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const button = bar.querySelector(`button[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!button) return;
    event.preventDefault();
    put(area, button.dataset);
  });
});

// Each answer comes into a frame of its own: it takes the old one's place when it is there, and Back stays Back.
onContent("[data-live-preview]", (place) => {
  const button = place.querySelector("button[formtarget]");
  const form = button.form;
  let frame = place.querySelector("iframe");
  let number = 0;

  const refresh = debounced(() => {
    const next = frame.cloneNode();
    next.removeAttribute("src");
    next.name = `preview-${++number}`;
    next.classList.add("is-coming");
    place.querySelectorAll("iframe.is-coming").forEach((late) => late.remove());
    frame.after(next);
    next.addEventListener("load", () => {
      next.classList.remove("is-coming");
      frame.remove();
      frame = next;
    }, { once: true });
    button.formTarget = next.name;
    form.requestSubmit(button);
  }, 450);

  for (const part of [form, place]) {
    part.addEventListener("input", refresh);
    part.addEventListener("change", refresh);
  }
});
