"""`arte rest`: days off, which never count against anyone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from artesupremo.cli.damage import tell_left_out
from artesupremo.cli.output import print_json, print_lines, print_wrapped
from artesupremo.cli.session import Session
from artesupremo.cli.talk import agrees
from artesupremo.days import long_day, parse_days_ahead
from artesupremo.errors import DONE, NothingToShowError, UsageError
from artesupremo.i18n import N_, _, plural
from artesupremo.journal.queries import rests_between

_LONG = 366  # days: a longer range is rather a slip of the keyboard
_LONGEST = 3660


def set_rest(session: Session, words: str, *, remove: bool, yes: bool) -> int:
    """Make a day or a range days off, or with `remove` working days again."""
    first, last = parse_days_ahead(words, session.today)
    count = (last - first).days + 1
    if count > _LONGEST:
        raise UsageError(N_("{first} to {last} is more than ten years."), first=first, last=last)
    if count > _LONG and not yes:
        question = _("{first} to {last} is {count} days. Are they all days off?")
        _make_sure(session, question.format(first=first, last=last, count=count))
    days = [first + dt.timedelta(days=step) for step in range(count)]
    changed = session.journal.set_rest(session.clerk(session.today), days, off=not remove)
    print_wrapped(session, [_said(session, first, last, changed, remove=remove)])
    return DONE


def _make_sure(session: Session, question: str) -> None:
    if not agrees(session, question):
        raise UsageError(N_("Nothing was changed: --yes does it without asking."))


def _said(session: Session, first: dt.date, last: dt.date, changed: int, *, remove: bool) -> str:
    span = long_day(first, session.lang)
    if last != first:
        span = _("{first} to {last}").format(first=span, last=long_day(last, session.lang))
    if not changed:
        return (
            _("Nothing to take back: {span}.") if remove else _("Off already: {span}.")
        ).format(span=span)
    count = plural("{count} day", "{count} days", changed).format(count=changed)
    words = _("Working days again: {span} ({count}).") if remove else _("Off: {span} ({count}).")
    return words.format(span=span, count=count)


def list_rest(session: Session, *, json: bool) -> int:
    """Print the days off as ranges, those to come and of the last year."""
    rests = list(rests_between(session.journal, dt.date.min, dt.date.max))
    if not rests:
        raise NothingToShowError(N_("No days off are noted."))
    days = [rest.day for rest in rests if rest.intact]
    if json:
        print_json("rest", [day.isoformat() for day in days])
    else:
        print_lines(
            f"{first}..{last}" if last != first else str(first) for first, last in ranges(days)
        )
    return tell_left_out(session, len(rests) - len(days))


def ranges(days: Iterable[dt.date]) -> list[tuple[dt.date, dt.date]]:
    """Return the sorted `days` as ranges, first and last day of each."""
    found: list[tuple[dt.date, dt.date]] = []
    for day in days:
        if found and (day - found[-1][1]).days == 1:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found
