// Written amounts, read as core/amounts.py reads them in a form: whole cents, or null for what the server would refuse.

const CURRENCY = "(?:us\\s*\\$|usd|\\$|\uff04|dollars?|\u0688\u0627\u0644\u0631)?";
const GAPS = "[ \u00a0\u2007\u2009\u202f]";
const FIGURES = [",", GAPS, "['\u2019]"].map((gap) => `[1-9]\\d{0,2}(?:${gap}\\d{3})+(?:\\.\\d+)?`);
const AMOUNT = new RegExp(
  `^${CURRENCY}\\s*(\\d+(?:\\.\\d+)?|${FIGURES.join("|")}|\\.\\d+)\\s*(?:/-|/=|\\.-|\\.\u2013|\\.)?\\s*${CURRENCY}$`,
  "iu",
);
const MAYBE_THOUSANDS = /^[1-9]\d{0,2}\.\d{3}$/;
const LOCAL = ["\u06f0\u06f1\u06f2\u06f3\u06f4\u06f5\u06f6\u06f7\u06f8\u06f9", "\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669"];
const LARGEST = 99_999_999_999;

export function readCents(text, { local = false } = {}) {
  let bare = text.replace(/\p{Cf}/gu, "").trim().replace(/^'+/, "").trim();
  if (local) bare = inAscii(bare);
  const figures = AMOUNT.exec(bare)?.[1];
  if (!figures || MAYBE_THOUSANDS.test(figures)) return null;
  const [whole, part = ""] = figures.replace(/[^\d.]/g, "").split(".");
  if (whole.length > 12 || /[^0]/.test(part.slice(2))) return null;
  const cents = Number(whole || "0") * 100 + Number(part.slice(0, 2).padEnd(2, "0"));
  return cents > LARGEST ? null : cents;
}

/** Urdu or Arabic digits, of one kind alone, as 0 to 9. */
function inAscii(text) {
  const digits = [...text].filter((letter) => /\p{Nd}/u.test(letter));
  const used = LOCAL.find((kind) => digits.every((letter) => kind.includes(letter)));
  const plain = used ? [...text].map((letter) => (used.includes(letter) ? used.indexOf(letter) : letter)).join("") : text;
  return plain.replaceAll("\u066b", ".").replace(/[\u066c\u060c]/g, ",");
}
