// Shared by the modules that listen to single keys.

/** Whether the person is typing into something, so that a letter is a letter and not a command. */
export function isTyping(target) {
  return target instanceof Element && target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;
}

/** Whether a key came alone, without the modifiers that browsers and screen readers use. */
export function isPlain(event) {
  return !event.ctrlKey && !event.metaKey && !event.altKey;
}
