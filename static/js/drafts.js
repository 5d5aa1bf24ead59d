// Long forms are kept at the server while they are typed, and offered back after a lost tab.
const WAIT = 1200;
const OURS = ["csrfmiddlewaretoken", "form_key", "draft", "version", "entry", "nonce"];
let timer, request, sent, offer;

export function start() {
  const mark = document.querySelector("[data-draft]");
  if (!mark) return;
  const form = mark.form;
  for (const kind of ["input", "change"]) form.addEventListener(kind, () => later(form, mark));
  form.addEventListener("submit", stop);
  document.addEventListener("visibilitychange", () => document.hidden && timer && keep(form, mark));
  const left = form.querySelector("[data-draft-left]");
  if (!left) return;
  // Outside the form, above its columns: no key pressed in a field of it may ever discard what was kept.
  offer = document.importNode(left.content, true).firstElementChild;
  (form.closest(".cols") ?? form).before(offer);
  offer.querySelector("[data-draft-take]").addEventListener("click", () => take(form, left));
}

/** What was left before is not written over until it is restored or discarded. */
function later(form, mark) {
  if (sent || offer?.isConnected) return;
  clearTimeout(timer);
  timer = setTimeout(() => keep(form, mark), WAIT);
}

function keep(form, mark) {
  clearTimeout(timer);
  timer = undefined;
  request?.abort();
  request = new AbortController();
  const body = new FormData(form);
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  body.set("draft_form", mark.dataset.draft);
  fetch("/drafts/", { method: "POST", body, keepalive: true, signal: request.signal }).catch(() => {});
}

/** What is sent is no draft any more, also while the next page loads or an earlier request is still on its way. */
function stop() {
  sent = true;
  clearTimeout(timer);
  timer = undefined;
  request?.abort();
}

/** Put what was left into the fields of the same names, in their order. */
function take(form, left) {
  const values = JSON.parse(left.dataset.draftLeft);
  const seen = {};
  for (const field of form.elements) {
    if (!field.name || OURS.includes(field.name) || ["file", "password", "submit", "button"].includes(field.type)) continue;
    const texts = values[field.name] ?? [];
    if (["checkbox", "radio"].includes(field.type)) field.checked = texts.includes(field.value);
    else if (field.multiple) for (const option of field.options) option.selected = texts.includes(option.value);
    else if (texts[(seen[field.name] ??= 0)] !== undefined) field.value = texts[seen[field.name]++];
  }
  left.remove();
  offer.remove();
  form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
}
