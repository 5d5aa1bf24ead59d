// Lists: j and k move, x picks, Enter opens; the bulk bar follows what is picked.
import { isPlain, isTyping } from "./keys.js";

const rowsOf = (list) => [...list.querySelectorAll("tbody > tr")];
const pickOf = (row) => row.querySelector("input[type=checkbox]");

export function start() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("change", onPick);
  // Typing already searched; leaving the box must not ask a second time while a click asks for something else.
  document.addEventListener("change", (event) => event.target.matches("[data-search]") && event.stopPropagation(), true);
  document.addEventListener("click", onClear);
  document.addEventListener("htmx:afterSettle", showBulk);
  showBulk();
}

function onKey(event) {
  const list = document.querySelector("[data-list]");
  if (!list || !isPlain(event) || isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const now = list.querySelector("tr.cursor");
  if (event.key === "j") move(list, now, 1);
  else if (event.key === "k") move(list, now, -1);
  else if (event.key === "x" && now && pickOf(now)) pickOf(now).click();
  else if (event.key === "Enter" && now && !event.target.closest("a, button, input, summary")) open(now);
}

function move(list, now, step) {
  const rows = rowsOf(list);
  const next = rows[now ? rows.indexOf(now) + step : 0];
  if (!next) return;
  now?.classList.remove("cursor");
  next.classList.add("cursor");
  next.scrollIntoView({ block: "nearest" });
  linkOf(next)?.focus({ preventScroll: true });
}

const linkOf = (row) => row.querySelector(".c-main a[href], a[href]");

function open(row) {
  linkOf(row)?.click();
}

function onPick(event) {
  if (!event.target.matches("[data-list] input[type=checkbox]")) return;
  const list = event.target.closest("[data-list]");
  if (event.target.matches("[data-all]")) {
    for (const row of rowsOf(list)) if (pickOf(row)) pickOf(row).checked = event.target.checked;
  }
  showBulk();
}

function onClear(event) {
  if (!event.target.closest("[data-clear]")) return;
  for (const box of document.querySelectorAll("[data-list] input[type=checkbox]")) box.checked = false;
  showBulk();
}

function showBulk() {
  const picked = rowsOf(document).filter((row) => row.closest("[data-list]") && markRow(row));
  for (const bar of document.querySelectorAll("[data-bulk]")) {
    bar.hidden = picked.length === 0;
    const count = bar.querySelector("[data-count]");
    if (count) count.textContent = picked.length.toLocaleString("en-US");
  }
}

function markRow(row) {
  const picked = pickOf(row)?.checked ?? false;
  row.classList.toggle("on", picked);
  return picked;
}
