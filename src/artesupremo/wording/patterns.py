"""Patterns as people write them, checked and brought to the letters in which they are matched.

What they may use is in docs/wording-rules.md, "Patterns". They run on RE2: the time taken grows
with the text and with nothing else. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

import re2  # type: ignore[import-untyped]  # it has no types

from artesupremo.i18n import N_
from artesupremo.wording.letters import ACCENTED, CASED, EMOJI, FILLERS, FOLDED, JOINER, TABLES
from artesupremo.wording.needles import find_needles

MAX_PATTERN = 1_000
MAX_REPEAT = 100
_MAX_MEMORY: Final = 1 << 20  # of one pattern while it is checked: it has to be small
_SAMPLE: Final = " a 1-\n"  # a pattern that finds nothing at all finds it somewhere here
_CLASSES: Final = {"d": r"\d", "w": r"\w", "b": r"\b", "B": r"\B", "s": "[ ]", "S": r"[^\n ]",
                   "D": r"[^\n\d]", "W": r"[^\n\w]"}  # fmt: skip
_IN_BRACKETS: Final = {"d": r"\d", "w": r"\w", "s": " "}
_SYMBOLS: Final = {f"<{name}>": f"{char}+" for name, char in FILLERS.items()} | {
    "<emoji>": f"(?:{EMOJI}{JOINER}*)"
}
_LETTERS: Final = re.compile(r"[^\W_]+")
_SYMBOL: Final = re.compile("|".join(_SYMBOLS))
_BRACES: Final = re.compile(r"\{(\d{1,4})(?:,(\d{0,4}))?\}")


class PatternError(ValueError):
    """A pattern cannot be used; its text is a message id."""


def view_for(*, fold: bool, case: bool) -> str:
    """Return the view of a text that patterns with these switches run on."""
    if case:
        return CASED
    return FOLDED if fold else ACCENTED


def compile_pattern(pattern: str) -> Any:  # noqa: ANN401  # RE2 comes without types
    """Return the translated `pattern`, ready to run on the bytes of a view; ^ and $ know lines."""
    options = re2.Options()
    options.log_errors = False
    options.encoding = re2.Options.Encoding.LATIN1
    return re2.compile(b"(?m)" + pattern.encode("ascii"), options)


def check_pattern(written: str, view: str) -> None:
    """Raise a PatternError that says why `written` cannot be used, if it cannot."""
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MAX_MEMORY
    try:
        compiled = re2.compile("(?m)" + translate(written, view), options)
    except re2.error:
        raise PatternError(
            N_("is not a pattern that can be read: check brackets and signs")
        ) from None
    if any(match.start() == match.end() for match in compiled.finditer(_SAMPLE)):
        raise PatternError(N_("also finds nothing at all; make it find at least one letter"))


Prepared = Sequence[Any]  # a translated pattern, and its needles: JSON knows no tuples


def prepare(written: str, view: str) -> Prepared:
    """Return the pattern `written` in the letters of `view`, and its needles (needles.py)."""
    pattern = translate(written, view)
    return pattern, find_needles(pattern)


def translate(written: str, view: str) -> str:
    """Return the pattern `written` by a person in the letters of `view`.

    Raises a PatternError for what patterns may not use.
    """
    if len(written) > MAX_PATTERN:
        raise PatternError(N_("is too long for a pattern; write several"))
    return _Translation(written, view).run()


class _Translation:
    """One pattern on its way from what was written to what RE2 takes."""

    def __init__(self, written: str, view: str) -> None:
        self.written = written
        self.table = TABLES[view]
        self.at = 0
        self.special = {"\\": self.escape, "[": self.bracket, "(": self.group,
                        "<": self.symbol, "{": self.braces}  # fmt: skip

    def run(self) -> str:
        pieces = []
        while self.at < len(self.written):
            pieces.append(self.step())
        return "".join(pieces)

    def step(self) -> str:
        run = _LETTERS.match(self.written, self.at)
        if run:  # most of a pattern
            self.at = run.end()
            return run.group().translate(self.table)
        char = self.written[self.at]
        if char in self.special:
            return self.special[char]()
        self.at += 1
        if char == " ":
            return "(?: +)"
        if self.table[ord(char)] == EMOJI:
            return _SYMBOLS["<emoji>"]
        return char if char in ".*+?|^$)" else self.letter(char)

    def letter(self, char: str) -> str:
        return re.escape(self.table[ord(char)])

    def escape(self) -> str:
        char = self.written[self.at + 1 : self.at + 2]
        self.at += 2
        return self.escaped(char, _CLASSES)

    def escaped(self, char: str, classes: dict[str, str]) -> str:
        if char in classes:
            return classes[char]
        if not char or char.isalnum():
            raise PatternError(N_("uses a backslash for something that patterns here do not know"))
        return self.letter(char)

    def symbol(self) -> str:
        match = _SYMBOL.match(self.written, self.at)
        self.at = match.end() if match else self.at + 1
        return _SYMBOLS[match.group()] if match else "<"

    def group(self) -> str:
        if self.written.startswith("(?:", self.at):
            self.at += 3
        elif self.written.startswith("(?", self.at):
            raise PatternError(N_("uses “(?…”; only “(?:…)” is known here"))
        else:
            self.at += 1
        return "(?:"

    def braces(self) -> str:
        match = _BRACES.match(self.written, self.at)
        if match is None:
            raise PatternError(
                N_("has a curly bracket that counts nothing; put a backslash before it")
            )
        if any(int(number) > MAX_REPEAT for number in match.groups() if number):
            raise PatternError(N_("repeats something more than a hundred times"))
        self.at = match.end()
        return match.group()

    def bracket(self) -> str:
        """Translate `[…]`; one that excludes excludes the end of the sentence too."""
        self.at += 1
        pieces = ["["]
        if self.written.startswith("^", self.at):
            pieces.append("^\\n")
            self.at += 1
        while not self.written.startswith("]", self.at):
            if self.at >= len(self.written) or self.written.startswith("[", self.at):
                raise PatternError(
                    N_("is not a pattern that can be read: check brackets and signs")
                )
            pieces.append(self.in_bracket())
        self.at += 1
        return "".join(pieces) + "]"

    def in_bracket(self) -> str:
        char = self.written[self.at]
        self.at += 1
        if char == "\\":
            char = self.written[self.at : self.at + 1]
            self.at += 1
            return self.escaped(char, _IN_BRACKETS)
        if char == "-":
            self.check_range()
            return "-"
        return self.letter(char)

    def check_range(self) -> None:
        """Refuse `á-ú`: between the letters that stand for them lies half the alphabet."""
        ends = self.written[self.at - 2] + self.written[self.at : self.at + 1]
        if not ends.isascii():
            raise PatternError(N_("has a range with a letter beyond a–z; write its letters out"))
