// Lists: j and k move, Enter opens, x picks (with Shift a range); picks outlast the page; groups fold; the bar follows.
import { isPlain, isTyping } from "./keys.js";

const rowsOf = (list) => [...list.querySelectorAll("tbody > tr:not(.group)")].filter((row) => !row.hidden);
const pickOf = (row) => row.querySelector("input[type=checkbox][name=pick]");
const listNow = () => document.querySelector("[data-list]");
const formNow = () => document.querySelector("[data-picked]");

const picked = new Set(); // keys of rows, on this page and others of the same list
let every = false; // everything that fits, found by the server
let about = ""; // which list, with which filters, the picks are of
let last = null; // where a range begins
const desk = window.matchMedia("(width >= 48rem)");

export function start() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  document.addEventListener("change", onPick);
  // Typing already searched; leaving the box must not ask a second time while a click asks for something else.
  document.addEventListener("change", (event) => event.target.matches("[data-search]") && event.stopPropagation(), true);
  document.addEventListener("change", onFilter);
  document.addEventListener("toggle", onOpen, true);
  document.addEventListener("mouseover", onHover);
  document.addEventListener("htmx:afterSettle", refresh);
  window.addEventListener("pageshow", refresh);
  desk.addEventListener("change", unfold);
  unfold();
  refresh();
}

/** A filter's chip says what is chosen in it; a choice closes it. */
function onFilter(event) {
  const chip = event.target.closest(".filters .one")?.querySelector("summary");
  if (!chip) return;
  const control = event.target;
  const says = control.selectedOptions ? control.selectedOptions[0]?.textContent.trim() : control.value;
  const { label } = chip.dataset;
  chip.querySelector("span").textContent = control.value ? `${label}${label.endsWith("$") ? "" : ": "}${says}` : label;
  chip.toggleAttribute("data-on", Boolean(control.value));
  if (control.selectedOptions && chip.parentElement.open && desk.matches) {
    chip.parentElement.open = false;
    chip.focus();
  }
}

/** Opened, a filter is ready to be chosen from. */
function onOpen(event) {
  if (event.target.matches?.(".filters .one[open]")) event.target.querySelector(".menu :is(select, input)")?.focus();
}

/** What its line cuts short a cell says in its title. */
function onHover(event) {
  const cell = event.target.closest?.(".list .cell, .head.slim p");
  if (!cell || cell.title) return;
  const line = cell.querySelector(".person > span:last-child") ?? cell;
  if (line.scrollHeight > line.clientHeight + 2 || line.scrollWidth > line.clientWidth) cell.title = cell.innerText;
}

/** Filters beside the search box stand open on a desk, folded on a phone. */
function unfold() {
  for (const fold of document.querySelectorAll("[data-fold-away]")) {
    fold.open = desk.matches;
    fold.closest("form").toggleAttribute("data-live", fold.closest("form").matches("[hx-get]"));
  }
}

function onKey(event) {
  const list = listNow();
  if (!list || !isPlain(event) || isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const now = list.querySelector("tr.cursor");
  if (event.key === "j") move(list, now, 1);
  else if (event.key === "k") move(list, now, -1);
  else if (event.key === "x" && now) pick(now, !pickOf(now)?.checked);
  else if (event.key === "X" && now) pickRange(now);
  else if (event.key === "a") pickPage(list);
  else if (event.key === "f") searchHere(event);
  else if (event.key === "?") document.getElementById("list-keys")?.showModal();
  else if (now && (event.key === "o" || (event.key === "Enter" && !event.target.closest("a, button, input, summary")))) {
    linkOf(now)?.click();
  }
}

function move(list, now, step) {
  const rows = rowsOf(list);
  const next = rows[now ? rows.indexOf(now) + step : 0];
  if (!next) return;
  now?.classList.remove("cursor");
  next.classList.add("cursor");
  next.scrollIntoView({ block: "nearest" });
  (linkOf(next) ?? pickOf(next))?.focus({ preventScroll: true });
}

const linkOf = (row) => row.querySelector(".c-main a[href], a[href]");

function searchHere(event) {
  const box = document.querySelector("#list-filters [data-search]");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
}

function pick(row, on) {
  const box = pickOf(row);
  if (!box) return;
  box.checked = on;
  note(box);
  last = row;
  show();
}

function pickRange(row) {
  const rows = rowsOf(row.closest("[data-list]"));
  const ends = [rows.indexOf(last ?? row), rows.indexOf(row)].sort((one, other) => one - other);
  const on = last ? (pickOf(last)?.checked ?? true) : true;
  for (const one of rows.slice(Math.max(ends[0], 0), ends[1] + 1)) {
    const box = pickOf(one);
    if (box) {
      box.checked = on;
      note(box);
    }
  }
  last = row;
  show();
}

function pickPage(list) {
  const boxes = rowsOf(list).map(pickOf).filter(Boolean);
  const whole = boxes.length > 0 && boxes.every((box) => box.checked);
  if (whole && document.querySelector("[data-pick-every]")) every = true;
  for (const box of boxes) {
    box.checked = true;
    note(box);
  }
  show();
}

function note(box) {
  every = false;
  if (box.checked) picked.add(box.value);
  else picked.delete(box.value);
}

function onPick(event) {
  const list = event.target.closest("[data-list]");
  if (!list || !event.target.matches("input[type=checkbox]")) return;
  if (event.target.matches("[data-all]")) {
    for (const box of rowsOf(list).map(pickOf).filter(Boolean)) {
      box.checked = event.target.checked;
      note(box);
    }
  } else if (event.target.name === "pick") {
    note(event.target);
  }
  show();
}

function onClick(event) {
  const box = event.target.closest("[data-list] input[name=pick]");
  if (box) {
    const row = box.closest("tr");
    if (event.shiftKey && last && last !== row && last.isConnected) {
      pickOf(last).checked = box.checked;
      pickRange(row);
    }
    last = row;
  } else if (event.target.closest("[data-pick-every]")) {
    every = true;
    show();
  } else if (event.target.closest("[data-clear]")) {
    clear();
    show();
  } else {
    fold(event.target.closest("[data-fold]"));
  }
}

function fold(button) {
  if (!button) return;
  const open = button.getAttribute("aria-expanded") !== "true";
  button.setAttribute("aria-expanded", String(open));
  for (const row of button.closest("tbody").querySelectorAll("tr:not(.group)")) row.hidden = !open;
}

function clear() {
  picked.clear();
  every = false;
  last = null;
}

/** After the table was replaced: other filters end the picks, another page or order keeps them. */
function refresh() {
  for (const button of document.querySelectorAll("[data-fold]")) button.hidden = false;
  const form = formNow();
  const kept = form ? [...form.querySelectorAll("input[type=hidden]:not([data-every], [data-kept])")] : [];
  const now = kept.filter((field) => field.name !== "sort").map((field) => `${field.name}=${field.value}`).join("&");
  if (now !== about) clear();
  about = now;
  for (const row of listNow() ? rowsOf(listNow()) : []) {
    const box = pickOf(row);
    if (box && box.checked) picked.add(box.value);
  }
  show();
}

function show() {
  const form = formNow();
  if (!form) return;
  for (const field of form.querySelectorAll("[data-kept]")) field.remove();
  const here = new Set();
  for (const row of listNow() ? rowsOf(document) : []) {
    const box = pickOf(row);
    if (!box) continue;
    here.add(box.value);
    box.checked = every || picked.has(box.value);
    row.classList.toggle("on", box.checked);
  }
  const all = document.querySelector("[data-list] [data-all]");
  if (all) all.checked = here.size > 0 && [...here].every((key) => every || picked.has(key));
  for (const key of every ? [] : [...picked].filter((one) => !here.has(one))) form.append(hidden(key));
  showBar(form);
}

function hidden(key) {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "pick";
  field.value = key;
  field.dataset.kept = "";
  return field;
}

function showBar(form) {
  const more = form.querySelector("[data-pick-every]");
  const count = every ? Number(more?.dataset.pickEvery ?? picked.size) : picked.size;
  form.querySelector("[data-every]").disabled = !every;
  const bar = form.querySelector("[data-bulk]");
  bar.hidden = count === 0;
  const roughly = every && more && "roughly" in more.dataset ? "about " : "";
  bar.querySelector("[data-count]").textContent = roughly + count.toLocaleString("en-US");
  if (more) more.hidden = every;
}
