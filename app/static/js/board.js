// Dragging cards between the columns of a board. The drop submits the card's own form, the same one the keyboard uses.

import { announce, message, onContent } from "./page.js";

let loading;

async function sortable() {
  loading ??= import("../vendor/sortable.min.js");
  await loading;
  return window.Sortable;
}

onContent("[data-board]", async (board) => {
  const Sortable = await sortable();
  board.classList.add("is-live");
  for (const column of board.querySelectorAll("[data-board-column]")) {
    Sortable.create(column, {
      group: "board", sort: false, draggable: "[data-card]", filter: "a, button, select, input, summary", preventOnFilter: false,
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 140, delay: 160, delayOnTouchOnly: true,
      ghostClass: "is-lifted", dragClass: "is-dragged", onEnd: dropped,
    });
  }
});

function dropped({ item: card, from, to, oldDraggableIndex }) {
  const form = card.querySelector("form[data-move-form]");
  if (from === to || !form) return;
  const putBack = () => {
    if (!card.isConnected) return;
    from.insertBefore(card, from.querySelectorAll("[data-card]")[oldDraggableIndex] ?? null);
    form.elements.to.value = "";
  };
  const answered = ({ detail }) => {
    if (detail.element !== form) return;
    document.removeEventListener("answered", answered);
    if (detail.ok) announce(message("moved", { stage: to.closest("[aria-label]")?.getAttribute("aria-label") ?? "" }));
    else {
      putBack();
      announce(message("notMoved"));
    }
  };
  document.addEventListener("answered", answered);
  form.elements.to.value = to.dataset.boardColumn;
  if (form.elements.to.value !== to.dataset.boardColumn) {
    document.removeEventListener("answered", answered);
    putBack();
    return;
  }
  form.requestSubmit();
}
