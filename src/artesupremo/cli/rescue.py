"""What was typed and could not be saved: kept in a private file, and named until it is gone.

No Typer here, as in `everyday`.
"""

from __future__ import annotations

import os
import re
import stat
from binascii import crc32
from collections.abc import Iterator
from contextlib import suppress

from artesupremo.cli.session import Session
from artesupremo.errors import JournalError
from artesupremo.files import PRIVATE_FILE, PRIVATE_FOLDER, make_private_folder
from artesupremo.i18n import _, plural
from artesupremo.reports.faces.lines import command
from artesupremo.text import clean

_NAME = re.compile(r"rescue-[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{4}(-[0-9]+)?\.md")
_TRIES = 100  # failures within one minute


def rescue(session: Session, error: JournalError) -> None:
    """Keep what `error` says was not saved, and say where; it was shown on the screen already."""
    text = _page(session, error)
    for folder in _folders(session):
        with suppress(OSError):
            path = _written(folder, f"rescue-{session.now:%Y-%m-%d-%H%M}", text)
            session.tell(_("It is kept in {path} until it is written again.").format(path=path))
            return
    session.tell(_("It could not be kept in any file: only this screen has it."))


def _page(session: Session, error: JournalError) -> bytes:
    reason = _(error.sentence).format(**error.values)
    parts = [f"# {session.now:%Y-%m-%d %H:%M}", reason, f"## {error.about}", error.unsaved or ""]
    return ("\n\n".join(clean(part) for part in parts) + "\n").encode("utf-8", "replace")


def _written(folder: str, name: str, text: bytes) -> str:
    """Write `text` to a new private file in `folder` and return its path; raises OSError."""
    make_private_folder(folder)
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)
    for number in range(1, _TRIES):
        path = os.path.join(folder, f"{name}.md" if number == 1 else f"{name}-{number}.md")
        with suppress(FileExistsError):
            handle = os.open(path, flags, PRIVATE_FILE)
            break
    else:
        raise FileExistsError(path)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        os.unlink(path)
        raise
    return path


def _folders(session: Session) -> Iterator[str]:
    """Yield where a rescue file may be, the best place first: the disk of the journal is full."""
    environ, places = session.environ, session.places
    yield places.data
    yield places.state
    # One folder a home, so that another home's words are not taken for this one's.
    own = f"arte-{crc32(os.fsencode(places.data)):08x}"
    shared = environ.get("TMPDIR") or environ.get("TEMP") or "/tmp"  # noqa: S108  # see _is_ours
    for parent in (environ.get("XDG_RUNTIME_DIR"), shared):
        folder = os.path.join(parent or "", own)
        if parent and os.path.isdir(parent) and _is_free_or_ours(folder):
            yield folder


def _is_free_or_ours(folder: str) -> bool:
    """Tell whether nobody else made `folder`, where everybody may: it is not there, or is ours."""
    try:
        status = os.lstat(folder)
    except OSError:
        return True
    owner = os.getuid() if hasattr(os, "getuid") else status.st_uid  # Windows has no owners here
    private = os.name == "nt" or stat.S_IMODE(status.st_mode) == PRIVATE_FOLDER
    return stat.S_ISDIR(status.st_mode) and status.st_uid == owner and private


def rescued(session: Session) -> list[str]:
    """Return the paths of the rescue files there are."""
    found: list[str] = []
    for folder in _folders(session):
        with suppress(OSError):
            names = sorted(name for name in os.listdir(folder) if _NAME.fullmatch(name))
            found += [os.path.join(folder, name) for name in names]
    return found


def name_rescued(session: Session) -> None:
    """Say in one line that unsaved words wait in a file, if any do."""
    paths = rescued(session)
    if not paths:
        return
    words = plural(
        "Unsaved words wait in {path}: {command} takes them, then the file can be deleted.",
        "Unsaved words wait in {count} files, the first in {path}: {command} takes them, then they"
        " can be deleted.",
        len(paths),
    )
    typed = command("edit", "editar")
    session.tell(words.format(count=len(paths), path=paths[0], command=typed))
