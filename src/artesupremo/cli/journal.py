"""The journal's file from the command line: `arte journal path`, `info`, `import`."""

from __future__ import annotations

import os
import sys
from typing import Any

from artesupremo.cli.output import print_json, print_lines
from artesupremo.cli.session import Session
from artesupremo.errors import DONE, NothingToShowError, UsageError
from artesupremo.i18n import N_, _, plural
from artesupremo.journal.model import SCHEMA_VERSION
from artesupremo.journal.queries import count_answers, count_notes, recorded_days, recorded_span


def show_path(session: Session) -> int:
    """Print where the journal is, or will be."""
    print_lines([session.places.journal_file])
    return DONE


def show_info(session: Session, *, json: bool) -> int:
    """Print what the journal holds: days, answers, size; never an answer."""
    journal, path = session.journal, session.places.journal_file
    span = recorded_span(journal)
    if span is None:
        raise NothingToShowError(N_("Nothing is written yet: arte today begins."))
    info: dict[str, Any] = {
        "path": path,
        "id": journal.id,
        "schema": SCHEMA_VERSION,
        "bytes": os.path.getsize(path),
        "first": span[0].isoformat(),
        "last": span[1].isoformat(),
        "days": len(recorded_days(journal)),
        "answers": count_answers(journal),
        "notes": count_notes(journal),
        "snapshots": _snapshots(session),
    }
    if json:
        print_json("journal-info", info)
        return DONE
    print_lines(
        [
            _("File: {path} ({size} KiB)").format(path=path, size=-(-info["bytes"] // 1024)),
            _("From {first} to {last}: {days} days, {answers} answers, {notes} notes").format(
                **info
            ),
            _("Snapshots: {snapshots} in {folder}").format(
                snapshots=info["snapshots"], folder=session.places.snapshots
            ),
        ]
    )
    return DONE


def _snapshots(session: Session) -> int:
    try:
        return sum(name.endswith(".db") for name in os.listdir(session.places.snapshots))
    except OSError:
        return 0


def import_file(session: Session, source: str) -> int:
    """Take in a journal file (docs/journal-format.md): all of it, or nothing."""
    from artesupremo.journal.exchange import import_parcel, lines_of, read_parcel

    name = _("standard input") if source == "-" else source
    try:
        if source == "-":
            if sys.stdin is None:  # closed by whoever started arte
                raise FileNotFoundError(name)
            parcel = read_parcel(lines_of(sys.stdin.buffer), name)
        else:
            with open(source, "rb") as file:
                parcel = read_parcel(lines_of(file), name)
    except OSError:
        raise UsageError(
            N_("The file {path} cannot be read: is it there, and may it be read?"), path=name
        ) from None
    done = import_parcel(session.journal, session.clerk(session.today), parcel)
    lines = [
        plural("{count} record added.", "{count} records added.", done.added).format(
            count=done.added
        )
    ]
    if done.known:
        lines.append(
            plural("{count} was here already.", "{count} were here already.", done.known).format(
                count=done.known
            )
        )
    if done.different:
        lines.append(
            plural(
                "{count} is here with other words, which stay.",
                "{count} are here with other words, which stay.",
                done.different,
            ).format(count=done.different)
        )
    print_lines(lines)
    return DONE
