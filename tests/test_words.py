"""The words of screens, emails, receipts, exports, commands and docs: plain American English, one word for one thing.

`NEVER` are phrases somebody stopped at, with what is said instead; `PATTERNS` the habits they come from. A phrase that
reads badly is added here, so that it does not come back. Run `python -m tests.test_words donations/` for a list of what
is found beneath a folder, `python -m tests.test_words --all donations/` for every text there.
"""

import re
import sys

import pytest

from tests.support.words import Text, every_text, translated_texts

#: Said instead → phrases that are not said (regular expressions, case ignored).
NEVER: dict[str, list[str]] = {
    "Status": [r"^(any )?state$", r"\bstate of\b(?! (incorporation|the|new))", r"what stands"],
    "Current · Include corrected": [r"with corrected entries"],
    "Payment method": [r"^ways?$", r"^how$", r"how it was given", r"way of paying", r"way to pay"],
    "Gift G-759 recorded: $250.00 from …": [r"in the books", r"\bthe books\b"],
    "Correct gift · Reverse without replacing": [
        r"record anew",
        r"only take it back",
        r"counts? no more",
        r"no longer count(?!s\.)",
    ],
    "reversed (a gift) · undone (an import)": [
        r"\btaken back\b",
        r"\btake(s|n)? (it|them|this|that) back\b",
        r"\btake back\b",
        r"\btook back\b",
    ],
    "Source · Recognition": [r"came by", r"to the public$"],
    "Receipt not yet issued · Issue receipt · Don't send a receipt": [
        r"waits? for (a|its|their) receipt",
        r"awaiting a receipt",
        r"receipt is due",
        r"no receipt is due",
    ],
    "Receipt for a cash gift": [r"receipt for money", r"with benefits\b", r"tax words"],
    "Void receipt · Voided. Its number won't be reused.": [r"declare void", r"void for good"],
    "tax-deductible to the extent allowed by law": [r"as the law allows", r"as far as the law"],
    "As you asked, it will be used only for …": [r"we use it only for"],
    "This is not a tax receipt.": [r"is no tax receipt", r"\bis no receipt\b"],
    "Contact preferences · Opted in · Opted out": [
        r"agreed to",
        r"nothing said",
        r"they agree\b",
        r"their word",
        r"latest word",
        r"last word",
    ],
    "Household: none · Add to household · New household": [r"belongs to none", r"^find one", r"^start one"],
    "Added · Preferred language · Donor type · Name in native script": [
        r"put on file",
        r"writes and reads",
        r"gives as\b",
        r"in its own script",
        r"in their own script",
    ],
    "Total given": [r"given in all", r"\bin all\b"],
    "Possible duplicate · kept separate": [r"somebody twice", r"kept apart", r"keep apart"],
    "Needs review · Skipped · Preview · Import · Undo import · Discard": [
        r"held for you",
        r"\bcommitted$",
        r"^commit\b",
        r"\bset aside\b",
        r"means nothing",
        r"cannot be used",
        r"^look$",
        r"no gift$",
    ],
    "You'll preview every row before anything is saved.": [r"read and shown first"],
    "Confirm it's you": [r"still you"],
    "You have an unsaved draft. Restore · Discard": [r"did not send it", r"take it up"],
    "You don't have access to this page.": [r"not open to you"],
    "Fix 1 error: Amount": [r"needs attention", r"put this right", r"look again"],
    "The date is in the future.": [r"not come yet", r"has yet to come"],
    "No matches · No supporters found": [r"nothing fits", r"(?<!-)\bfits?\b(?! (on|in|the page))"],
    "exported · imported · suppressed": [
        r"took the list",
        r"took over",
        r"taken over",
        r"take over",
        r"stopped letters",
    ],
    "Donor retention · Of which": [r"came back", r"coming back", r"comes back", r"\bof it,"],
    "Email (letter is printed)": [r"what may leave"],
    "Nightly cleanup": [r"has had its time", r"had their time", r"taken home", r"takes? home"],
    "In honor or memory of": [r"in someone's name", r"of whom", r"as it should stand", r"a word to us"],
    "Your card was declined.": [r"refused the last try", r"not there tomorrow", r"was open for long"],
    "Your contribution · Dinner value": [r"what of it is", r"dinner is worth", r"is worth"],
    "Update total · Release my seats": [
        r"the sum again",
        r"this dinner back",
        r"let the seats go",
        r"continue with your party",
        r"address of this page",
    ],
    "Will you join us?": [r"will you come\b", r"yes, gladly", r"send our answer"],
    "Add order · Add expense · Net proceeds": [
        r"take an order",
        r"write down",
        r"what it brought",
        r"evening netted",
        r"^to name$",
        r"look after",
    ],
    "Public page · Web address · Leave blank to hide it.": [
        r"^its page",
        r"name in its address",
        r"left empty",
        r"leave empty",
    ],
    "Fair market value · Complimentary": [
        r"value of it",
        r"seats it admits",
        r"they buy",
        r"\bour guests",
        r"make their link",
    ],
    "Remove selected · Cancel event": [
        r"seat them",
        r"the ticked",
        r"all out again",
        r"call(ed|s)? (it|them|this) off",
        r"called off",
        r"call off",
        r"everybody has paid",
    ],
    "Benefits exceed the IRS limits": [r"test of insubstantial"],
    "Sign-in security": [r"what stands between"],
    "email": [r"\be-mail"],
    "canceled": [r"cancelled", r"cancelling"],
    "sign in": [r"\blog ?in\b", r"\blogged (in|out)\b", r"\blog out\b"],
    "%": [r"\d per cent\b", r"\d percent\b"],
    "an error that says how to fix it": [
        r"ensure this value",
        r"enter a valid .slug",
        r"this field is required",
        r"this field cannot be",
        r"select a valid choice",
    ],
}

#: Habits of rule 5: verbs of place and motion for things that have none, and pronouns of nobody.
PATTERNS: dict[str, str] = {
    "stands": r"\b(stands?|stood|standing)\b",
    "comes": r"\b(comes?|came|coming)\b",
    "goes": r"(?<!payment )\b(goes|went|gone)\b(?! wrong)",
    "lies": r"\b(lies|lying)\b",
    "leaves": r"\bleaves\b(?! (of|their employer))",
    "waits": r"\b(waits|waited|waiting)\b(?! list)|\bwait\b(?! (list|a|until|\d))",
    "lets go": r"\b(lets?|letting) (\w+ )?go\b",
    "gives back": r"\b(gives?|gave|given|giving) (\w+ )?back\b",
    "brings": r"\b(brings?|brought|bringing)\b",
    "keeps back": r"\b(keeps?|kept|held|holds?|hold) back\b",
    "takes down": r"\b(takes?|taken|took) (\w+ )?(down|up|out|over|home)\b",
    "somebody": r"\b(somebody|whoever|whom|whose word|whatever)\b",
    "anew": r"\b(anew|thereof|thereby|hereby(?! certif)|therein|meanwhile|nowhere|henceforth)\b",
    "of it": r"\b(of it|for it|with it|by it|to it)[.,:;?!]?$",
    "a word": r"\b(?-i:a word|one word|no word)\b",
    "at once": r"\bat once\b",
    "for good": r"\bfor good\b",
    "It/Its first": r"^Its? \w+ (?!was|is)",
    "chain of colons": r":\s[^:.…]{3,60}:\s[^:.…]{3,60}:\s",
}

#: Texts that may use a phrase: (path beginning, words of the text) → why.
ALLOWED: dict[tuple[str, str], str] = {
    ("imports/formats/platforms/middlemen.py", "network for good"): "a platform's name",
    ("donations/deductibility/vocabulary.py", "cancelled"): "keys of the case files",
    ("core/jobs/__init__.py", "Cancelled"): "the name of an exception",
    ("imports/formats/consents.py", "hates?|dislikes?"): "a pattern of what notes about donors say",
}

URDU_NEVER = {"ہے، not ھے": r"(?<!\w)ھے", "Western digits": r"[۰-۹٠-٩]"}


def faults(text: Text) -> list[str]:
    """What of the rules a text breaks, each with the word to say instead or the habit's name."""
    if any(text.path.startswith(path) and words in text.said for path, words in ALLOWED):
        return []
    found = [f"say {say!r}" for say, nevers in NEVER.items() if any(_has(never, text.said) for never in nevers)]
    return found + [f"habit {name!r}" for name, pattern in PATTERNS.items() if _has(pattern, text.said)]


def _has(pattern: str, said: str) -> bool:
    return re.search(pattern, said, re.IGNORECASE) is not None


def offenders(beneath: str = "") -> list[str]:
    return [
        f"{text.path}:{text.line}: {' '.join(text.said.split())[:200]!r}  ({'; '.join(found)})"
        for text in every_text()
        if text.path.startswith(beneath) and not text.path.endswith(".po") and (found := faults(text))
    ]


def test_every_text_speaks_as_staff_of_a_charity_do() -> None:
    assert offenders() == []


@pytest.mark.parametrize("name", URDU_NEVER)
def test_urdu_is_spelled_as_it_is_written(name: str) -> None:
    wrong = [
        f"{text.path}:{text.line}: {text.said}" for text in translated_texts() if re.search(URDU_NEVER[name], text.said)
    ]

    assert wrong == []


def test_an_exception_is_still_needed() -> None:
    texts = every_text()

    assert [
        (path, words)
        for path, words in ALLOWED
        if not any(text.path.startswith(path) and words in text.said for text in texts)
    ] == []


def test_texts_are_found_everywhere_people_read() -> None:
    kinds = {text.path.split("/")[0] for text in every_text()}

    assert kinds >= {
        "core",
        "crm",
        "donations",
        "events",
        "imports",
        "receipts",
        "reports",
        "config",
        "templates",
        "docs",
    }


if __name__ == "__main__":
    if sys.argv[1] == "--all":
        found = [
            f"{text.path}:{text.line}: {text.said!r}" for text in every_text() if text.path.startswith(sys.argv[2])
        ]
    else:
        found = offenders(sys.argv[1])
    print("\n".join(found))  # noqa: T201
