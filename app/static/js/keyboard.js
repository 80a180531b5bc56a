// Single keys, switched off by a setting or in the help (WCAG 2.1.4) and never while somebody types.

import { isTyping, onContent } from "./page.js";

const STORED = "shortcuts";
const WAIT_FOR_SECOND = 1200;
const root = document.documentElement;

const areOff = () => root.dataset.shortcuts === "off";
if (localStorage.getItem(STORED) === "off") root.dataset.shortcuts = "off";

onContent("[data-shortcuts-switch]", (box) => {
  box.checked = !areOff();
  box.addEventListener("change", () => {
    root.dataset.shortcuts = box.checked ? "on" : "off";
    localStorage.setItem(STORED, root.dataset.shortcuts);
  });
});

const isVisible = (element) => element.getClientRects().length > 0;
const rows = () => [...document.querySelectorAll("[data-rows] [data-row]")].filter(isVisible);
const currentRow = () => document.activeElement?.closest?.("[data-row]") ?? document.querySelector("[data-row].is-current");

function mark(row) {
  for (const other of document.querySelectorAll(".is-current")) other.classList.toggle("is-current", other === row);
  row.classList.add("is-current");
}

function step(by) {
  const all = rows();
  if (all.length === 0) return;
  const from = all.indexOf(currentRow());
  const row = all[from < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, from + by))];
  mark(row);
  (row.querySelector("a[href]") ?? row).focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function press(key) {
  const selector = `[data-shortcut="${CSS.escape(key)}"]`;
  const control = currentRow()?.querySelector(selector) ?? [...document.querySelectorAll(selector)].find(isVisible);
  if (!control) return false;
  control.focus();
  if (control.matches("select")) control.showPicker?.();
  else if (!control.matches("input, textarea")) control.click();
  return true;
}

const single = {
  "/": () => { const search = document.querySelector("[data-search]"); search?.focus(); search?.select(); return Boolean(search); },
  "?": () => { document.getElementById("shortcuts")?.showModal(); return true; },
  // Without rows these keys are free for a page's own controls, such as next and previous in screening.
  j: () => (rows().length ? (step(1), true) : undefined),
  k: () => (rows().length ? (step(-1), true) : undefined),
  x: () => { const box = currentRow()?.querySelector("input[type=checkbox]"); box?.click(); return Boolean(box); },
  o: () => { const link = currentRow()?.querySelector("a[href]"); link?.click(); return Boolean(link); },
};

let waitingForSecond = 0;

document.addEventListener("keydown", (event) => {
  if (areOff() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const isSecond = Date.now() - waitingForSecond < WAIT_FOR_SECOND;
  waitingForSecond = 0;
  if (isSecond) {
    const link = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
    if (link) { event.preventDefault(); link.click(); }
  } else if (event.key === "g") waitingForSecond = Date.now();
  else if (single[event.key]?.() ?? press(event.key)) event.preventDefault();
});

document.addEventListener("focusin", ({ target }) => {
  const row = target.closest?.("[data-rows] [data-row]");
  if (row) mark(row);
});
