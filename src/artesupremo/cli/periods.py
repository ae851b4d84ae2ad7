"""Which period is meant."""

from __future__ import annotations

from artesupremo.cli.session import Session
from artesupremo.days import Period, long_period, parse_period, period_of
from artesupremo.errors import NothingToShowError, UsageError
from artesupremo.i18n import N_, _, language
from artesupremo.journal.queries import last_recorded_day, recorded_span
from artesupremo.text import fold

PERIODS = {
    "day": ("day", "día"),
    "week": ("week", "semana"),
    "month": ("month", "mes"),
    "year": ("year", "año"),
    "all": ("all", "todo"),
}


def period_kind(word: str | None, kinds: tuple[str, ...]) -> str:
    """Return the kind of period that `word` names, in either language, accents optional."""
    for kind in kinds:
        if word is None or fold(word) in map(fold, PERIODS[kind]):
            return kind if word else "week"
    raise UsageError(
        N_("“{word}” is not a period: {periods}."),
        word=str(word)[:40],
        periods=", ".join(PERIODS[kind][language() == "es"] for kind in kinds),
    )


def choose_period(session: Session, kind: str, when: str | None) -> Period:
    """Return the period meant; without `when` the current one, or the last with entries.

    Raises NothingToShowError if it holds nothing.
    """
    span = recorded_span(session.journal)
    if span is None:
        raise NothingToShowError(N_("Nothing is written yet: arte today begins."))
    if kind == "all":
        return Period("all", "all", *span)
    if when is not None:
        period = parse_period(kind, when, session.today)
        if not _has_entries(session, period):
            raise NothingToShowError(
                N_("Nothing was written in {period}: arte history shows what there is."),
                period=long_period(period, session.lang),
            )
        return period
    period = period_of(kind, session.today)
    if _has_entries(session, period):
        return period
    latest = period_of(kind, last_recorded_day(session.journal, session.today) or span[1])
    name = long_period(latest, session.lang)
    session.tell(
        _("Nothing there yet now; this is the last one with entries: {period}.").format(
            period=name
        )
    )
    return latest


def _has_entries(session: Session, period: Period) -> bool:
    day = last_recorded_day(session.journal, period.last)
    return day is not None and day >= period.first
