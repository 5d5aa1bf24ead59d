// Dialogs open from a link to the page that does the same; menus close on a click elsewhere; toasts can be dismissed.

export function start() {
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onEscape);
  document.addEventListener("htmx:responseError", onFailure);
  document.addEventListener("htmx:sendError", onFailure);
  document.addEventListener("htmx:afterSettle", revealDismiss);
  revealDismiss();
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
