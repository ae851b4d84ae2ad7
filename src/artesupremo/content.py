"""Reading what people write, YAML and JSON, within bounds and with every mistake in its place.

The YAML that is understood is small on purpose: mappings, lists and plain values; no anchors,
aliases or tags; only whole numbers, true, false and null are anything but text. Documents are
read event by event in pure Python, so that depth, size and aliases are refused before anything
is built: the C loader of the library dies on 100,000 brackets, and aliases can grow a line into
gigabytes. This is the only home of PyYAML.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from artesupremo.errors import Problem, UsageError
from artesupremo.files import open_to_read
from artesupremo.i18n import N_
from artesupremo.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    import yaml

MAX_BYTES = 256 * 1024
MAX_EVENTS = 20_000
MAX_DEPTH = 12
MAX_JSON_BYTES = 2 * 1024 * 1024
MAX_JSON_DEPTH = 12

Place = tuple[str | int, ...]  # where in a document: ("plan", "es", "if") or ("steps", "es", 1)

_WHOLE_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,8})")
_HALVES = re.compile("[\ud800-\udfff]")  # halves of surrogate pairs
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


class Document(NamedTuple):
    """What a YAML file says: its tree, the line of each place in it, and its mistakes."""

    file: str
    tree: Any
    lines: dict[Place, int]
    problems: list[Problem]

    def problem(self, place: Place, sentence: str, **values: str | int) -> Problem:
        """Return a problem at `place`, on its line or on that of the nearest place around it."""
        field = ".".join(str(part) for part in place)
        return Problem(self.file, self.line(place), field, sentence, values)

    def line(self, place: Place) -> int:
        """Return the line (from 1) of `place`, or of the nearest place around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_yaml(path: str) -> Document:
    """Return what the file at `path` says; its `problems` are complete, nothing is raised."""
    document = Document(path, None, {}, [])
    text = _read_text(document)
    if text is None:
        return document
    return _Reader(document).read(text)


def _read_text(document: Document) -> str | None:
    try:
        with open_to_read(document.file) as file:
            data = file.read(MAX_BYTES + 1)
    except OSError:
        sentence = N_("cannot be read: is it there, and may it be read?")
        document.problems.append(Problem(document.file, 0, "", sentence, {}))
        return None
    if len(data) > MAX_BYTES:
        sentence = N_("is larger than {count} KiB; a practice takes about three")
        values: dict[str, str | int] = {"count": MAX_BYTES // 1024}
        document.problems.append(Problem(document.file, 0, "", sentence, values))
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        sentence = N_("is not UTF-8 text; save it as UTF-8")
        document.problems.append(Problem(document.file, line, "", sentence, {}))
        return None


def write_yaml(tree: dict[str, Any]) -> str:
    """Return `tree` as the YAML that `read_yaml` reads, in the order it has."""
    import yaml

    return yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=98)


class _StopReadingError(Exception):
    """The document is beyond its bounds or its grammar; the problem is already noted."""


class _Reader:
    """Turns YAML events into a tree, noting lines and mistakes on the way."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.line = 1  # of the latest event

    def read(self, text: str) -> Document:
        import yaml

        tree = None
        try:
            events = self._bounded(yaml.parse(text, Loader=yaml.SafeLoader))
            for event in events:
                if isinstance(event, yaml.NodeEvent):
                    tree = self._node(event, events, ())
        except _StopReadingError:
            pass
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            sentence = N_("is not well-formed YAML here: check quotes, colons and indentation")
            self._note(mark.line + 1 if mark else 1, (), sentence)
        except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
            position = getattr(error, "position", None)
            line = text.count("\n", 0, position) + 1 if position is not None else self.line
            self._note(line, (), N_("holds characters that YAML does not allow"))
        return self.document._replace(tree=tree)

    def _note(self, line: int, place: Place, sentence: str, **values: str | int) -> None:
        field = ".".join(str(part) for part in place)
        self.document.problems.append(
            Problem(self.document.file, line, field, sentence, dict(values))
        )

    def _bounded(self, events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
        import yaml

        documents = 0
        for count, event in enumerate(events):
            line = self.line = _line(event)
            documents += isinstance(event, yaml.DocumentStartEvent)
            if count > MAX_EVENTS or documents > 1:
                self._stop(line, (), N_("is too long: one practice, one file"))
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                self._stop(line, (), N_("uses a YAML anchor or alias; write the text out"))
            if getattr(event, "tag", None):
                self._stop(line, (), N_("uses a YAML tag (!…); put the text in quotes"))
            yield event

    def _stop(self, line: int, place: Place, sentence: str) -> NoReturn:
        self._note(line, place, sentence)
        raise _StopReadingError

    def _node(  # a text, a number, a list or a mapping
        self, event: yaml.Event, events: Iterator[yaml.Event], place: Place
    ) -> Any:  # noqa: ANN401  # as above
        import yaml

        line = _line(event)
        self.document.lines.setdefault(place, line)
        if len(place) > MAX_DEPTH:
            self._stop(line, place[:3], N_("is nested too deeply"))
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, place)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, place)
        return self._scalar(event, place)

    def _mapping(self, events: Iterator[yaml.Event], place: Place) -> dict[str, Any]:
        import yaml

        tree: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            line = _line(event)
            if not isinstance(event, yaml.ScalarEvent):
                self._stop(line, place, N_("has a list or a mapping where a field name is due"))
            key = clean(event.value)
            if key in tree:
                self._note(line, (*place, key), N_("stands twice; keep one of them"))
            self.document.lines[(*place, key)] = line
            tree[key] = self._node(next(events), events, (*place, key))
        return tree

    def _sequence(self, events: Iterator[yaml.Event], place: Place) -> list[Any]:
        import yaml

        items: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._node(event, events, (*place, len(items))))
        return items

    def _scalar(self, event: yaml.Event, place: Place) -> str | int | bool | None:
        written = str(getattr(event, "value", ""))
        if not written.isascii() and _HALVES.search(written):
            self._note(_line(event), place, N_("holds characters that YAML does not allow"))
        value = clean(written)
        if getattr(event, "style", None):  # quoted or block text is text
            return value
        if value.lower() in _WORDS:
            return _WORDS[value.lower()]
        return int(value) if _WHOLE_NUMBER.fullmatch(value) else value


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def parse_json(data: bytes, source: str) -> Any:  # noqa: ANN401  # what JSON holds
    """Return what the JSON `data` says; `source` names it in the error.

    Refused with a UsageError: more than 2 MiB, text that is not UTF-8 (a byte-order mark is
    fine), nesting over 12, duplicate keys, NaN and infinities, lone surrogates, long numbers.
    """
    if len(data) > MAX_JSON_BYTES:
        raise UsageError(
            N_("{source} holds more than {count} MiB; nothing was saved."),
            source=source,
            count=MAX_JSON_BYTES // 1024 // 1024,
        )
    try:
        text = data.decode("utf-8-sig")
        _check_nesting(text)
        tree = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
        json.dumps(tree, ensure_ascii=False).encode()  # refuses lone surrogates
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        sentence = (
            N_("{source} is not the JSON expected, see line {line}; nothing was saved.")
            if line
            else N_("{source} is not the JSON expected; nothing was saved.")
        )
        raise UsageError(sentence, source=source, line=line) from None
    return tree


def _check_nesting(text: str) -> None:
    depth, quoted, escaped = 0, False, False
    for char in text:
        if quoted:
            quoted = escaped or char != '"'
            escaped = char == "\\" and not escaped
        elif char == '"':
            quoted = True
        else:
            depth += (char in "[{") - (char in "]}")
            if depth > MAX_JSON_DEPTH:
                raise ValueError("nested too deeply")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    tree = dict(pairs)
    if len(tree) != len(pairs):
        raise ValueError("a key stands twice")
    return tree


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)
