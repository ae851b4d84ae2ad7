"""From what was typed, or stands in an answers file, to the value of an answer.

Pure. A value that does not fit raises WrongValueError with a sentence that says what would.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from artesupremo.i18n import N_
from artesupremo.journal.model import Value
from artesupremo.library.model import Question
from artesupremo.text import clean, fold

MAX_TEXT = 10_000  # characters; a long evening of typing is about 2,000
_RATING = r"([0-9]+)(\s*[,.:;–—-]*\s*)(.*)"  # a digit, a separator, words
# "privado: …", or "4 privado: …": the answer is left out of what is shared.
_PRIVATE = r"^([0-9]?)[\s,.:;–—-]*(?:privado|private)\s*:"

# How each kind of masked data is called where it stood.
LABELS = {
    "mail": N_("mail"),
    "iban": N_("account"),
    "card": N_("card"),
    "identity": N_("identity number"),
    "phone": N_("phone"),
}


class WrongValueError(Exception):
    """The value does not fit the question; `sentence` (a message id) says what would."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.values = values


def parse_typed(question: Question, typed: str) -> Value:
    """Return the value that `typed` gives to `question`; `typed` is not empty."""
    text = clean(typed).strip()
    shown = re.sub(_PRIVATE, r"\1 ", text, count=1, flags=re.IGNORECASE).strip()
    if shown and shown != text:
        return _parse(question, shown)._replace(private=True)
    return _parse(question, text)


def _parse(question: Question, text: str) -> Value:
    if len(text) > MAX_TEXT:
        raise WrongValueError(
            N_("that is {count} characters long, and {limit} fit"), count=len(text), limit=MAX_TEXT
        )
    if question.kind in ("scale", "practice"):
        return _rating(text, lowest=0 if question.kind == "practice" else 1)
    if question.kind == "choice":
        return _choices(question.choices, text)
    return Value(text=text)


def parse_given(question: Question, given: Any) -> Value | None:  # noqa: ANN401  # JSON
    """Return the value of `given`, as it stands in an answers file; None is a skip.

    scale and practice take 4 or "4 with words", choice a key, a label or a list of them, text a
    string, plan true (kept) or a string (the new "then").
    """
    if given is None:
        return None
    if question.kind == "plan" and given is True:
        return Value()
    if isinstance(given, list) and question.kind == "choice":
        if not all(isinstance(item, str) or type(item) is int for item in given):
            raise WrongValueError(_expected(question))
        given = "; ".join(str(item) for item in given)
    takes_numbers = question.kind in ("scale", "practice", "choice")
    if takes_numbers and isinstance(given, int) and not isinstance(given, bool):
        given = str(given)
    if not isinstance(given, str):
        raise WrongValueError(_expected(question))
    return parse_typed(question, given) if given.strip() else None


def _expected(question: Question) -> str:
    return {
        "scale": N_("takes a whole number from 1 to 5"),
        "practice": N_("takes a whole number from 0 to 5"),
        "choice": N_("takes one of its choices, or a list of them"),
        "plan": N_("takes true (the plan as it is) or another “then”"),
    }.get(question.kind, N_("takes a text"))


def _rating(text: str, *, lowest: int) -> Value:
    match = re.fullmatch(_RATING, text, re.DOTALL)
    if match and len(match[1]) == 1 and lowest <= int(match[1]) <= 5 and _parted(match):  # noqa: PLR2004  # scales end at 5
        return Value(number=int(match[1]), note=match[3].strip() or None)
    if lowest:
        raise WrongValueError(N_("takes a whole number from 1 to 5; words may follow it"))
    raise WrongValueError(N_("takes a whole number from 0 to 5; words may follow it"))


def _parted(match: re.Match[str]) -> bool:
    """Tell whether the digit stands apart from the words: "4.5" and "3-4" are no whole numbers."""
    separator, words = match[2], match[3]
    if words[:1].isdigit():
        return separator != separator.strip() and not re.search("[–—-]", separator)
    return bool(separator) or not words


def choose(question: Question, text: str) -> Value:
    """Return the choices of `question` that `text` names; other words are kept as its text."""
    return _choices(question.choices, clean(text).strip())


def _choices(choices: Mapping[str, Mapping[str, str]], text: str) -> Value:
    """Take numbers, keys and labels of either language, several at once; the rest stays words."""
    names = {fold(key): key for key in choices}
    for number, (key, labels) in enumerate(choices.items(), start=1):
        names |= {fold(label): key for label in labels.values()}
        names[str(number)] = key
    chosen: list[str] = []
    others: list[str] = []
    for piece in re.split(r"\s*[,;+\n]\s*|\s+/\s+|\s+(?:y|e|and)\s+", text):
        words = [piece] if fold(piece) in names else piece.split()
        found = [names.get(fold(word).strip(".")) for word in words]
        if found and all(found):
            chosen += [key for key in found if key and key not in chosen]
        elif piece:
            others.append(piece)
    if not chosen:
        return Value(text=text)  # other words stay as they are
    return Value(choices=tuple(chosen), text=", ".join(others) or None)


def masked(value: Value, labels: Mapping[str, str]) -> tuple[Value, tuple[str, ...]]:
    """Return `value` without the personal data found in its texts, and the kinds found."""
    from artesupremo.masking import mask  # after the first question

    text, note = mask(value.text or "", labels), mask(value.note or "", labels)
    clean_value = value._replace(text=text.text or None, note=note.text or None)
    return clean_value, tuple(dict.fromkeys((*text.kinds, *note.kinds)))
