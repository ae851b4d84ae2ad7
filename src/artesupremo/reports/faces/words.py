"""Words that every face of a report uses, so that each says the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from artesupremo.days import MONTHS, WEEKDAYS, Period, long_period
from artesupremo.i18n import N_, _, language, plural
from artesupremo.journal.notes import FIELDS, KEPT, NAMES, due_day, due_hour

ABOVE, UNCLEAR = "above", "unclear"  # what a run says (figures/ratings.py)

if TYPE_CHECKING:  # the card needs these words before anything heavy is loaded
    from artesupremo.journal.model import Note
    from artesupremo.journal.notes import Promise
    from artesupremo.reports.progress import DailyFigures, PracticeDay, Progress


def capital(text: str) -> str:
    """Return `text` with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def area_name(area: str) -> str:
    """Return the short name of a daily area, or of energy."""
    return _(_AREA_NAMES[area])


_AREA_NAMES = {
    "posture": N_("Posture"),
    "greetings": N_("Greetings"),
    "messages": N_("Messages"),
    "energy": N_("Energy"),
}
_CIRCLE_NAMES = {
    "external": N_("customers"),
    "work": N_("at work"),
    "personal": N_("oneself and one's own"),
}


def circle_name(circle: str) -> str:
    """Return the name of one of the three circles."""
    return _(_CIRCLE_NAMES[circle])


def report_title(report: Progress) -> str:
    """Return the heading of a report, with what it is narrowed to."""
    title = period_title(report.period)
    return title if report.scope.whole else f"{title} · {report.scope.name}"


def period_title(period: Period) -> str:
    """Return the heading of a report on `period`."""
    title = capital(long_period(period, language()))
    return f"{title} · {span(period)}" if period.kind == "week" else title


def span(period: Period) -> str:
    """Return the days of a week: "16–22 de noviembre", "30 November – 6 December"."""
    lang, first, last = language(), period.first, period.last
    of = " de " if lang == "es" else " "
    end = f"{last.day}{of}{MONTHS[lang][last.month - 1]}"
    if first.month == last.month:
        return f"{first.day}–{end}"
    return f"{first.day}{of}{MONTHS[lang][first.month - 1]} – {end}"


def short_day(day: dt.date) -> str:
    """Return "vie 20", "Fri 20"."""
    return f"{WEEKDAYS[language()][day.weekday()][:3]} {day.day}"


def label_of(day: dt.date, period: Period) -> str:
    """Return how a report on `period` names one of its days: "vie 20", or with its month."""
    if period.kind in ("day", "week", "month"):
        return short_day(day)
    year = f" {day.year}" if period.kind == "all" else ""
    return f"{short_day(day)} {MONTHS[language()][day.month - 1][:3]}{year}"


def short_date(day: dt.date, today: dt.date) -> str:
    """Return "20 nov", and the year if it is not this one."""
    year = "" if day.year == today.year else f" {day.year}"
    month = MONTHS[language()][day.month - 1][:3]
    return f"{day.day} {month}{year}"


def weekday_letters(day: dt.date) -> str:
    """Return "vi", "Fr"."""
    return WEEKDAYS[language()][day.weekday()][:2]


def constancy_words(practised: int, of: int) -> str:
    """Return "18 of the last 20 working days"."""
    return plural(
        "{practised} of the last working day", "{practised} of the last {of} working days", of
    ).format(practised=practised, of=of)


def number(value: float, *, signed: bool = False) -> str:
    """Return a median as it is said: 4, or 3.5 with the comma of Spanish; a mood with its sign."""
    text = f"{value:+g}".replace("-", "−") if signed and value else f"{value:g}"
    return text.replace(".", ",") if language() == "es" else text


def median_words(figures: DailyFigures) -> str:
    """Return "median 4 (n = 6)"; under five ratings only the n."""
    if figures.median is None:
        return f"n = {figures.n}"
    return _("median {median} (n = {n})").format(median=number(figures.median), n=figures.n)


def numbers_words(numbers: Sequence[int], median: float | None) -> str:
    """Return a median with its n, or the few numbers themselves."""
    if median is None:
        return "{numbers} (n = {n})".format(numbers=", ".join(map(str, numbers)), n=len(numbers))
    return _("median {median} (n = {n})").format(median=number(median), n=len(numbers))


def counts_words(figures: DailyFigures) -> str:
    """Return how often each of 1–5 was given: "3 (12 times), 4 (20 times)"."""
    said = [
        plural("{rating} ({count} time)", "{rating} ({count} times)", count).format(
            rating=rating, count=count
        )
        for rating, count in enumerate(figures.counts, start=1)
        if count
    ]
    if figures.recalled:
        said.append(
            plural("{count} from memory", "{count} from memory", figures.recalled).format(
                count=figures.recalled
            )
        )
    return ", ".join(said)


def run_words(figures: DailyFigures) -> str:
    """Return the median with its n and, from ten ratings on, what the run says."""
    if figures.change is None:
        return median_words(figures)
    if figures.change == UNCLEAR or figures.earlier is None:
        unclear = _("no clear sign")
        return f"{median_words(figures)}; {unclear}"
    words = (
        _("sustained change: the last 8 above the median before, {median}")
        if figures.change == ABOVE
        else _("sustained change: the last 8 below the median before, {median}")
    )
    return f"{median_words(figures)}; {words.format(median=number(figures.earlier))}"


def listed(first: str, *rest: str) -> str:
    """Return "5 (3 of these, 2 of those)"; the total alone if there is nothing more to say."""
    return f"{first} ({', '.join(rest)})" if rest else first


def rating_words(met: PracticeDay) -> str:
    """Return how a practice went."""
    if met.rating is None:
        return _("not rated")
    words = _("the occasion did not come")
    if met.rating:
        words = _("{number} out of 5").format(number=met.rating)
    return told_apart(words, recalled=met.recalled)


def told_apart(words: str, *, recalled: bool) -> str:
    """Return `words` with a note that they were given from memory, if they were."""
    return _("{answer} (recalled)").format(answer=words) if recalled else words


def told_damaged(words: str, *, intact: bool) -> str:
    """Return `words` with a note that they are not what was saved, unless they are `intact`."""
    return (
        words if intact else _("{answer} (damaged: it is not what was saved)").format(answer=words)
    )


def in_order(numbers: Iterable[tuple[int, bool]]) -> str:
    """Return ratings one by one, each with whether it was given from memory."""
    return ", ".join(
        _("{number} from memory").format(number=number) if recalled else str(number)
        for number, recalled in numbers
    )


def practised_words(report: Progress) -> str:
    """Return "4 of 5 working days"."""
    return practised_of(report.practised, report.worked)


def practised_of(practised: int, worked: int) -> str:
    """Return "4 of 5 working days"."""
    return plural(
        "{practised} of {worked} working day", "{practised} of {worked} working days", worked
    ).format(practised=practised, worked=worked)


def has_recalled(report: Progress) -> bool:
    """Tell whether a rating of the report was given from memory."""
    rated = (*report.daily, *([report.energy] if report.energy else []))
    return any(figures.recalled for figures in rated)


# Notes


def note_name(note: Note) -> str:
    """Return the kind and the number of `note`: "Applause 12"."""
    name = _(NAMES.get(note.kind, note.kind))
    return f"{name} {note.number}"


def note_line(note: Note) -> str:
    """Return `note` in one line: its text, and in brackets what else is known."""
    details = "; ".join(note_details(note))
    text = " ".join(note.text.split())
    line = f"{text} ({details})" if details else text
    if note.private:
        line = _("{answer} (private)").format(answer=line)
    return told_damaged(line, intact=note.intact)


def note_details(note: Note) -> list[str]:
    """Return the details of `note` as one would say them."""
    held, said = note.details, []
    if note.kind == "contact" and "before" in held and "after" in held:
        said.append(_("mood {before} → {after}").format(
            before=mood(held["before"]), after=mood(held["after"])))  # fmt: skip
    for field in FIELDS.get(note.kind, ()):
        value = held.get(field.name)
        if value in (None, "", []) or (said and field.name in ("before", "after")):
            continue
        keys = [value] if isinstance(value, str) else value
        if field.kind in ("choice", "choices"):
            value = ", ".join(_(field.options[key]) for key in keys if key in field.options)
        words = _DETAILS.get(field.name)
        said.append(_(words).format(value=_shown(field.kind, value)) if words else str(value))
    if held.get("outcome"):
        from artesupremo.journal.notes import to_promise

        said.append(outcome_words(to_promise(note)))
    return said


_DETAILS = {
    "to": N_("to {value}"),
    "due": N_("due {value}"),
    "times": N_("{value} today"),
    "proposal": N_("proposal: {value}"),
    "first": N_("it was: {value}"),
    "before": N_("mood on arriving {value}"),
    "after": N_("mood on leaving {value}"),
    "solved": N_("solved: {value}"),
    "treated": N_("treated {value} out of 5"),
    "follow_up": N_("to look again {value}"),
    "result": N_("result: {value}"),
}


def _shown(kind: str, value: object) -> str:
    """Return a detail as it is shown: moods with their sign, days as one writes them."""
    if kind in ("due", "day"):
        day, hour = due_day(str(value)), due_hour(str(value))
        at = f" {hour:%H:%M}" if hour else ""
        return f"{short_day(day)} {MONTHS[language()][day.month - 1][:3]}{at}" if day else ""
    if kind == "number" and isinstance(value, int) and value < 0:
        return mood(value)
    return " ".join(str(value).split())


def mood(number: int) -> str:
    """Return a mood from −2 to +2 with its sign."""
    return f"{number:+d}".replace("-", "−") if number else "0"


def due_words(promise: Promise, today: dt.date) -> str:
    """Return by when: "today 10:00", "2 days late", "no date"."""
    if promise.due is None:
        return _("no date")
    if promise.due < today:
        days = (today - promise.due).days
        return plural("{count} day late", "{count} days late", days).format(count=days)
    day = promise.due
    ahead = (day - today).days
    if ahead == 0:
        words = _("today")
    elif ahead == 1:
        words = _("tomorrow")
    else:
        words = short_date_of(day, today)
    return f"{words} {promise.hour:%H:%M}" if promise.hour else words


def short_date_of(day: dt.date, today: dt.date) -> str:
    """Return "vie 27" within a week of `today`, else "vie 27 nov"."""
    near = abs((day - today).days) < 7  # noqa: PLR2004  # days of a week
    return (
        short_day(day) if near else f"{short_day(day)} {short_date(day, today).split(' ', 1)[1]}"
    )


def outcome_words(promise: Promise) -> str:
    """Return how a promise ended: "kept in time", "kept 2 days late", "missed"."""
    if promise.outcome != KEPT:
        return _("missed")
    if promise.late_days:
        days = promise.late_days
        return plural("kept {count} day late", "kept {count} days late", days).format(count=days)
    if promise.late_minutes:
        return _("kept {late} late").format(late=minutes_words(promise.late_minutes))
    return _("kept in time") if promise.due else _("kept")


def minutes_words(minutes: int) -> str:
    """Return "20 min", "2 h 10 min"."""
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if hours and rest else f"{hours} h" if hours else f"{rest} min"


def promise_words(promise: Promise, today: dt.date) -> str:
    """Return a promise in one line: number, when, what, to whom."""
    to = _(" (to {to})").format(to=promise.to) if promise.to else ""
    text = " ".join(promise.note.text.split())
    # The mark before the words: they may be cut short.
    due = told_damaged(due_words(promise, today), intact=promise.note.intact)
    return f"{promise.note.number} {due}: {text}{to}"


def promise_ended(promise: Promise, today: dt.date) -> str:
    """Return a promise and how it ended, or when it is due."""
    how = outcome_words(promise) if promise.outcome else due_words(promise, today)
    return f"{' '.join(promise.note.text.split())} ({how})"


def promise_lines(due: Sequence[Promise], today: dt.date, typed: str) -> list[str]:
    """Return the promises that are due in at most three lines; `typed` lists the rest."""
    shown = due if len(due) <= _PROMISE_LINES else due[: _PROMISE_LINES - 1]
    lines = [promise_words(promise, today) for promise in shown]
    more = len(due) - len(shown)
    if more:
        words = plural("and {count} more: {command}", "and {count} more: {command}", more)
        lines.append(words.format(count=more, command=typed))
    return lines


_PROMISE_LINES = 3
