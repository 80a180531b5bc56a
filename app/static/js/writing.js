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

function gapBefore(text) {
  return text === "" || text.endsWith("\n\n") ? "" : text.endsWith("\n") ? "\n" : "\n\n";
}

// before/after stand around the words, `each` in front of every line; a block is a paragraph of its own.
function put(area, { before = "", after = "", sample = "", each, block }) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  let words = value.slice(start, end) || sample;
  if (each) words = words.split("\n").map((line) => each + line).join("\n");
  const lead = block === undefined && !each ? "" : gapBefore(value.slice(0, start));
  const tail = block === undefined ? "" : "\n\n";
  type(area, lead + before + words + after + tail);
  const first = start + lead.length + before.length;
  area.setSelectionRange(first + (each?.length ?? 0), first + words.length);
}

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
