// Light, dark or as the device: remembered in a cookie that the server reads, so nothing flashes on the next page.

import { onContent } from "./page.js";

const A_YEAR = 31536000;

onContent("[data-theme-switch]", (fieldset) => {
  fieldset.hidden = false;
  fieldset.addEventListener("change", ({ target }) => {
    document.documentElement.dataset.theme = target.value;
    const age = target.value === "system" ? 0 : A_YEAR;
    document.cookie = `theme=${target.value}; path=/; max-age=${age}; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  });
});
