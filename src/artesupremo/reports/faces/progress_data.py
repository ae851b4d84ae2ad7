"""A period in figures as data for `--json`: English keys, ISO dates, null where nothing is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from artesupremo.reports.figures.days import Span, YearMap
from artesupremo.reports.figures.notes import Frictions, NoteFigures, Said
from artesupremo.reports.figures.practices import PracticesMet
from artesupremo.reports.figures.ratings import Compared, DailyFigures, Half, Rating
from artesupremo.reports.progress import Basis, OpenEnds, PracticeDay, Progress

_Data = dict[str, Any]


def progress_data(report: Progress) -> _Data:
    """Return a period in figures as data."""
    constancy, greetings = report.constancy, report.greetings
    return {
        "period": report.period.kind,
        "name": report.period.name,
        "first": report.period.first.isoformat(),
        "last": report.period.last.isoformat(),
        "scope": {"area": report.scope.area, "practice": report.scope.practice},
        "worked": report.worked,
        "practised": report.practised,
        "constancy": constancy._asdict() if constancy else None,
        "moments": _said(report.moments),
        "daily": {figures.area: _daily(figures) for figures in report.daily},
        "energy": _daily(report.energy) if report.energy else None,
        "practices": [_practice_day(met) for met in report.practices],
        "met": _met(report.met),
        "greetings": {
            "total": greetings.total,
            "distinct": greetings.distinct,
            "longest_repeat": greetings.repeat,
            "set_phrases": greetings.cliches,
        }
        if greetings
        else None,
        **_notes(report.notes),
        "circles": [circle._asdict() for circle in report.circles],
        "year": _year(report.year),
        "years": [{"year": year.first.year, **_span(year)} for year in report.years],
        "compared": [_compared(compared) for compared in report.compared],
        "ahead": _ahead(report.ahead),
        "remembered": next(iter(_said(filter(None, [report.remembered]))), None),
        "why": [_basis(basis) for basis in report.bases],
        "damaged": report.damaged,
    }


def _dates(days: Iterable[dt.date]) -> list[str]:
    return [day.isoformat() for day in days]


def _said(moments: Iterable[Said]) -> list[_Data]:
    return [{"day": said.day.isoformat(), "text": said.text} for said in moments]


def _rating(rating: Rating) -> _Data:
    return {**rating._asdict(), "day": rating.day.isoformat()}


def _daily(figures: DailyFigures) -> _Data:
    return {
        "ratings": [_rating(rating) for rating in figures.ratings],
        "n": figures.n,
        "median": figures.median,
        "recalled": figures.recalled,
        "counts": list(figures.counts),
        "change": figures.change,
        "earlier_median": figures.earlier,
    }


def _practice_day(met: PracticeDay) -> _Data:
    return {**met._asdict(), "day": met.day.isoformat()}


def _met(met: PracticesMet | None) -> _Data | None:
    if met is None:
        return None
    rows = [
        {
            **row._asdict(),
            "ratings": list(row.ratings),
            "recalled": list(row.recalled),
            "last": row.last.isoformat(),
            "due": row.due.isoformat() if row.due else None,
        }
        for row in met.rows
    ]
    return {"rows": rows, "more": met.more}


def _notes(notes: NoteFigures) -> _Data:
    """Return the figures of notes by kind, the days they used left to `why`."""
    data: _Data = {}
    for name, held in notes._asdict().items():
        if held is None or name == "frictions":
            data[name] = _frictions(held)
            continue
        data[name] = _figures(held)
    if notes.applause:
        data["applause"]["words"] = _said(notes.applause.words)
    if notes.rewrites:
        data["rewrites"]["categories"] = dict(notes.rewrites.categories)
    return data


def _frictions(held: Frictions | None) -> _Data | None:
    if held is None:
        return None
    return {"rows": [_figures(row) for row in held.rows], "more": held.more}


def _figures(held: Any) -> _Data:  # noqa: ANN401  # any of the named tuples
    left = ("days", "shown")  # what stands behind the figures
    return {key: _plain(value) for key, value in held._asdict().items() if key not in left}


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _span(span: Span) -> _Data:
    return {"worked": span.worked, "practised": span.practised}


def _year(year: YearMap | None) -> _Data | None:
    if year is None:
        return None
    months = [{"month": f"{month.first:%Y-%m}", **_span(month)} for month in year.months]
    return {"counts": year.counts, "months": months, "days": list(year.marks)}


def _compared(compared: Compared) -> _Data:
    return {
        "area": compared.area,
        "latest": _half(compared.latest),
        "before": _half(compared.before),
    }


def _half(half: Half) -> _Data:
    ratings = [_rating(rating) for rating in half.ratings]
    return {"ratings": ratings, "n": len(ratings), "median": half.median}


def _ahead(ahead: OpenEnds) -> _Data:
    return {
        "next_time": _said(ahead.next_time),
        "returning": list(ahead.returning),
        "unclosed": _dates(ahead.unclosed),
    }


def _basis(basis: Basis) -> _Data:
    from artesupremo.reports.faces.why import figure_name, formula

    return {
        "figure": basis.figure,
        "name": figure_name(basis.figure),
        "formula": formula(basis),
        "days": _dates(basis.days),
    }
