// Dialogs open from a link to the page that does the same; menus close on a click elsewhere; toasts can be dismissed.

export function start() {
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onEscape);
  document.addEventListener("htmx:responseError", onFailure);
  document.addEventListener("htmx:sendError", onFailure);
  document.addEventListener("htmx:afterSettle", revealDismiss);
  document.addEventListener("htmx:afterSettle", reachScrollers);
  window.addEventListener("resize", reachScrollers);
  revealDismiss();
  reachScrollers();
  announce();
}

const PASSES = 10_000;

/** Toasts came with the page, which readers do not announce: their words are kept from readers until it stands, and
 *  then are new to them. The eye sees them all the time. Toasts without anything to follow or to take back pass by
 *  themselves, unless somebody is reading them, or the page would move. */
function announce() {
  for (const toast of document.querySelectorAll(".toasts > .toast")) {
    const words = toast.querySelector(":scope > div");
    words.inert = true;
    setTimeout(() => (words.inert = false), 100);
    if ("passes" in toast.dataset) setTimeout(() => pass(toast), PASSES);
  }
}

function pass(toast) {
  const floats = getComputedStyle(toast.parentElement).position === "fixed";
  if (!floats || toast.matches(":hover, :focus-within")) setTimeout(() => pass(toast), PASSES);
  else toast.remove();
}

/** What scrolls sideways can be reached and scrolled by key, and says what it is. */
function reachScrollers() {
  for (const box of document.querySelectorAll(".scroll:not([role=region])")) {
    const scrolls = box.scrollWidth > box.clientWidth;
    box.classList.toggle("fits", !scrolls); // then the head of its table may stay in sight
    const name = box.querySelector("caption")?.textContent.trim() || "Rows";
    for (const [key, value] of [["tabindex", "0"], ["role", "group"], ["aria-label", name]]) {
      if (scrolls) box.setAttribute(key, value);
      else box.removeAttribute(key);
    }
  }
}

function onClick(event) {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog) {
    event.preventDefault();
    dialog.showModal();
  }
  event.target.closest("[data-close]")?.closest("dialog")?.close();
  event.target.closest("[data-dismiss]")?.closest(".toast")?.remove();
  for (const menu of document.querySelectorAll("[data-drop][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
}

function onEscape(event) {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("[data-drop][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
}

function revealDismiss() {
  for (const button of document.querySelectorAll("[data-dismiss]")) button.hidden = false;
}

/** What could not be fetched in place is fetched as a whole page, which can say what is wrong. */
function onFailure(event) {
  const { requestConfig } = event.detail;
  if (requestConfig?.verb === "get") window.location.assign(requestConfig.path);
}
