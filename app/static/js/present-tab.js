// In a row of tabs or chips that is wider than the screen, the present one is brought into view.

import { onContent } from "./page.js";

onContent(".tabs [aria-current], .chips [aria-current]", (present) => {
  const row = present.parentElement;
  if (row.scrollWidth > row.clientWidth) row.scrollLeft = present.offsetLeft - row.offsetLeft - (row.clientWidth - present.offsetWidth) / 2;
});
