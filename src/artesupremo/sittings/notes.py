"""Taking a quick note: the text is saved at once, then each optional detail as it is given."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from artesupremo.days import parse_due
from artesupremo.errors import InterruptedSittingError, UsageError, typed
from artesupremo.i18n import LANGUAGES, N_, _, language, translated
from artesupremo.journal.act import uuid7
from artesupremo.journal.model import Asked, Clerk, Note, Value
from artesupremo.journal.notes import FIELDS, KEPT_BESIDE, NAMES, TEXTS, Field, due_text
from artesupremo.journal.store import Journal
from artesupremo.library.model import Question
from artesupremo.sittings.ask import Prompt, Reply, ask
from artesupremo.sittings.terminal import BOLD, DIM, Editor, Terminal
from artesupremo.sittings.values import LABELS, WrongValueError, choose, masked, parse_typed
from artesupremo.text import fold

TEXT = Field("text", "text", "")
_LONGEST_ARTICLE = 2  # letters: "a", "un" alone name nothing
_NUMBER = re.compile(r"([+\-−–]?)\s*([0-9]{1,3})")


class Desk(NamedTuple):
    """Where and when notes are taken."""

    journal: Journal
    clerk: Clerk
    lang: str
    day: dt.date  # that a new note belongs to
    today: dt.date  # that words such as "tomorrow" start from
    recalled: bool = False


def keep_text(desk: Desk, kind: str, words: str) -> tuple[Note, tuple[str, ...]]:
    """Save a note of `kind` with the text `words`, without its details.

    Returns the note and the kinds of personal data that were masked. Raises WrongValueError for
    a text that is too long.
    """
    value, kinds = masked(parse_typed(_question(TEXT), words), _mask_labels())
    note = _blank(desk, kind)._replace(text=value.text or "", private=value.private)
    with typed(value.text, _(NAMES[kind])):
        return desk.journal.keep_note(desk.clerk, note, kind="note"), kinds


class NoteTaking:
    """A conversation about one note; it can be left at any question, and nothing is lost."""

    def __init__(self, desk: Desk, terminal: Terminal, editor: Editor) -> None:
        self.desk, self.terminal, self.editor = desk, terminal, editor
        self.act = uuid7()  # all of it is taken back at once
        self.follow_up: Note | None = None  # the promise that a repair brought

    def take(self, kind: str) -> Note | None:
        """Ask for a new note of `kind`; None if it was left without a text."""
        self.terminal.say(_(NAMES[kind]), BOLD)
        keys = _("Enter skips · < goes back · e opens the editor")
        self.terminal.say_pieces(keys.split(" · "), DIM)
        return self._walk(_blank(self.desk, kind), correcting=False)

    def go_on(self, note: Note) -> Note:
        """Walk the text and the details of `note`; Enter keeps each."""
        return self._walk(note, correcting=True) or note

    def _walk(self, note: Note, *, correcting: bool) -> Note | None:
        fields = (TEXT, *FIELDS[note.kind])
        place = 0
        while place < len(fields):
            field = fields[place]
            reply = self._reply(
                _prompt(note, field, self.desk.today), f"{place + 1}/{len(fields)}"
            )
            if reply.act == "back":
                place = max(place - 1, 0)
                continue
            if reply.act == "answer" and reply.value:
                note = self._keep(note, field, reply.value, kind="edit" if correcting else "note")
            elif not note.id:  # Enter instead of a text
                return None
            place += 1
        return note

    def _reply(self, prompt: Prompt, number: str) -> Reply:
        try:
            return ask(self.terminal, prompt, number, self.editor)
        except (EOFError, KeyboardInterrupt):
            raise InterruptedSittingError(
                N_("Left here: what was given is saved, and arte edit adds to a note.")
            ) from None

    def _keep(self, note: Note, field: Field, value: Value, *, kind: str) -> Note:
        if field.kind == "text":
            value, kinds = masked(value, _mask_labels())
            if kinds:
                self.terminal.say(masked_words(kinds), DIM, indent=5)
        had_day = bool(note.details.get(field.name))
        changed = _with(note, field, value)
        said = ", ".join(value.choices) if value.number is None else str(value.number)
        with typed(value.text or said, _(field.ask or NAMES[note.kind])):
            kept = self.desk.journal.keep_note(self.desk.clerk, changed, kind=kind, act=self.act)
        if field.name == "follow_up" and not had_day:
            self._promise_to_look_again(kept)
        return kept

    def _promise_to_look_again(self, repair: Note) -> None:
        text = _("Look again: {text}").format(text=repair.text)
        promise = _blank(self.desk, "promise")._replace(
            text=text, private=repair.private, details={"due": repair.details["follow_up"]}
        )
        self.follow_up = self.desk.journal.keep_note(
            self.desk.clerk, promise, kind="note", act=self.act
        )


def masked_words(kinds: tuple[str, ...]) -> str:
    """Return the remark that personal data of `kinds` was not kept."""
    names = ", ".join(_(LABELS[kind]) for kind in kinds)
    return _("Kept without the personal data: {kinds}.").format(kinds=names)


def masked_text(text: str) -> tuple[str, tuple[str, ...]]:
    """Return `text` without personal data, and the kinds that were found."""
    from artesupremo.masking import mask

    found = mask(text, _mask_labels())
    return found.text, found.kinds


def _mask_labels() -> dict[str, str]:
    return {kind: _(label) for kind, label in LABELS.items()}


def _blank(desk: Desk, kind: str) -> Note:
    return Note("", 0, kind, "", {}, desk.lang, desk.day, "", 0, "", recalled=desk.recalled)


def _question(field: Field) -> Question:
    choices = {
        key: {lang: translated(label, lang) for lang in (language(), *LANGUAGES)}
        for key, label in field.options.items()
    }
    return Question(field.name, field.kind, {}, {}, 1, {}, choices)


def _prompt(note: Note, field: Field, today: dt.date) -> Prompt:
    title = _(field.ask or TEXTS[note.kind])
    asked = Asked(field.name, field.kind, title, language(), 1)
    current = _current(note, field)

    def parse(question: Question, typed: str) -> Value:
        return _parse(field, question, typed, today)

    return Prompt(
        _question(field),
        asked,
        title,
        hint=_(field.anchors) if field.anchors else "",
        current=current,
        answered=current is not None,
        parse=parse,
    )


def _current(note: Note, field: Field) -> Value | None:
    held: Any = note.text if field is TEXT else note.details.get(field.name)
    if held in (None, "", []):
        return None
    if field.kind == "number":
        return Value(number=held)
    if field.kind in ("choice", "choices"):
        return Value(choices=(held,) if isinstance(held, str) else tuple(held))
    return Value(text=str(held))


def _parse(field: Field, question: Question, typed: str, today: dt.date) -> Value:
    """Return what was typed as a value of `field`; raises WrongValueError."""
    if field.kind == "number":
        return Value(number=_number(field, typed))
    if field.kind in ("choice", "choices"):
        value = choose(question, _label(question, typed))
        if not value.choices or value.text or (len(value.choices) > 1 and field.kind == "choice"):
            raise WrongValueError(N_("takes one of its choices: its number or its word"))
        return value
    if field.kind == "text":
        return parse_typed(question, typed)
    try:
        day, hour = parse_due(typed, today)
    except UsageError as error:
        raise WrongValueError(error.sentence, **error.values) from None
    if day < today:
        raise WrongValueError(N_("{day} has gone by: it takes a day to come"), day=str(day))
    if field.kind == "day":
        return Value(text=str(day))
    return Value(text=due_text(day, hour))


def _label(question: Question, typed: str) -> str:
    """Return the key of the one label that holds the words `typed`, else `typed`."""
    words = set(fold(typed).split())
    fitting = [
        key
        for key, labels in question.choices.items()
        if any(words <= set(fold(label).split()) for label in labels.values())
    ]
    telling = any(len(word) > _LONGEST_ARTICLE for word in words)
    return fitting[0] if telling and len(fitting) == 1 else typed


def _number(field: Field, typed: str) -> int:
    found = _NUMBER.fullmatch(typed.strip())
    number = int(found[2]) * (-1 if found[1] and found[1] != "+" else 1) if found else None
    if number is None or not field.lowest <= number <= field.highest:
        raise WrongValueError(
            N_("takes a whole number from {lowest} to {highest}"),
            lowest=str(field.lowest).replace("-", "−"),
            highest=field.highest,
        )
    return number


def _with(note: Note, field: Field, value: Value) -> Note:
    """Return `note` with `field` as `value` says."""
    if field is TEXT:
        return note._replace(text=value.text or "", private=value.private or note.private)
    note = note._replace(private=value.private or note.private)
    held: Any = value.text if value.number is None else value.number
    if field.kind in ("choice", "choices"):
        held = list(value.choices) if field.kind == "choices" else value.choices[0]
    return note._replace(details=in_order(note.kind, {**note.details, field.name: held}))


def in_order(kind: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """Return `details` in the order of the fields of `kind`, so that equal ones are equal rows."""
    names = [*(field.name for field in FIELDS[kind]), *KEPT_BESIDE.get(kind, ())]
    return {name: details[name] for name in (*names, *details) if name in details}
