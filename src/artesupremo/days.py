"""Which day it is for an advisor, and how days are written.

Pure: "today" is always an argument. All arithmetic is on dates, never on hours.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import NamedTuple

from artesupremo.errors import UsageError
from artesupremo.i18n import N_
from artesupremo.text import fold

# Monday first, as in ISO 8601.
WEEKDAY_KEYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAYS = {
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "es": ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
           "septiembre", "octubre", "noviembre", "diciembre"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August",
           "September", "October", "November", "December"),
}  # fmt: skip
_NEAR_WORDS = {
    "today": 0, "hoy": 0, "yesterday": -1, "ayer": -1, "tomorrow": 1, "manana": 1,
    "pasado manana": 2, "day after tomorrow": 2,
}  # fmt: skip
CATCH_UP_DAYS = 14
PERIODS = ("day", "week", "month", "year", "all")


class Moment(NamedTuple):
    """When a sitting began: fixed once, stored with each of its answers, never recomputed."""

    day: dt.date  # the journal day
    at: str  # UTC, ISO 8601 with milliseconds and "Z"
    offset: int  # minutes east of UTC


def journal_day(now: dt.datetime, day_ends: dt.time) -> dt.date:
    """Return the journal day of the local time `now`: before `day_ends` it is still yesterday."""
    local = now.replace(tzinfo=None)
    return local.date() - dt.timedelta(days=local.time() < day_ends)


def moment(now: dt.datetime, day: dt.date) -> Moment:
    """Return the moment of a sitting for the journal day `day` that begins at the aware `now`."""
    offset = now.utcoffset()
    if offset is None:
        raise ValueError("a moment needs an aware datetime")
    return Moment(day, utc_text(now), int(offset.total_seconds() // 60))


def utc_text(now: dt.datetime) -> str:
    """Return the aware datetime `now` in UTC as ISO 8601 with milliseconds and "Z"."""
    return now.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_day(words: str, today: dt.date, *, ahead: bool = False) -> dt.date:
    """Return the day that `words` name, in either language, accents optional.

    Understood: 2026-11-20, today/hoy, yesterday/ayer, tomorrow/mañana, weekday names (the last
    one before today, or the next one after it if one looks `ahead`), -1, +3. Raises UsageError,
    naming the nearest date where there is one.
    """
    word = fold(words.strip())
    if word in _NEAR_WORDS:
        return _shift(today, _NEAR_WORDS[word])
    if word[:1] in "+-" and word[1:].isascii() and word[1:].isdigit() and len(word) <= 5:  # noqa: PLR2004  # a sign and four digits
        return _shift(today, int(word))
    weekday = _weekday(word)
    if weekday is not None and ahead:
        return _shift(today, (weekday - today.weekday() - 1) % 7 + 1)
    if weekday is not None:
        return _shift(today, -((today.weekday() - weekday - 1) % 7) - 1)
    return _calendar_date(words.strip())


def past_day(words: str, today: dt.date, *, within: int = CATCH_UP_DAYS) -> dt.date:
    """Return the day `words` name if it is today or at most `within` days back.

    Raises UsageError for days to come and for days too far back.
    """
    day = parse_day(words, today)
    if day > today:
        raise UsageError(N_("{day} has not come yet: today is {today}."), day=day, today=today)
    if (today - day).days > within:
        first = today - dt.timedelta(days=within)
        raise UsageError(
            N_("{day} is more than {count} days back: the earliest day to fill in is {first}."),
            day=day,
            count=within,
            first=first,
        )
    return day


# "a las 10:00", "on Friday": small words around a day and an hour.
_SMALL_WORDS = frozenset({
    "a", "al", "at", "by", "el", "la", "las", "next", "on", "para", "proximo", "que", "the",
    "viene",
})  # fmt: skip
_HOUR = r"([01]?[0-9]|2[0-3])(?:[:.h]([0-5][0-9])|h|(?=[ap]m))\s*([ap]m|h)?"
_NOON = 12


def parse_due(words: str, today: dt.date) -> tuple[dt.date, dt.time | None]:
    """Return the day to come, and the hour if there is one, that `words` name.

    A day as in `parse_day`, weekdays the next ones, and an hour as 10:00, 10h, 5pm; an hour alone
    is today's. Raises UsageError.
    """
    text = re.sub(
        r"\b(?:a las?|at) ([0-9]{1,2})$", r"\1:00", fold(words.replace(",", " ")).strip()
    )
    plain = [piece for piece in text.split() if piece not in _SMALL_WORDS]
    hour = _parse_hour(plain[-1]) if plain else None
    if hour is not None:
        plain = plain[:-1]
        if not plain:
            return today, hour
    try:
        return parse_day(" ".join(plain), today, ahead=True), hour
    except UsageError as error:
        error.values["words"] = words.strip()[:40]  # as it was typed
        raise


def _parse_hour(word: str) -> dt.time | None:
    found = re.fullmatch(_HOUR, word)
    if not found:
        return None
    hour, half = int(found[1]), found[3] if found[3] != "h" else None
    if half and not 1 <= hour <= _NOON:
        return None
    if half:
        hour = hour % _NOON + (_NOON if half == "pm" else 0)
    return dt.time(hour, int(found[2] or 0))


def parse_days_ahead(words: str, today: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of "DAY" or "DAY..DAY"; weekdays are the next ones.

    Raises UsageError, also for a range that ends before it begins.
    """
    begins, dots, ends = words.partition("..")
    first = last = parse_day(begins, today, ahead=True)
    if dots:
        word = ends.lstrip(".")
        is_weekday = _weekday(fold(word.strip())) is not None
        last = parse_day(word, first if is_weekday else today, ahead=True)
    if last < first:
        raise UsageError(N_("{last} is before {first}: the first day comes first."),
                         first=first, last=last)  # fmt: skip
    return first, last


def _shift(today: dt.date, days: int) -> dt.date:
    try:
        return today + dt.timedelta(days=days)
    except OverflowError:
        raise UsageError(N_("{words} is beyond the calendar."), words=days) from None


def _weekday(word: str) -> int | None:
    if not word:
        return None
    for names in WEEKDAYS.values():
        for number, name in enumerate(names):
            if fold(name) == word:
                return number
    return None


def _calendar_date(words: str) -> dt.date:
    parts = words.split("-")
    # A year has four digits: anything longer is as impossible as 9999.
    digits = [part for part in parts if part.isascii() and part.isdigit()]
    numbers = [int(part) if len(part) < 5 else 9999 for part in digits]  # noqa: PLR2004  # as above
    if len(parts) != 3 or len(numbers) != 3 or len(parts[0]) != 4:  # noqa: PLR2004  # year-month-day
        raise UsageError(
            N_("“{words}” is not a date: write it as 2026-11-20, or yesterday, Monday, -1."),
            words=words[:40],
        )
    try:
        return dt.date(*numbers)
    except ValueError:
        nearest = nearest_date(*numbers)
        raise UsageError(
            N_("{words} does not exist: the nearest date is {nearest}."),
            words=words[:40],
            nearest=nearest,
        ) from None


def nearest_date(year: int, month: int, day: int) -> dt.date:
    """Return the date of these numbers, or the nearest one that exists."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        pass
    if year < 1:
        return dt.date.min
    if month > 11:  # noqa: PLR2004  # December, or beyond it
        return dt.date(year, 12, 31 if day > 0 or month > 12 else 1)  # noqa: PLR2004  # months of a year
    if month < 1:
        return dt.date(year, 1, 1)
    if day < 1:
        return dt.date(year, month, 1)
    return period_of("month", dt.date(year, month, 1)).last


def iso_week(day: dt.date) -> str:
    """Return the ISO week of `day` as "2026-W47"."""
    year, week, _weekday_number = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


class Period(NamedTuple):
    """A day, a week, a month, a year or everything: what a report or an export is about."""

    kind: str  # one of PERIODS
    name: str  # "2026-11-20", "2026-W47", "2026-11", "2026", "all"
    first: dt.date
    last: dt.date

    def days(self) -> Iterator[dt.date]:
        """Yield its days in order."""
        for step in range((self.last - self.first).days + 1):
            yield self.first + dt.timedelta(days=step)


def period_of(kind: str, day: dt.date) -> Period:
    """Return the period of `kind` ("day", "week", "month", "year", "all") that holds `day`.

    Raises UsageError where the calendar ends.
    """
    try:
        return _period_of(kind, day)
    except OverflowError:
        raise UsageError(N_("{words} is beyond the calendar."), words=day) from None


def _period_of(kind: str, day: dt.date) -> Period:
    if kind == "day":
        return Period(kind, day.isoformat(), day, day)
    if kind == "week":
        return _week(day)
    if kind == "month":
        first = day.replace(day=1)
        last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
        return Period(kind, f"{day.year:04d}-{day.month:02d}", first, last)
    if kind == "year":
        return Period(kind, f"{day.year:04d}", dt.date(day.year, 1, 1), dt.date(day.year, 12, 31))
    return Period(kind, "all", dt.date.min, dt.date.max)


def _week(day: dt.date) -> Period:
    monday = day - dt.timedelta(days=day.weekday())
    return Period("week", iso_week(day), monday, monday + dt.timedelta(days=6))


def parse_period(kind: str, words: str, today: dt.date) -> Period:
    """Return the period of `kind` that `words` name.

    Understood: its own name (2026-W47, 2026-11, 2026), "last" (the one before today's), or any
    date in it. Raises UsageError; for a week that does not exist it names the weeks there are.
    """
    text = words.strip()
    if fold(text) in ("last", "pasada", "pasado"):
        return period_of(kind, _shift(period_of(kind, today).first, -1))
    if kind == "week" and re.fullmatch(r"[0-9]{4}-?[Ww][0-9]{1,2}", text):
        return _parse_week(text)
    if kind == "month" and re.fullmatch(r"[0-9]{4}-[0-9]{1,2}", text):
        return _parse_month(text)
    if kind == "year" and re.fullmatch(r"[0-9]{4}", text):
        text += "-01-01"
    return period_of(kind, parse_day(text, today))


def _parse_month(text: str) -> Period:
    year, month = (int(part) for part in text.split("-"))
    if not 1 <= month <= 12 or year < 1:  # noqa: PLR2004  # months of a year
        raise UsageError(
            N_("{words} does not exist: {year} has the months {year}-01 to {year}-12."),
            words=text,
            year=f"{max(year, 1):04d}",
        )
    return period_of("month", dt.date(year, month, 1))


def _parse_week(text: str) -> Period:
    year, week = (int(part) for part in re.split(r"-?[Ww]", text))
    try:
        weeks = dt.date(year, 12, 28).isocalendar().week  # 28 December is always in the last week
        if 1 <= week <= weeks:
            return period_of("week", dt.date.fromisocalendar(year, week, 1))
    except ValueError:
        raise UsageError(N_("{words} is beyond the calendar."), words=text) from None
    raise UsageError(
        N_("{words} does not exist: {year} has the weeks {year}-W01 to {year}-W{weeks}."),
        words=text,
        year=year,
        weeks=weeks,
    )


def long_day(day: dt.date, lang: str) -> str:
    """Return `day` in words: "sábado 21 de noviembre", "Saturday 21 November"."""
    weekday, month = WEEKDAYS[lang][day.weekday()], MONTHS[lang][day.month - 1]
    of = " de " if lang == "es" else " "
    return f"{weekday} {day.day}{of}{month}"


def long_period(period: Period, lang: str) -> str:
    """Return `period` in words: "semana 47 de 2026", "November 2026"."""
    if period.kind == "day":
        of = " de " if lang == "es" else " "
        return f"{long_day(period.first, lang)}{of}{period.first.year}"
    if period.kind == "week":
        year, week = period.name.split("-W")
        return f"semana {int(week)} de {year}" if lang == "es" else f"week {int(week)}, {year}"
    if period.kind == "month":
        month = MONTHS[lang][period.first.month - 1]
        return f"{month} de {period.name[:4]}" if lang == "es" else f"{month} {period.name[:4]}"
    if period.kind == "year":
        return period.name
    return "todo el diario" if lang == "es" else "the whole journal"


def relative_day(day: dt.date, today: dt.date, lang: str) -> str:
    """Return how one would say `day` today: "ayer", "el jueves", or the day in words."""
    back = (today - day).days
    if back == 0:
        return "hoy" if lang == "es" else "today"
    if back == 1:
        return "ayer" if lang == "es" else "yesterday"
    if 1 < back < 7:  # noqa: PLR2004  # within the week a weekday is unmistakable
        name = WEEKDAYS[lang][day.weekday()]
        return f"el {name}" if lang == "es" else name
    return f"el {long_day(day, lang)}" if lang == "es" else long_day(day, lang)


def parse_dates(texts: Iterable[str]) -> frozenset[dt.date]:
    """Return the ISO dates `texts` as dates, without those that are none."""
    texts = list(texts)
    with suppress(ValueError):  # as it nearly always is, and four times as fast
        return frozenset(map(dt.date.fromisoformat, texts))
    found = set()
    for text in texts:
        with suppress(ValueError):
            found.add(dt.date.fromisoformat(text))
    return frozenset(found)
