"""One setting of `config.toml` changed, and from what a person types to the value it means.

Pure. Comments and every other line stay as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from artesupremo.calendar import parse_shift, shift_text
from artesupremo.days import WEEKDAY_KEYS, WEEKDAYS
from artesupremo.text import fold

SettingValue = str | list[str]
# A string of TOML, or a comment: whichever begins first.
_STRING_OR_COMMENT = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\])*"|\'[^\']*\'|#[^\n]*', re.DOTALL
)
_LANGUAGES = {"espanol": "es", "spanish": "es", "ingles": "en", "english": "en"}
_CHANNELS = {"correo": "mail", "nota": "note", "voz": "voice", "publico": "public"}
_FROM = re.compile(r"^\s*(?:de|from)\b")
_RANGE = re.compile(r"\s*(?:[-–]|\b(?:a|to)\b)\s*")
_SHORTEST_DAY = 2  # letters: "lu", "mo"


class _Line(NamedTuple):
    """One statement of the file: the lines from `first` up to `after` settle `key`."""

    key: str
    first: int
    after: int


def with_setting(text: str, key: str, value: SettingValue | None) -> str:
    """Return the valid TOML `text` with `key` set to `value`; None takes the setting out."""
    if "\r\n" in text and text.count("\n") == text.count("\r\n"):
        return with_setting(text.replace("\r\n", "\n"), key, value).replace("\n", "\r\n")
    lines = text.split("\n")
    new = [] if value is None else [f"{key} = {toml_value(value)}"]
    found = next((line for line in _statements(lines) if line.key == key), None)
    if found:
        old = "\n".join(lines[found.first : found.after])
        lines[found.first : found.after] = _with_comments(old, new)
    else:
        place = _place_for_more(lines)
        lines[place:place] = new
    return "\n".join(lines)


def _with_comments(old: str, new: list[str]) -> list[str]:
    """Return the lines `new` with the comments of the statement `old`: above, the last beside."""
    found = (piece.strip() for piece in _STRING_OR_COMMENT.findall(old))
    comments = [piece for piece in found if piece[0] == "#"]
    beside = bool(comments and new) and old.rstrip().endswith(comments[-1])
    last = comments.pop() if beside else ""
    return [*comments, *(f"{line}  {last}".rstrip() for line in new)]


def _statements(lines: Sequence[str]) -> Iterator[_Line]:
    """Yield the statements before the first table, which may stand on several lines."""
    import tomllib

    first = 0
    while first < len(lines) and not lines[first].lstrip().startswith("["):
        after = first + 1
        while after <= len(lines):
            try:
                said = tomllib.loads("\n".join(lines[first:after]).rstrip("\r"))
            except ValueError:
                after += 1
                continue
            if said:
                yield _Line(next(iter(said)), first, after)
            break
        first = after


def _place_for_more(lines: Sequence[str]) -> int:
    """Return where another setting goes: after the last one, before any table."""
    place = max((line.after for line in _statements(lines)), default=None)
    if place is not None:
        return place
    tables = [number for number, line in enumerate(lines) if line.lstrip().startswith("[")]
    return min([len(lines) - 1, *tables])


def toml_value(value: SettingValue) -> str:
    """Return `value` as TOML writes it."""
    if isinstance(value, list):
        return f"[{', '.join(map(toml_value, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def typed_value(key: str, words: Sequence[str]) -> SettingValue:
    """Return the value that `words` mean for the setting `key`, in either language.

    What cannot be understood comes back as it is, for the check to refuse.
    """
    text = " ".join(words).strip()
    if key in _READERS:
        return _READERS[key](text)
    if key in ("share_names", "allowed_words"):
        names = text.split(",") if "," in text else words
        return [name.strip() for name in names if name.strip()]
    return text


def _typed_shift(text: str) -> str:
    shift = parse_shift(text)
    return shift_text(shift) if shift else text


def _typed_rules(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _typed_days(text: str) -> list[str]:
    """Return the weekdays of "lun a vie", "mon-thu, sat", "martes jueves" in order."""
    found: list[str] = []
    for piece in re.split(
        r"\s*(?:[,;]|\b(?:y|e|and)\b)\s*", _RANGE.sub("-", _FROM.sub("", fold(text)))
    ):
        for word in piece.split():
            begins, dash, ends = word.partition("-")
            first, last = _weekday_key(begins), _weekday_key(ends if dash else begins)
            if not (first and last):
                return text.split()
            start, stop = WEEKDAY_KEYS.index(first), WEEKDAY_KEYS.index(last)
            count = (stop - start) % 7 + 1
            found += [WEEKDAY_KEYS[(start + step) % 7] for step in range(count)]
    return [key for key in WEEKDAY_KEYS if key in found]


def _weekday_key(word: str) -> str | None:
    """Return the key of the weekday that `word` (folded) begins, in either language."""
    word = word.rstrip(".")
    if len(word) < _SHORTEST_DAY:
        return None
    for names in WEEKDAYS.values():
        for key, name in zip(WEEKDAY_KEYS, names, strict=True):
            if fold(name).startswith(word):
                return key
    return None


def _typed_hour(text: str) -> str:
    """Return "4", "4:00", "04.00 h" as "04:00"."""
    found = re.fullmatch(r"([0-9]{1,2})(?:[:.h]([0-9]{2}))?\s*(?:h|am)?", fold(text))
    return f"{int(found[1]):02}:{found[2] or '00'}" if found else text


_READERS: dict[str, Callable[[str], SettingValue]] = {
    "work_days": _typed_days,
    "language": lambda text: _LANGUAGES.get(fold(text), fold(text)),
    "address": fold,
    "day_ends": _typed_hour,
    "shift": _typed_shift,
    "channel": lambda text: _CHANNELS.get(fold(text), fold(text)),
    "region": str.upper,
    "rules_off": _typed_rules,
    "rules_on": _typed_rules,
}
