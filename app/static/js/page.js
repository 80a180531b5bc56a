// What every behaviour shares: words, announcements, and being told when new content arrives.

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";
const messages = JSON.parse(meta("messages") || "{}");

export const csrfToken = () => meta("csrf-token");

export function message(name, values = {}) {
  return (messages[name] ?? "").replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

export function announce(text) {
  const live = document.getElementById("live");
  if (!live) return;
  live.textContent = "";
  setTimeout(() => { live.textContent = text; }, 60);
}

// `setUp` gets every matching element once: now, and when it comes in with a fragment.
const setUps = [];
const done = new WeakMap();

function run({ selector, setUp }, root) {
  const found = [...root.querySelectorAll(selector)];
  if (root.matches?.(selector)) found.unshift(root);
  for (const element of found) {
    const seen = done.get(element) ?? new Set();
    if (seen.has(setUp)) continue;
    seen.add(setUp);
    done.set(element, seen);
    setUp(element);
  }
}

export function onContent(selector, setUp) {
  const entry = { selector, setUp };
  setUps.push(entry);
  run(entry, document.documentElement);
}

export function contentArrived(root) {
  for (const entry of setUps) run(entry, root);
}

export const isTyping = (target) =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=checkbox]):not([type=radio]):not([type=button]):not([type=submit]), textarea, select"));

export function debounced(action, wait) {
  let timer;
  return (...values) => { clearTimeout(timer); timer = setTimeout(() => action(...values), wait); };
}
