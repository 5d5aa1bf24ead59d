// Forms: sent once, errors in view, ⌘Enter sends, one click copies or prints.

export function start() {
  document.addEventListener("submit", onSubmit);
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onCopy);
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  // A page with errors answers a POST: the back button must ask for its form, not offer to send it a second time.
  if (document.querySelector("meta[name=asked-by-post]")) history.replaceState(history.state, "", window.location.href);
  window.addEventListener("pageshow", onShow);
  document.addEventListener("htmx:afterRequest", release);
  document.addEventListener("htmx:afterSettle", revealCopy);
  revealCopy();
  focusFault();
}

/** Of a form that came back: to the first field with an error; to the summary where it is about no field. */
function focusFault() {
  const summary = document.querySelector("[data-focus]:not(form[method=get] *)");
  if (!summary) return;
  const faulty = document.querySelector("form[method=post] [aria-invalid=true]:not([type=hidden], [disabled])");
  (faulty ?? summary).focus();
}

const SENT = `sent ${window.location.pathname}`;

/** A page from the back button comes as it was left, kept alive or filled in by the browser. One whose form was sent is
 *  asked for anew and empty: its key is used up, and whoever looks at it now may be somebody else. Until it has come
 *  nothing is shown, and nothing can be typed that would be lost. */
function onShow(event) {
  release();
  if (performance.getEntriesByType("navigation")[0]?.type !== "back_forward" && !event.persisted) return forget();
  if (!sessionStorage.getItem(SENT)) return;
  if (event.persisted) {
    document.body.hidden = true;
    return window.location.reload();
  }
  for (const form of document.querySelectorAll("form[method=post]")) form.reset();
  forget();
}

const forget = () => sessionStorage.removeItem(SENT);

function onSubmit(event) {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.getAttribute("aria-busy") === "true") event.preventDefault();
  else {
    sessionStorage.setItem(SENT, "1");
    form.setAttribute("aria-busy", "true");
    // A download leaves the page standing, so its form must be free again.
    setTimeout(() => form.removeAttribute("aria-busy"), 10_000);
  }
}

function release() {
  for (const form of document.querySelectorAll("form[aria-busy]")) form.removeAttribute("aria-busy");
}

function onKey(event) {
  if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
  event.target.closest?.("form")?.requestSubmit();
}

function revealCopy() {
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
}

async function onCopy(event) {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  const words = button.querySelector("span");
  const before = words.textContent;
  words.textContent = "Copied";
  setTimeout(() => (words.textContent = before), 2000);
}
