// Verbs that want a second look are pages of their own. A link to one that carries data-ask opens its form in a dialog
// over the page; whatever comes in between (a sign-in, an error, a lost connection) is answered by the page itself.
let dialog, opener;

export function start() {
  document.addEventListener("click", onClick);
}

async function onClick(event) {
  const link = event.target.closest("a[data-ask]");
  if (link && isPlainClick(event)) {
    event.preventDefault();
    await ask(link);
  } else if (dialog && (event.target === dialog || (dialog.contains(event.target) && isWayBack(event.target)))) {
    event.preventDefault();
    dialog.close();
  }
}

const isPlainClick = (event) => event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

/** Whether what was clicked leads back to where one stands. */
const isWayBack = (target) => target.closest("a.btn.ghost") !== null || target.closest("[data-close]") !== null;

async function ask(link) {
  if (link.getAttribute("aria-busy") === "true") return;
  link.setAttribute("aria-busy", "true");
  const page = await read(link.href);
  link.removeAttribute("aria-busy");
  const form = page?.querySelector("main form[method=post]");
  if (!form) return window.location.assign(link.href);
  show(link, page, form);
}

/** The page of a verb; nothing when it is not to be had, or something else stands before it. */
async function read(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return null;
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return null;
  }
}

function show(link, page, form) {
  dialog = document.createElement("dialog");
  dialog.className = "dialog ask";
  dialog.setAttribute("aria-labelledby", "ask-title");
  const title = document.createElement("h2");
  title.id = "ask-title";
  title.textContent = page.querySelector("main h1")?.textContent.trim() ?? link.textContent.trim();
  const head = document.createElement("header");
  head.append(title, ...page.querySelectorAll("main .head p"));
  form.setAttribute("action", form.getAttribute("action") || link.href);
  dialog.append(head, form);
  document.body.append(dialog);
  opener = link;
  dialog.addEventListener("close", close);
  dialog.showModal();
  // Nothing dangerous is a stray Enter away: the first field, else the way back.
  (form.querySelector("input:not([type=hidden]), textarea, select") ?? form.querySelector("a.btn.ghost"))?.focus();
}

function close() {
  dialog.remove();
  dialog = undefined;
  const menu = opener.closest("details[data-drop]");
  if (menu) menu.open = false;
  (menu?.querySelector("summary") ?? opener).focus();
}
