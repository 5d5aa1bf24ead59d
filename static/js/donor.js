// The donor field of the gift form: arrows and Enter pick a supporter from the suggestions, typing on un-picks.
const field = document.querySelector("[data-donor]");
const list = document.getElementById("donor-options");
const picked = document.querySelector('input[type="hidden"][name="supporter"]');

if (field && list && picked) {
  field.addEventListener("input", () => (picked.value = ""));
  field.addEventListener("keydown", onKey);
  field.addEventListener("blur", () => setTimeout(close, 150));
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) pick(option);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target === list) open();
  });
}

function options() {
  return [...list.querySelectorAll("[role=option]")];
}

function current() {
  return list.querySelector("[aria-selected=true]");
}

function open() {
  const stillTyping = document.activeElement === field && !picked.value;
  if (!stillTyping) return close();
  field.setAttribute("aria-expanded", String(list.children.length > 0));
  if (options().length) mark(options()[0]);
}

function close() {
  list.replaceChildren();
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}

function mark(option) {
  for (const each of options()) each.setAttribute("aria-selected", String(each === option));
  field.setAttribute("aria-activedescendant", option.id);
}

function pick(option) {
  picked.value = option.dataset.id;
  field.value = option.dataset.name;
  close();
  document.querySelector('[data-gift-form] [name="amount"]').focus();
}

function onKey(event) {
  const all = options();
  if (event.key === "Escape") return close();
  if (!all.length) return;
  const at = all.indexOf(current());
  if (event.key === "ArrowDown") mark(all[Math.min(at + 1, all.length - 1)]);
  else if (event.key === "ArrowUp") mark(all[Math.max(at - 1, 0)]);
  else if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) pick(current() ?? all[0]);
  else return;
  event.preventDefault();
}
