// "3 hours ago", in the language of the page; the exact moment stays in the title.

import { onContent } from "./page.js";

const UNITS = [["year", 31536000], ["month", 2592000], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60]];
const words = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "auto" });

function relative(moment) {
  const seconds = (moment.getTime() - Date.now()) / 1000;
  const [unit, length] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ["minute", 60];
  return words.format(Math.trunc(seconds / length), unit);
}

const shown = new Set();

onContent("time[data-relative]", (time) => {
  const moment = new Date(time.dateTime);
  if (Number.isNaN(moment.getTime())) return;
  shown.add(time);
  time.textContent = relative(moment);
});

setInterval(() => {
  for (const time of shown) {
    if (time.isConnected) time.textContent = relative(new Date(time.dateTime)); else shown.delete(time);
  }
}, 60000);
