// Disclosure menus: one open at a time, Escape and a press elsewhere close them, arrows walk through them.

import { onContent } from "./page.js";

const open = () => document.querySelectorAll("details.menu[open]");

function close(menu, { refocus = false } = {}) {
  menu.open = false;
  if (refocus) menu.querySelector("summary").focus();
}

document.addEventListener("click", ({ target }) => {
  for (const menu of open()) if (!menu.contains(target)) close(menu);
});

document.addEventListener("keydown", (event) => {
  const menu = event.target instanceof Element && event.target.closest("details.menu[open]");
  if (event.key === "Escape") {
    const last = menu || [...open()].at(-1);
    if (last) { close(last, { refocus: true }); event.preventDefault(); }
    return;
  }
  if (!menu || !["ArrowDown", "ArrowUp"].includes(event.key) || event.target.matches("input, select, textarea")) return;
  const items = [...menu.querySelectorAll(".menu-panel :is(a, button):not([hidden])")];
  if (items.length === 0) return;
  const step = event.key === "ArrowDown" ? 1 : -1;
  const from = items.indexOf(document.activeElement);
  items[(from + step + items.length) % items.length].focus();
  event.preventDefault();
});

onContent("[data-menu-close]", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => close(button.closest("details.menu"), { refocus: true }));
});
