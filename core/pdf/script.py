"""Lines that mix writing directions: which stretch runs which way, and where each stands (Unicode Annex 9).

python-bidi resolves levels but knows nothing of paired brackets, so that "(Lahore)" in an Urdu line would open and
close with the same shape: rule N0 is added here, between its weak and its neutral rules.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

from bidi import algorithm

_PAIRS = {
    "(": ")", "[": "]", "{": "}", "⁅": "⁆", "⁽": "⁾", "₍": "₎", "⌈": "⌉", "⌊": "⌋", "〈": "〉",
    "❨": "❩", "❪": "❫", "❬": "❭", "❮": "❯", "❰": "❱", "❲": "❳", "❴": "❵", "⟦": "⟧", "⟨": "⟩",
    "⟪": "⟫", "⟬": "⟭", "⟮": "⟯", "⦃": "⦄", "⦅": "⦆", "⸨": "⸩", "《": "》", "「": "」",
    "『": "』", "【": "】", "〔": "〕", "〖": "〗", "〘": "〙", "〚": "〛", "﴾": "﴿",
}  # fmt: skip
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
_OPEN_AT_MOST = 63  # BD16
_ISOLATES = {"LRI": "LRE", "RLI": "RLE", "FSI": "LRE", "PDI": "PDF"}
_RIGHT_TO_LEFT = {"R", "AL", "AN"}


class Stretch(NamedTuple):
    """Neighbouring characters of one direction: their text in reading order, and where it starts in the line."""

    text: str
    start: int
    rtl: bool


def needs_ordering(text: str) -> bool:
    """Tell whether any character of `text` runs from right to left or forces a direction."""
    return any(algorithm.bidirectional(char) in _RIGHT_TO_LEFT or char in "\u202b\u202e\u2067" for char in text)


def stretches(text: str, *, rtl: bool | None = None) -> list[Stretch]:
    """Return the stretches of one line, from the left edge to the right edge.

    `rtl` is the direction of the paragraph; None takes that of its first letter (P2), but only where most letters
    agree: an English line that begins with a name in Urdu stays an English line.
    """
    base = int(_mostly_rtl(text) if rtl is None else rtl)
    levels = _levels(text, base)
    cuts = [at for at in range(len(text)) if at == 0 or levels[at] != levels[at - 1]] + [len(text)]
    runs = [(levels[a], Stretch(text[a:b], a, bool(levels[a] % 2))) for a, b in pairwise(cuts)]
    return _visual_order(runs)


def _mostly_rtl(text: str) -> bool:
    kinds = [algorithm.bidirectional(char) for char in text]
    return bool(algorithm.get_base_level(text)) and kinds.count("R") + kinds.count("AL") > kinds.count("L")


def _levels(text: str, base: int) -> list[int]:
    """Return the embedding level of every character of one line."""
    storage: dict[str, Any] = algorithm.get_empty_storage()
    storage["base_level"], storage["base_dir"] = base, "LR"[base]
    algorithm.get_embedding_levels(text, storage)
    for at, char in enumerate(storage["chars"]):
        char["at"] = at
        char["type"] = _ISOLATES.get(char["type"], char["type"]) or "ON"  # "" is a character Python does not know yet
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    _resolve_brackets(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    found = {char["at"]: char["level"] for char in storage["chars"]}
    levels: list[int] = []
    for at in range(len(text)):  # formatting characters were taken out (X9) and go with what stands before them
        levels.append(found.get(at, levels[-1] if levels else base))
    for at in range(len(text.rstrip()), len(text)):  # L1: space at the end of a line stays at the line's end
        levels[at] = base
    return levels


def _resolve_brackets(storage: dict[str, Any]) -> None:
    """Give both brackets of a pair the direction of what they hold (rule N0)."""
    for run in storage["runs"]:
        chars = storage["chars"][run["start"] : run["start"] + run["length"]]
        for opening, closing in _bracket_pairs(chars):
            direction = _bracket_direction(chars, opening, closing, run["sor"])
            if direction:
                for at in (opening, closing):
                    chars[at]["type"] = direction
                _carry_to_marks(chars, closing, direction)


def _bracket_pairs(chars: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """Return the positions of matching brackets, in the order of the opening ones (BD16)."""
    open_at: list[tuple[str, int]] = []
    pairs = []
    for at, char in enumerate(chars):
        if char["type"] != "ON":
            continue
        if char["ch"] in _PAIRS:
            if len(open_at) == _OPEN_AT_MOST:
                break
            open_at.append((char["ch"], at))
        elif char["ch"] in _CLOSING:
            depth = next((n for n in reversed(range(len(open_at))) if open_at[n][0] == _CLOSING[char["ch"]]), None)
            if depth is not None:
                pairs.append((open_at[depth][1], at))
                del open_at[depth:]
    return sorted(pairs)


def _bracket_direction(chars: list[dict[str, Any]], opening: int, closing: int, before_run: str) -> str | None:
    """Return "L" or "R" for a pair; None when nothing inside has a direction (N0 b, c, d)."""
    embedding = "LR"[chars[opening]["level"] % 2]
    inside = {_strong(char["type"]) for char in chars[opening + 1 : closing]} - {None}
    if not inside:
        return None
    if embedding in inside:
        return embedding
    before = [_strong(char["type"]) for char in chars[:opening]]
    context = next((direction for direction in reversed(before) if direction), before_run)
    return context if context != embedding else embedding


def _strong(kind: str) -> str | None:
    """Return the direction a character lends to brackets around it; numbers count as right-to-left (N0)."""
    return "L" if kind == "L" else "R" if kind in ("R", "EN", "AN") else None


def _carry_to_marks(chars: list[dict[str, Any]], closing: int, direction: str) -> None:
    """Let combining marks after a closing bracket follow it."""
    for char in chars[closing + 1 :]:
        if char["orig"] != "NSM":
            break
        char["type"] = direction


def _visual_order(runs: list[tuple[int, Stretch]]) -> list[Stretch]:
    """Reverse runs from the deepest level up to the lowest odd one (L2), whole runs at a time."""
    levels = [level for level, _ in runs]
    order = list(runs)
    for level in range(max(levels, default=0), 0, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and order[end][0] >= level:
                end += 1
            order[at:end] = reversed(order[at:end])
            at = max(end, at + 1)
    return [stretch for _, stretch in order]
