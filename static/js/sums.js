// Sums of public forms, shown while one types. The server works them out again; what it would refuse shows no figure.
import { readCents } from "./amounts.js";

const DOLLARS = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });

export function start() {
  for (const form of document.querySelectorAll("form[data-sum]")) {
    for (const button of form.querySelectorAll("[data-without-script]")) button.hidden = true;
    form.addEventListener("input", (event) => onInput(form, event.target));
    window.addEventListener("pageshow", () => show(form));
    show(form);
  }
}

/** An amount of one's own and a ticked one exclude each other: the last word counts. */
function onInput(form, field) {
  const own = form.querySelector("[data-own-amount]");
  const pick = form.querySelector("[data-own-pick]");
  if (field === own && own.value.trim() && pick) pick.checked = true;
  if (pick && field.type === "radio" && field.name === pick.name && field !== pick) own.value = "";
  show(form);
}

function show(form) {
  const gift = givenBy(form);
  const fee = gift === null ? null : feeOf(form, gift);
  write(form, "gift", gift);
  write(form, "fee", fee);
  write(form, "total", gift === null ? null : gift + fee);
  write(form, "order", gift === null ? null : gift + tickets(form));
}

/** What is given in cents: typed, else ticked; null where it cannot be read. */
function givenBy(form) {
  const own = form.querySelector("[data-own-amount]");
  if (!own?.value.trim()) return Number(form.querySelector("[data-cents]:checked")?.dataset.cents ?? 0);
  const cents = readCents(own.value, { local: document.documentElement.lang === "ur" });
  return cents !== null && cents <= Number(own.dataset.most) * 100 ? cents : null;
}

/** What covers the card fee, up to the cent: (gift + fixed) / (1 - rate) - gift. */
function feeOf(form, gift) {
  const million = 1_000_000n;
  const rate = BigInt(form.dataset.feeMillionths ?? 0);
  const fixed = BigInt(form.dataset.feeFixed ?? 0);
  const above = (BigInt(gift) * 10_000n + fixed) * million;
  const below = (million - rate) * 10_000n;
  return Number((above + below - 1n) / below) - gift;
}

function tickets(form) {
  return [...form.querySelectorAll("[data-each]")].reduce((sum, field) => sum + field.dataset.each * field.value, 0);
}

function write(form, kind, cents) {
  for (const place of form.querySelectorAll(`[data-own="${kind}"]`)) {
    const text = cents === null || (cents === 0 && kind !== "order") ? place.dataset.words : DOLLARS.format(cents / 100);
    if (place.textContent !== text) place.textContent = text;
  }
}
