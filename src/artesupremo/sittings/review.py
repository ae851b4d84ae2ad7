"""The weekly review: which week, what it asks, and what stands beside its questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from artesupremo.days import Period, period_of
from artesupremo.i18n import _
from artesupremo.journal.model import Answer, Note
from artesupremo.journal.notes import Promise
from artesupremo.journal.queries import answers_on, reviews_before
from artesupremo.journal.store import Journal
from artesupremo.library.model import DAILY_AREAS, REVIEW, Area, Question, pick

_LAST_DAY_FOR_LAST_WEEK = 2  # Wednesday: until then the week that is over waits for its review
_SHOWN = 3  # of a customer's words, of promises, of frictions
_HEAVY = 4  # of 5: the worst two points of exhaustion
# Says what the checker finds in a sentence: (text found, what is heard, better), or None.
Judge = Callable[[str], tuple[str, str, str] | None]


def week_to_review(journal: Journal, today: dt.date, recorded: Iterable[dt.date]) -> Period:
    """Return the week that a review without a date is about.

    Until Wednesday it is the week before, if something was written in it and it has no review;
    else the current one.
    """
    week = period_of("week", today)
    last = period_of("week", week.first - dt.timedelta(days=1))
    waits = any(last.first <= day <= last.last for day in recorded)
    is_early = today.weekday() <= _LAST_DAY_FOR_LAST_WEEK
    if is_early and waits and not answers_on(journal, REVIEW, last.first):
        return last
    return week


def review_questions(
    questions: Sequence[Question], journal: Journal, week: Period, kinds: Iterable[str]
) -> list[Question]:
    """Return what the review of `week` asks: no promises or friction if there were none.

    The question that takes turns is the next one in order: a week that was not reviewed takes
    no turn. `kinds` are those of the week's notes, "promise" also for one that was due.
    """
    had = set(kinds)
    asked = []
    for question in questions:
        if question.when == "promises" and "promise" not in had:
            continue
        if question.when == "friction" and "friction" not in had:
            continue
        if question.turns:
            turn = len(reviews_before(journal, week.first, question.id)) % len(question.turns)
            question = question._replace(ask=question.turns[turn])  # noqa: PLW2901  # as it is put this week
        asked.append(question)
    return asked


def beside_questions(
    notes: Sequence[Note],
    promises: Sequence[str],
    texts: Sequence[str],
    judge: Judge,
    suggestion: str | None,
) -> dict[str, tuple[str, ...]]:
    """Return what to show beneath the questions of a review, by question.

    `promises` are the week's, worded; `texts` what was written to customers that week;
    `suggestion` is worded, too.
    """
    applause = [f"· {note.text}" for note in notes if note.kind == "applause"]
    friction = [f"· {note.text}" for note in notes if note.kind == "friction"]
    beside = {
        "week-words": applause[-_SHOWN:],
        "week-promises": [f"· {words}" for words in promises[-_SHOWN:]],
        "week-friction": friction[-_SHOWN:],
        "week-sentence": _worst_sentence(texts, judge),
        "week-focus": [suggestion] if suggestion else [],
    }
    return {question: tuple(lines) for question, lines in beside.items() if lines}


def _worst_sentence(texts: Sequence[str], judge: Judge) -> list[str]:
    """Return the latest text in which the checker finds something, and a better wording."""
    for text in reversed(texts):
        found = judge(text)
        if found:
            _what, hears, better = found
            return [f"· {text}", hears, _("Better: {words}").format(words=better)]
    return []


def touched_promises(promises: Iterable[Promise], week: Period) -> list[Promise]:
    """Return the promises that were made, due or settled in `week`."""

    def touches(promise: Promise) -> bool:
        settled = promise.settled.date() if promise.settled else None
        days = (promise.note.day, promise.due, settled)
        return any(day is not None and week.first <= day <= week.last for day in days)

    return [promise for promise in promises if touches(promise)]


def suggest_focus(
    areas: dict[str, Area], practised: Iterable[str], lang: str
) -> tuple[str, str] | None:
    """Return the area that came up least among those `practised` lately, and its title.

    Of equals a daily area goes first, then the order they are shown in. None without areas.
    """
    if not areas:
        return None
    counts = dict.fromkeys(areas, 0)
    for area in practised:
        if area in counts:
            counts[area] += 1
    order = list(areas)
    least = min(order, key=lambda area: (counts[area], area not in DAILY_AREAS, order.index(area)))
    return least, pick(areas[least].title, lang)


def is_exhausted(journal: Journal, week: Period) -> bool:
    """Tell whether this review and the one of the week before both say deep exhaustion."""
    after = week.last + dt.timedelta(days=1)
    latest = reviews_before(journal, after, "week-exhaustion")[:2]
    weeks = [week.first, week.first - dt.timedelta(days=7)]
    return [answer.day for answer in latest] == weeks and all(map(_is_heavy, latest))


def _is_heavy(answer: Answer) -> bool:
    return bool(answer.value and (answer.value.number or 0) >= _HEAVY)
