"""One gentle remark on a greeting or a message as it is given: never more, never in the way."""

from __future__ import annotations

from collections import Counter

from artesupremo.cli.session import Session
from artesupremo.i18n import _, plural
from artesupremo.journal.queries import greetings_so_far
from artesupremo.reports.faces.checked import category_name
from artesupremo.reports.faces.lines import command
from artesupremo.text import fold
from artesupremo.wording.checker import check
from artesupremo.wording.model import CATEGORIES, Finding

_LIKELY = 2
_THE_ENEMY = "automatic-greeting"  # worth a word even where it is less sure
_RECENT = 10  # greetings looked back at
_OFTEN = 3  # times a category is found before a practice is proposed
# What a single line cannot be blamed for lacking.
_OF_WHOLE_MESSAGES = ("missing-greeting", "missing-name", "missing-offer", "canned-closing")
# The practice that answers a category.
PRACTICES = {
    "automatic-greeting": "a-day-without-how-are-you",
    "indifference": "own-it",
    "servility": "serviceable-not-servile",
    "blame": "name-it-without-judging",
    "no-without-alternative": "what-i-can-do",
    "vague-promise": "with-day-and-hour",
    "passive-evasion": "in-the-first-person",
    "empty-apology": "repair-in-three-steps",
    "jargon": "no-house-words",
    "shouting": "one-reading-aloud",
    "missing-greeting": "new-greeting-of-the-day",
    "canned-closing": "goodbye-of-your-own",
    "missing-name": "with-their-name",
    "missing-offer": "look-back-in",
    "friction": "one-step-less",
    "mixed-address": "one-form-of-address",
}


def remark_on(session: Session, question: str, text: str) -> str | None:
    """Return one remark on what was answered to `question`, None if there is nothing to say."""
    finding = _first_finding(session, text)
    if finding:
        return _worded(session, question, finding)
    return _said_before(session, text) if question == "greeting" else None


def find_in(session: Session, text: str) -> tuple[str, str, str] | None:
    """Return what weighs most in `text`: the words, what is heard, a better wording."""
    finding = _first_finding(session, text)
    return (finding.text, finding.hears, finding.better) if finding else None


def _first_finding(session: Session, text: str) -> Finding | None:
    settings = session.settings
    checked = check(
        text,
        session.rulebook,
        fallback=session.lang,
        channel="chat",
        address=settings.address,
        region=settings.region,
        speak=session.lang,
        off=(*_OF_WHOLE_MESSAGES, *settings.rules_off),
        allowed=settings.allowed_words,
    )
    likely = [
        found
        for found in checked.findings
        if found.certainty >= _LIKELY or found.category == _THE_ENEMY
    ]
    return min(likely, key=_weight, default=None)


def _weight(finding: Finding) -> tuple[bool, int, int]:
    """Return the key that puts first what weighs most: suggestions last, sure before likely."""
    is_idea = finding.level == "suggestion"
    return is_idea, -finding.certainty, CATEGORIES.index(finding.category)


def _worded(session: Session, question: str, finding: Finding) -> str:
    better = _("Better: {words}").format(words=finding.better)
    remark = f"{finding.hears} {better}"
    practice = PRACTICES.get(finding.category)
    if practice is None or question != "greeting":
        return remark
    earlier = greetings_so_far(session.journal, _RECENT)
    found = Counter(
        other.category for other in (_first_finding(session, text) for text in earlier) if other
    )
    times = found[finding.category]
    if times < _OFTEN:
        return remark
    words = plural(
        "{category}: {count} time in the last {of} greetings; a practice for it: {command}",
        "{category}: {count} times in the last {of} greetings; a practice for it: {command}",
        times,
    ).format(
        category=category_name(finding.category).capitalize(),
        count=times,
        of=len(earlier),
        command=command(f"today --practice {practice}", f"hoy --practica {practice}"),
    )
    return f"{remark} {words}"


def _said_before(session: Session, text: str) -> str | None:
    """Return a remark if the very same greeting was given before."""
    earlier = [fold(other).strip(" .!¡") for other in greetings_so_far(session.journal, _RECENT)]
    times = earlier.count(fold(text).strip(" .!¡")) - 1  # this one is there already
    if times < 1:
        return None
    words = plural(
        "The same greeting is {count} of the last {of}; one word for this person?",
        "The same greeting is {count} of the last {of}; one word for this person?",
        times,
    )
    return words.format(count=times, of=len(earlier))
