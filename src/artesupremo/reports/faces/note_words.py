"""What the figures of the quick notes say, in rows: applause, promises, frictions, contacts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from artesupremo.i18n import _, plural
from artesupremo.journal.notes import FIELDS
from artesupremo.reports.faces.rows import BOTH, WORDS, Row
from artesupremo.reports.faces.words import (
    circle_name,
    label_of,
    listed,
    minutes_words,
    mood,
    number,
)
from artesupremo.reports.figures.notes import (
    Applause,
    Contacts,
    Friction,
    Promises,
    Repairs,
    Rewrites,
)
from artesupremo.reports.progress import Progress

Titled = tuple[str, str, Iterable[Row]]


def notes_sections(report: Progress) -> Iterator[Titled]:
    """Yield key, title and rows of what was noted."""
    notes = report.notes
    if notes.applause:
        yield "applause", _("Applause and its words"), _applause(notes.applause, report)
    if notes.rewrites:
        yield "rewrites", _("Messages rewritten"), _rewrites(notes.rewrites)
    if notes.promises:
        yield "promises", _("Promises"), _promises(notes.promises)
    if notes.contacts:
        yield "contacts", _("Contacts looked at closely"), contact_rows(notes.contacts)
    if notes.repairs:
        yield "repairs", _("Repairs"), _repairs(notes.repairs)
    if notes.frictions:
        rows = [
            Row(" ".join(f.text.split()), _friction_words(f), BOTH) for f in notes.frictions.rows
        ]
        more = notes.frictions.more
        if more:
            words = plural("and {count} more friction", "and {count} more frictions", more)
            rows.append(Row("", words.format(count=more)))
        yield "frictions", _("Frictions"), rows


def _options(kind: str, name: str) -> Mapping[str, str]:
    return next(field.options for field in FIELDS[kind] if field.name == name)


def _applause(held: Applause, report: Progress) -> Iterator[Row]:
    words = plural("{count} in {worked} working day", "{count} in {worked} working days",
                   held.worked)  # fmt: skip
    yield Row(_("In all"), words.format(count=held.total, worked=held.worked))
    for said in held.words:
        yield Row(label_of(said.day, report.period), " ".join(said.text.split()), WORDS)
    if held.circles:
        told = (f"{circle_name(circle)} {count}" for circle, count in held.circles.items())
        yield Row(_("From whom"), ", ".join(told))
    if held.forms:
        options = _options("applause", "form")
        told = (" ".join((_(options[key]), str(count))) for key, count in held.forms.items())
        yield Row(_("In what form"), ", ".join(told))


def _promises(held: Promises) -> Iterator[Row]:
    yield Row(_("Made"), listed(str(held.made), *_promise_parts(held)))
    if held.late_days_median is not None:
        words = plural(
            "median {median} day (n = {n})",
            "median {median} days (n = {n})",
            1 if held.late_days_median == 1 else 2,
        ).format(median=number(held.late_days_median), n=len(held.late_days))
        yield Row(_("Days late"), words)
    elif held.late_days:
        yield Row(_("Days late"), ", ".join(map(str, held.late_days)))
    if held.late_minutes:
        late = [minutes_words(minutes) for minutes in held.late_minutes]
        yield Row(_("Late on their day"), ", ".join(late))


def _promise_parts(held: Promises) -> Iterator[str]:
    said = (
        (plural("{count} kept in time", "{count} kept in time", held.in_time), held.in_time),
        (plural("{count} kept late", "{count} kept late", held.late), held.late),
        (plural("{count} missed", "{count} missed", held.missed), held.missed),
        (plural("{count} open", "{count} open", held.open), held.open),
        (plural("{count} overdue", "{count} overdue", held.overdue), held.overdue),
        (plural("{count} moved", "{count} moved", held.moved), held.moved),
    )
    return (words.format(count=count) for words, count in said if count)


def contact_rows(held: Contacts) -> Iterator[Row]:
    """Yield the square of service and attention, and what stands beside it."""
    words = _("{well} treated 4 or 5, {badly} treated 1 to 3")
    if held.total > held.apart:
        yield Row(_("Solved"), words.format(well=held.solved_well, badly=held.solved_badly))
        yield Row(
            _("Not solved"), words.format(well=held.unsolved_well, badly=held.unsolved_badly)
        )
    yield from beside_square(held)


def beside_square(held: Contacts) -> Iterator[Row]:
    """Yield what is not known of some contacts, and the moods."""
    if held.apart:
        yield Row(_("Not told in full"), str(held.apart))
    if held.mood_median is not None:
        median = number(held.mood_median, signed=True)
        yield Row(_("Mood, from start to end"), _("median {median} (n = {n})").format(
            median=median, n=len(held.mood)))  # fmt: skip
    elif held.mood:
        yield Row(_("Mood, from start to end"), ", ".join(map(mood, held.mood)))


def _repairs(held: Repairs) -> Iterator[Row]:
    options = _options("repair", "soon")
    told = (" ".join((_(options[key]), str(count))) for key, count in held.soon.items())
    words = listed(str(held.total), *told)
    if held.with_result:
        result = plural("{count} with a result", "{count} with a result", held.with_result)
        words = f"{words}; {result.format(count=held.with_result)}"
    yield Row(_("In all"), words)


def _friction_words(held: Friction) -> str:
    words = [plural("{count} time", "{count} times", held.times).format(count=held.times)]
    if held.notes not in (1, held.times):
        words.append(
            plural("in {count} note", "in {count} notes", held.notes).format(count=held.notes)
        )
    if held.effects:
        options = _options("friction", "effects")
        words.append(
            ", ".join(
                " ".join((_(options[key]), str(count))) if held.notes > 1 else _(options[key])
                for key, count in held.effects.items()
            )
        )
    words += [
        _("proposal: {value}").format(value=" ".join(proposal.split()))
        for proposal in held.proposals
    ]
    return "; ".join(words)


def _rewrites(held: Rewrites) -> Iterator[Row]:
    words = [
        plural("{count} message kept", "{count} messages kept", held.messages).format(
            count=held.messages
        ),
        plural("{count} finding before", "{count} findings before", held.findings).format(
            count=held.findings
        ),
    ]
    if held.per_ten is not None:
        words.append(_("{number} for every ten").format(number=number(held.per_ten)))
    yield Row(_("Rewritten"), ", ".join(words))
    if held.categories:
        from artesupremo.reports.faces.checked import category_name

        found = (f"{category_name(key)} {count}" for key, count in held.categories)
        yield Row(_("What was found"), ", ".join(found), WORDS)
