"""The days that each figure of a report was counted from. Pure; loaded if somebody asks why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from artesupremo.calendar import worked_days
from artesupremo.reports.figures.notes import circle_of
from artesupremo.reports.progress import Basis, Gathered, Past, Progress


def with_bases(
    progress: Progress,
    gathered: Gathered,
    past: Past,
    practised: Sequence[dt.date],
    today: dt.date,
) -> Progress:
    """Return `progress` with the days each of its figures was counted from."""
    notes = progress.notes
    greetings = progress.greetings
    days: dict[str, Iterable[dt.date]] = {
        "practised": practised if progress.scope.whole else (),
        "constancy": _constancy_days(progress, past, today) if progress.scope.whole else (),
        **{
            _rated(figures.area): (r.day for r in figures.ratings if not r.recalled)
            for figures in (*progress.daily, *filter(None, [progress.energy]))
        },
        "practices": (met.day for met in progress.practices),
        "greetings": greetings.days if greetings else (),
        **{name: held.days for name, held in notes._asdict().items() if held is not None},
        "circles": _circle_days(progress, gathered) if progress.circles else (),
        "compared": {
            rating.day
            for compared in progress.compared
            for half in (compared.latest, compared.before)
            for rating in half.ratings
        },
    }
    bases = (Basis(figure, tuple(sorted(set(used)))) for figure, used in days.items())
    return progress._replace(bases=tuple(basis for basis in bases if basis.days))


def _circle_days(progress: Progress, gathered: Gathered) -> set[dt.date]:
    """Return the days of what belongs to one of the three circles."""
    circles = gathered.circles
    met = {day.day for day in progress.practices if circle_of(circles.get(day.practice))}
    applause = (note for note in gathered.notes if note.kind == "applause")
    return met | {note.day for note in applause if circle_of(note.details.get("circle"))}


def _rated(area: str) -> str:
    """Return the figure of an area's ratings; greetings are counted themselves, too."""
    return f"{area}-rated" if area == "greetings" else area


def _constancy_days(progress: Progress, past: Past, today: dt.date) -> list[dt.date]:
    """Return the worked days that constancy looks at."""
    if not progress.constancy:
        return []
    last = min(progress.period.last, today)
    begun = min(past.recorded, default=today)
    days = worked_days(begun, last, past.calendar, past.recorded)
    counted = [day for day in days if day != today or day in past.recorded]
    return counted[-progress.constancy.of :]
