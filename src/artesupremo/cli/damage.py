"""What is damaged: counted behind a report, left out where no mark can stand beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artesupremo.cli.session import Session
from artesupremo.errors import DONE, JOURNAL
from artesupremo.i18n import plural
from artesupremo.journal.shown import Behind, damaged_behind
from artesupremo.journal.store import Journal
from artesupremo.reports.faces.lines import command

if TYPE_CHECKING:  # days off are noted without any figures
    from artesupremo.reports.progress import Past, Progress

_SAID_WHOLE = ("day", "week", "month")  # periods whose days are said one by one


def with_damage(journal: Journal, report: Progress, past: Past) -> Progress:
    """Return `report` with how many of the records behind it are damaged.

    Of a period up to a month all are looked at. Of a longer one those whose words it says: what
    it counts are thousands, which the daily check looks at.
    """
    damaged = damaged_behind(journal, _behind(report, past))
    return report._replace(damaged=damaged) if damaged else report


def _behind(report: Progress, past: Past) -> Behind:
    period, notes, ahead = report.period, report.notes, report.ahead
    said = [*report.moments, *ahead.next_time]
    said += [report.remembered] if report.remembered else []
    shown = [*(notes.applause.shown if notes.applause else ())]
    for friction in notes.frictions.rows if notes.frictions else ():
        shown += friction.shown
    # The titles of practices, in the words of their latest morning.
    mornings = [met.last for met in past.met if met.title in ahead.returning]
    mornings += [row.last for row in report.met.rows] if report.met else []
    whole = period.kind in _SAID_WHOLE
    return Behind(
        (period.first, period.last) if whole else None,
        [one.day for one in said],
        mornings,
        shown,
    )


def tell_left_out(session: Session, count: int) -> int:
    """Say on standard error that `count` damaged records were left out; return the exit status."""
    if not count:
        return DONE
    words = plural(
        "{count} damaged record was left out: {command} names it.",
        "{count} damaged records were left out: {command} names them.",
        count,
    )
    session.tell(words.format(count=count, command=command("journal check", "diario revisar")))
    return JOURNAL
