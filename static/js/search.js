// "/" and ⌘K (Ctrl K) open the palette over the page; without this the box is a form that opens /search/.
import { isPlain, isTyping } from "./keys.js";

const WAIT = 120;
const KEPT = 6;
let timer, request, before;

const palette = () => document.getElementById("palette");
const field = () => palette().querySelector("[role=combobox]");
const options = () => [...palette().querySelectorAll("[role=option]")];
const chosen = () => palette().querySelector("[aria-selected=true]");

export function start() {
  if (!palette()) return;
  document.addEventListener("keydown", onShortcut);
  document.querySelector("[data-palette]")?.addEventListener("click", () => open());
  document.querySelector("[data-palette]")?.addEventListener("input", (event) => open(event.target.value));
  palette().addEventListener("input", later);
  palette().addEventListener("keydown", onKey);
  palette().addEventListener("click", onClick);
  palette().addEventListener("submit", onSubmit);
  palette().addEventListener("close", onClose);
}

function onShortcut(event) {
  if (document.querySelector("dialog[open]")) return;
  const wantsPalette = event.key.toLowerCase() === "k" && (event.metaKey || event.ctrlKey) && !event.altKey;
  const wantsSearch = event.key === "/" && isPlain(event) && !isTyping(event.target);
  if (!wantsPalette && !wantsSearch) return;
  event.preventDefault();
  open();
}

function open(text = "") {
  if (palette().open) return;
  before = document.activeElement;
  palette().showModal();
  field().value = text;
  field().focus();
  find();
}

function onClose() {
  clearTimeout(timer);
  request?.abort();
  const box = document.querySelector("[data-palette]");
  if (box) box.value = "";
  if (before?.isConnected) before.focus();
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(find, WAIT);
}

/** Ask for what fits; an answer that a newer question overtook is dropped. */
async function find() {
  clearTimeout(timer);
  request?.abort();
  request = new AbortController();
  const words = field().value.trim();
  const query = new URLSearchParams({ part: "palette", q: words, recent: words ? "" : recent().join(",") });
  try {
    const answer = await fetch(`${field().form.action}?${query}`, { signal: request.signal });
    if (!answer.ok || answer.redirected) return window.location.assign(`${field().form.action}?q=${encodeURIComponent(words)}`);
    show(await answer.text(), words);
  } catch (error) {
    if (error.name !== "AbortError") say("Search isn't responding. Press Enter to open the search page.");
  }
}

function show(html, words) {
  const list = document.getElementById("palette-hits");
  list.innerHTML = html;
  list.scrollTop = 0;
  const count = options().length;
  palette().querySelector(".none").hidden = count > 0;
  field().setAttribute("aria-expanded", String(count > 0));
  choose(words ? options()[0] : undefined);
  say(count === 1 ? "1 result" : `${count || "No"} results`);
}

function say(text) {
  palette().querySelector("[role=status]").textContent = text;
}

function choose(option) {
  chosen()?.setAttribute("aria-selected", "false");
  if (!option) return field().removeAttribute("aria-activedescendant");
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  field().setAttribute("aria-activedescendant", option.id);
}

function onKey(event) {
  const all = options();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !all.length) return;
  event.preventDefault();
  const now = all.indexOf(chosen());
  choose(all[now < 0 ? (step > 0 ? 0 : all.length - 1) : (now + step + all.length) % all.length]);
}

function onSubmit(event) {
  const option = chosen();
  if (!option) return;
  event.preventDefault();
  option.click();
}

function onClick(event) {
  if (event.target === palette()) return palette().close();
  const key = event.target.closest("[role=option]")?.dataset.key;
  if (key) keep(key);
}

// What was opened: which row, never its name. The server says anew what it is called, and whether it may be seen.
const place = () => `recent:${palette().dataset.recent}`;

function recent() {
  try {
    const kept = JSON.parse(localStorage.getItem(place()) ?? "[]");
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}

function keep(key) {
  try {
    localStorage.setItem(place(), JSON.stringify([key, ...recent().filter((one) => one !== key)].slice(0, KEPT)));
  } catch {
    // A browser that keeps nothing searches all the same.
  }
}
