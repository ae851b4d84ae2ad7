"""What a check found, in lines with carets for a terminal and in sentences for a screen reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from artesupremo.columns import wrap
from artesupremo.i18n import N_, _, plural
from artesupremo.text import clean
from artesupremo.wording.model import LEVELS, Checked, Finding, Good

BOLD, DIM, CYAN = "1", "2", "36"
Line = tuple[str, str]  # text and style
_LEVEL_NAMES = {
    "error": N_("To change"),
    "warning": N_("Worth another look"),
    "suggestion": N_("Ideas"),
}
_CATEGORY_NAMES = {
    "automatic-greeting": N_("a greeting for anybody"),
    "indifference": N_("indifference"),
    "servility": N_("servility"),
    "blame": N_("blame"),
    "no-without-alternative": N_("a no without a way out"),
    "vague-promise": N_("a promise without a date"),
    "passive-evasion": N_("nobody did it"),
    "empty-apology": N_("an empty apology"),
    "jargon": N_("office words"),
    "shouting": N_("shouting"),
    "missing-greeting": N_("no greeting"),
    "canned-closing": N_("no closing, or a canned one"),
    "missing-name": N_("nobody's name"),
    "missing-offer": N_("no way back"),
    "friction": N_("work handed to the customer"),
    "mixed-address": N_("mixed forms of address"),
}
_GOOD_NAMES = {
    "name": N_("a name"),
    "date": N_("a day or an hour"),
    "step": N_("a next step of one's own"),
    "reason": N_("a reason"),
    "thanks": N_("thanks for something concrete"),
    "offer": N_("a way back"),
    "alternative": N_("another way"),
}
_MARGIN = 4  # columns before a quoted line
_NARROWEST = 20


def category_name(category: str) -> str:
    """Return how a category is called in the advisor's language."""
    # One that came with a journal from elsewhere may be of a newer arte.
    return _(_CATEGORY_NAMES[category]) if category in _CATEGORY_NAMES else category


def level_name(level: str) -> str:
    """Return how findings of `level` are headed."""
    return _(_LEVEL_NAMES[level])


def checked_lines(text: str, checked: Checked, width: int) -> Iterator[Line]:
    """Yield what a check found as lines of at most `width` columns, each with its style."""
    yield from _wrapped(good_words(checked.good), width, "")
    lines = text.splitlines() or [""]
    for level in reversed(LEVELS):
        found = [finding for finding in checked.findings if finding.level == level]
        if not found:
            continue
        if checked.good or level != _first_level(checked):
            yield "", ""
        yield _(_LEVEL_NAMES[level]), BOLD
        for finding in found:
            yield "", ""
            yield from _finding_lines(finding, lines, width)
    if not checked.findings:
        yield from _wrapped(nothing_found(), width, "")


def _first_level(checked: Checked) -> str:
    return max((finding.level for finding in checked.findings), key=LEVELS.index)


def _finding_lines(finding: Finding, lines: list[str], width: int) -> Iterator[Line]:
    where = f"{finding.line}:{finding.column}"
    head = f"{category_name(finding.category)} ({finding.rule})"
    yield from _wrapped(f"{where}  {head}", width, CYAN, indent=2)
    if finding.text:
        yield from _carets(finding, lines[finding.line - 1], max(width - _MARGIN, _NARROWEST))
    yield from _wrapped(finding.hears, width, "", indent=_MARGIN)
    better = _("Better: {words}").format(words=finding.better)
    yield from _wrapped(better, width, BOLD, indent=_MARGIN)


def _carets(finding: Finding, line: str, room: int) -> Iterator[Line]:
    """Yield the part of `line` around the finding, and carets beneath it."""
    from rich.cells import cell_len

    begin = finding.column - 1
    end = begin + len(finding.text.split("\n", maxsplit=1)[0])
    first = max(0, min(begin - room // 3, len(line) - room)) if len(line) > room else 0
    last = first + room
    before = "…" if first else ""
    after = "…" if last < len(line) else ""
    shown = clean(line[first:last]).replace("\t", " ").replace("\n", " ")
    if before:
        shown = before + shown[1:]
    if after:
        shown = shown[:-1] + after
    lead = cell_len(clean(line[first:begin]).replace("\n", " "))
    marks = max(cell_len(clean(line[begin : min(end, last)])), 1)
    yield " " * _MARGIN + shown, ""
    yield " " * (_MARGIN + lead) + "^" * marks, CYAN


def _wrapped(words: str, width: int, style: str, *, indent: int = 0) -> Iterator[Line]:
    room = max(width - indent, _NARROWEST)
    for piece in wrap(clean(words), room):
        yield " " * indent + piece, style


def checked_sentences(checked: Checked) -> Iterator[str]:
    """Yield what a check found, a sentence a line."""
    if checked.good:
        yield good_words(checked.good)
    for finding in checked.findings:
        where = _("Line {line}, column {column}").format(line=finding.line, column=finding.column)
        level, category = _(_LEVEL_NAMES[finding.level]), category_name(finding.category)
        yield f"{where}. {level}: {category} ({finding.rule})."
        if finding.text:
            yield _("It says: {text}").format(text=" ".join(finding.text.split()))
        yield finding.hears
        yield _("Better: {words}").format(words=finding.better)
    if not checked.findings:
        yield nothing_found()


def good_words(good: Iterable[Good]) -> str:
    """Return what was done well, each kind once: "Well done: a name; a day or an hour."."""
    names = dict.fromkeys(_(_GOOD_NAMES[item.kind]) for item in good)
    return _("Well done: {what}.").format(what="; ".join(names)) if names else ""


def nothing_found() -> str:
    """Return what to say of a message in which nothing was found."""
    return _("Nothing to remark.")


def count_words(count: int) -> str:
    """Return how many findings there are."""
    return plural("{count} finding", "{count} findings", count).format(count=count)
