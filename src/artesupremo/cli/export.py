"""`arte export`: a page of Markdown, or the journal as JSON Lines, JSON or CSV."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import BinaryIO, NamedTuple

from artesupremo.cli.damage import tell_left_out
from artesupremo.cli.figures import progress_of
from artesupremo.cli.gather import days_of
from artesupremo.cli.output import print_lines
from artesupremo.cli.periods import choose_period
from artesupremo.cli.session import Session, is_terminal
from artesupremo.days import Period
from artesupremo.errors import UsageError
from artesupremo.files import atomic_file
from artesupremo.i18n import N_, _, plural
from artesupremo.journal.queries import answers_between, recorded_span, rest_span
from artesupremo.journal.shown import left_out, whole
from artesupremo.reports.sharing import Sharing
from artesupremo.settings import find_export_folder
from artesupremo.text import escape_json, fold

ENDINGS = {"markdown": "md", "jsonl": "jsonl", "json": "json", "csv": "csv"}
EXPORTED = ("day", "week", "month", "year", "all")
_DIGEST = re.compile(rb"\Aarte_digest: ([0-9a-f]{64})\Z")
# What a file without marks is made of; pages mark what is damaged.
_WHOLE_ROWS = {"jsonl": ("entry", "answer", "note", "rest"), "csv": ("answer",)}
_AT_ONCE = 2_000  # lines of a page
_MAX_FRONT = 100  # lines of front matter


class ExportOptions(NamedTuple):
    """What `arte export` was asked for."""

    format: str = "markdown"
    output: str | None = None  # a file, a folder, "-" for standard output
    share: bool = False
    force: bool = False


Lines = Callable[[], Iterator[str]]


def export(session: Session, kind: str, when: str | None, options: ExportOptions) -> int:
    """Write a period to a file and print its path; "-" writes it to standard output."""
    period = _period(session, kind, when, options)
    written: Counter[str] = Counter()  # rows of the journal that are in the file
    with session.journal.as_it_is_now():
        sharing = _sharing(session) if options.share else None
        lines = _lines(session, period, options, sharing, written)
        if options.output == "-":
            for line in lines():
                sys.stdout.write(line + "\n")
        else:
            path = _target(session, period, options)
            _refuse_what_is_no_file(path)
            if options.format == "markdown" and not options.force:
                _refuse_if_edited(path)
            _write(session, period, path, lines)
            print_lines([path])
        places = _WHOLE_ROWS.get(options.format, ())
        damaged = left_out(session.journal, written, places, *_days(period))
    if sharing:
        _say_what_was_left_out(session, sharing)
    return tell_left_out(session, damaged)


def _period(session: Session, kind: str, when: str | None, options: ExportOptions) -> Period:
    """Return the period to write; a journal file may hold days off and nothing else."""
    off = rest_span(session.journal)
    if kind == "all" and options.format == "jsonl" and off and not recorded_span(session.journal):
        return Period("all", "all", *off)
    return choose_period(session, kind, when)


def _days(period: Period) -> tuple[dt.date, dt.date]:
    """Return the days of `period`; there may be days off before and after all that is written."""
    return (dt.date.min, dt.date.max) if period.kind == "all" else (period.first, period.last)


def _lines(
    session: Session,
    period: Period,
    options: ExportOptions,
    sharing: Sharing | None,
    written: Counter[str],
) -> Lines:
    if options.format == "markdown":
        return lambda: _markdown(session, period, sharing)
    if options.share and options.format == "jsonl":
        raise UsageError(N_("--share makes pages and tables; a journal file is always whole."))
    if options.format == "jsonl":
        from artesupremo.journal.exchange import export_lines

        return lambda: export_lines(session.journal, *_days(period), written)
    if options.format == "csv":
        return lambda: _table(session, period, sharing, written)
    return lambda: _json(session, period, sharing)


def _markdown(session: Session, period: Period, sharing: Sharing | None) -> Iterator[str]:
    """Yield the page, its body many lines at a time: its digest has to stand above it.

    Until that is known the body is kept, a tenth of its size; making it twice takes twice as long.
    """
    from artesupremo.reports.faces.markdown import body, front_matter

    report = progress_of(session, period, sharing.again() if sharing else None)
    lines = body(report, days_of(session, period, sharing))
    digest = hashlib.sha256()
    kept: list[bytes] = []
    while held := list(islice(lines, _AT_ONCE)):
        text = "\n".join(held).encode()
        digest.update(text + b"\n")
        kept.append(zlib.compress(text, level=1))
    yield from front_matter(report, digest.hexdigest(), shared=sharing is not None)
    for pieces in kept:
        yield zlib.decompress(pieces).decode()


def _table(
    session: Session, period: Period, sharing: Sharing | None, written: Counter[str]
) -> Iterator[str]:
    from artesupremo.reports.faces.table import table_lines

    held = answers_between(session.journal, period.first, period.last)
    answers = whole(held, written, "answer")
    return table_lines(sharing.of(answers) if sharing else answers)


def _json(session: Session, period: Period, sharing: Sharing | None) -> Iterator[str]:
    import json

    from artesupremo.cli.output import ENVELOPE_VERSION
    from artesupremo.reports.faces.data import day_data, progress_data

    again = sharing.again() if sharing else None
    report = progress_data(progress_of(session, period, again))
    days = [day_data(day) for day in days_of(session, period, sharing)]
    envelope = {
        "arte": ENVELOPE_VERSION,
        "command": "export",
        "data": {"report": report, "days": days},
    }
    yield escape_json(json.dumps(envelope, ensure_ascii=False, indent=2))


def _sharing(session: Session) -> Sharing:
    private = {q.id for q in session.library.every_question().values() if q.private}
    return Sharing(session.settings.share_names, private, _("[name]"))


def _say_what_was_left_out(session: Session, sharing: Sharing) -> None:
    left, names = sharing.left_out, sharing.replaced
    session.tell(
        _("For sharing: {private}, {names}.").format(
            private=plural(
                "{count} private answer left out", "{count} private answers left out", left
            ).format(count=left),
            names=plural("{count} name replaced", "{count} names replaced", names).format(
                count=names
            ),
        )
    )


# Where it goes


def file_name(period: Period, lang: str, options: ExportOptions) -> str:
    """Return the name of the file: "reflexion-2026-W47.md" in Spanish, "reflection-…" else."""
    stem = "reflexion" if lang == "es" else "reflection"
    name = {"all": "todo" if lang == "es" else "all"}.get(period.name, period.name)
    shared = ("-compartida" if lang == "es" else "-shared") if options.share else ""
    safe = re.sub(r"[^a-z0-9-]", "", fold(name)).replace("-w", "-W")
    return f"{stem}-{safe}{shared}.{ENDINGS[options.format]}"


def _target(session: Session, period: Period, options: ExportOptions) -> str:
    name = file_name(period, session.lang, options)
    if options.output is None:
        folder = find_export_folder(session.places, session.settings, session.environ)
        return os.path.join(folder, name)
    given = os.path.abspath(os.path.expanduser(options.output))
    is_folder = os.path.isdir(given) or options.output.endswith(("/", os.sep))
    return os.path.join(given, name) if is_folder else given


def _refuse_what_is_no_file(path: str) -> None:
    """Refuse to put a file in place of a pipe, a device or a folder; a link is replaced."""
    if os.path.lexists(path) and not (os.path.isfile(path) or os.path.islink(path)):
        raise UsageError(N_("{path} is no file: -o writes elsewhere."), path=path)


def _refuse_if_edited(path: str) -> None:
    """Refuse to write over a page whose body is not what arte wrote."""
    if not os.path.lexists(path):
        return
    try:
        if not os.path.isfile(path):  # a link to nowhere, or to a pipe that would never end
            raise FileNotFoundError(path)
        with open(path, "rb") as file:
            held = _digest_in(file)
            body = hashlib.sha256()
            for piece in iter(lambda: file.read(65536), b""):
                body.update(piece)
    except OSError:
        held, body = None, hashlib.sha256()
    if held != body.hexdigest():
        raise UsageError(
            N_("{path} was edited by hand: --force writes over it, -o writes elsewhere."),
            path=path,
        )


def _digest_in(file: BinaryIO) -> str | None:
    """Return the digest in the front matter of `file`, which is then read up to its body."""
    if file.readline() != b"---\n":
        return None
    digest = None
    for _number in range(_MAX_FRONT):
        line = file.readline().rstrip(b"\n")
        if line == b"---":
            return digest
        found = _DIGEST.match(line)
        digest = found[1].decode() if found else digest
    return None


def _write(session: Session, period: Period, path: str, lines: Lines) -> None:
    try:
        is_long = period.kind in ("year", "all")
        with atomic_file(path) as file, _progress(session, wanted=is_long) as step:
            for line in lines():
                file.write(f"{line}\n".encode())
                step()
    except OSError:
        raise UsageError(
            N_("{path} cannot be written: is there room, and may it be written?"), path=path
        ) from None


@contextmanager
def _progress(session: Session, *, wanted: bool) -> Iterator[Callable[[], None]]:
    """Show on a terminal that something long is going on."""
    if not wanted or session.plain or not is_terminal(sys.stderr):
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    console = Console(stderr=True, no_color=not session.colour)
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(_("Writing"), total=None)
        yield lambda: bar.advance(task)
