// The donor field of the gift form and of a row that waits: arrows and Enter pick a supporter from the suggestions or
// add a new one; typing on un-picks. A pick is told by a change of the hidden field; the gift form then fetches the
// donor's open pledges and last gift. Enter before the suggestions are there waits for them, and never sends the form:
// the only supporter who fits is picked then, of several the list opens.
const field = document.querySelector("[data-donor]");
const list = document.getElementById("donor-options");
const form = field?.form;
const picked = form?.querySelector('input[type="hidden"][name="supporter"]');
const addNew = form?.querySelector("[data-create-new]");

// The text whose suggestions arrived last, and whether Enter waits for those of the text that stands there now.
let answered = field?.value ?? "";
let waits = false;
const SHORTEST = 2;

if (list && picked) {
  field.addEventListener("input", () => {
    waits = false;
    settle("", false);
  });
  field.addEventListener("keydown", onKey);
  field.addEventListener("blur", () => setTimeout(close, 150));
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) pick(option);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt === field) arrived(event.detail);
  });
}

/** The suggestions are there, or will not come: whoever pressed Enter need not wait any longer. */
function arrived({ requestConfig, successful }) {
  answered = requestConfig.parameters.donor ?? field.value;
  if (isAwaited()) return; // more was typed meanwhile: the next answer is the one
  if (successful) open();
  const fit = options().filter((option) => option.dataset.id);
  if (waits && fit.length === 1) pick(fit[0]);
  waits = false;
}

const isAwaited = () => !isSettled() && field.value.trim().length >= SHORTEST && field.value !== answered;

function options() {
  return [...list.querySelectorAll("[role=option]")];
}

function current() {
  return list.querySelector("[aria-selected=true]");
}

function isSettled() {
  return picked.value !== "" || Boolean(addNew?.querySelector("input").checked);
}

function open() {
  if (document.activeElement !== field || isSettled()) return close();
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
  option.scrollIntoView({ block: "nearest" });
}

function pick(option) {
  field.value = option.dataset.name;
  settle(option.dataset.id ?? "", "new" in option.dataset);
  close();
  (form.elements.amount ?? field).focus();
}

/** Hold who it is: a supporter's key, or that the typed name is new, or neither yet. */
function settle(key, isNew) {
  if (addNew) {
    addNew.hidden = !isNew;
    addNew.querySelector("input").checked = isNew;
  }
  for (const radio of form.querySelectorAll('input[type="radio"][name="supporter"]')) radio.checked = false;
  if (picked.value === key) return;
  picked.value = key;
  picked.dispatchEvent(new Event("change", { bubbles: true }));
}

function onKey(event) {
  if (event.key === "Enter" && isAwaited()) {
    waits = true;
    return event.preventDefault();
  }
  const all = options();
  if (event.key === "Escape") return close();
  if (!all.length) return;
  const chosen = current() ?? all[0];
  const at = all.indexOf(chosen);
  const leaves = event.key === "Tab" && !event.shiftKey;
  if (event.key === "ArrowDown") mark(all[Math.min(at + 1, all.length - 1)]);
  else if (event.key === "ArrowUp") mark(all[Math.max(at - 1, 0)]);
  // Tab takes a supporter along, but never makes one: that wants Enter.
  else if (event.key === "Enter" || (leaves && chosen.dataset.id)) pick(chosen);
  else return;
  event.preventDefault();
}
