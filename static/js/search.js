// "/" and ⌘K (Ctrl K) put the cursor into the search box; Escape gives it back.
import { isPlain, isTyping } from "./keys.js";

export function start() {
  document.addEventListener("keydown", (event) => {
    const box = document.querySelector("[data-palette]");
    if (!box || document.querySelector("dialog[open]")) return;
    const wantsPalette = event.key.toLowerCase() === "k" && (event.metaKey || event.ctrlKey);
    const wantsSearch = event.key === "/" && isPlain(event) && !isTyping(event.target);
    if (wantsPalette || wantsSearch) {
      event.preventDefault();
      box.focus();
      box.select();
    } else if (event.key === "Escape" && event.target === box) {
      box.blur();
    }
  });
}
