"""What `arte doctor` looks at; nothing is changed, and nothing that was written is told."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from artesupremo.cli.recovery import Snapshot, snapshots_of
from artesupremo.cli.rescue import rescued
from artesupremo.cli.session import Session
from artesupremo.errors import ContentError, JournalError
from artesupremo.files import PRIVATE_FILE, PRIVATE_FOLDER
from artesupremo.i18n import _
from artesupremo.journal.health import Health, examine_file
from artesupremo.journal.safety import left_drafts
from artesupremo.settings import default_export_folder, find_export_folder


class Patient(NamedTuple):
    """What was looked at."""

    health: Health | None  # None: there is no journal yet
    unread: str | None  # why the journal could not be looked at
    snapshots: Sequence[Snapshot]
    open_to_others: Sequence[str]  # files and folders
    rescued: Sequence[str]
    drafts: Sequence[str]
    content: dict[str, bool]  # settings, practices, rules: are they right?
    exports: str
    sizes: dict[str, int]  # bytes


def examine_all(session: Session) -> Patient:
    """Look at everything; what was written is read and never told."""
    places = session.places
    health, unread = None, None
    if os.path.exists(places.journal_file):
        try:
            health = examine_file(places.journal_file, places.snapshots)
        except JournalError as error:
            unread = _(error.sentence).format(**error.values)
    content = _content(session)
    exports = (
        find_export_folder(places, session.settings, session.environ)
        if content["settings"]
        else default_export_folder(places, session.environ)
    )
    own = (places.config, places.data, places.state, places.cache)
    drafts = [*left_drafts(places.data), *left_drafts(places.snapshots), *files_in(places.drafts)]
    return Patient(
        health,
        unread,
        snapshots_of(session),
        [path for folder in own for path in _open_to_others(folder)],
        rescued(session),
        drafts,
        content,
        exports,
        {
            "journal": _size([places.journal_file]),
            "snapshots": _size(files_in(places.snapshots)),
            "cache": _size(files_in(places.cache)),
            "log": _size([places.log_file]),
        },
    )


def _content(session: Session) -> dict[str, bool]:
    """Tell whether the files that people write are right; other commands name the line."""
    from artesupremo.library.load import load_library

    found = dict.fromkeys(("settings", "practices", "rules"), True)
    try:
        _settings = session.settings
    except ContentError:
        found["settings"] = False
    try:
        library = load_library(session.places.own_practices, session.compiled)
        found["practices"] = not library.problems
    except ContentError:
        found["practices"] = False
    if list(find_files(session.places.own_wording)):
        found["rules"] = session.rules_are_right()
    return found


def _open_to_others(folder: str) -> Iterator[str]:
    """Yield what in `folder`, and the folder itself, others than its owner may read or write."""
    if os.name == "nt" or not os.path.isdir(folder):
        return
    for parent, _folders, names in os.walk(folder):
        for path in (parent, *(os.path.join(parent, name) for name in sorted(names))):
            with suppress(OSError):
                mode = os.lstat(path).st_mode
                wanted = PRIVATE_FOLDER if stat.S_ISDIR(mode) else PRIVATE_FILE | stat.S_IXUSR
                if not stat.S_ISLNK(mode) and stat.S_IMODE(mode) & ~wanted & 0o777:
                    yield path


def files_in(folder: str) -> list[str]:
    """Return the paths of the files in `folder`, none if it is not there."""
    with suppress(OSError):
        paths = [os.path.join(folder, name) for name in sorted(os.listdir(folder))]
        return [path for path in paths if os.path.isfile(path)]
    return []


def _size(paths: Sequence[str]) -> int:
    total = 0
    for path in paths:
        with suppress(OSError):
            total += os.stat(path).st_size
    return total
