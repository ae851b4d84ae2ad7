"""What was typed and could not be saved: kept in a file of its own, and named until it is gone.

No Typer here: the front door needs it.
"""

from __future__ import annotations

import os
import stat
from binascii import crc32

from artesupremo.cli.output import tell_error
from artesupremo.cli.session import Session
from artesupremo.errors import ArteError, JournalError
from artesupremo.files import PRIVATE_FOLDER, open_to_append, sync_folder
from artesupremo.i18n import _, plural

_ENDING = ".md"


def tell(session: Session, error: ArteError) -> None:
    """Say what went wrong; show what was typed and is not saved, and keep it elsewhere."""
    if not isinstance(error, JournalError) or not error.unsaved:
        tell_error(error)
        return
    path = keep_unsaved(session, error)
    kept = _("It is safe in {path}.").format(path=path)
    if not path:
        kept = _("There is no room for it anywhere: only the screen has it.")
    tell_error(error, [_("Not saved: {answer}").format(answer=error.unsaved), kept])


def keep_unsaved(session: Session, error: JournalError) -> str | None:
    """Write what `error` left unsaved where there is room, and return the path of the file.

    The state folder, else the one for what lasts as long as the login, else the one for temporary
    files; None if there is nothing to keep or no room anywhere.
    """
    if not error.unsaved:
        return None
    heading = " · ".join(filter(None, [f"{session.now:%Y-%m-%d %H:%M}", error.about]))
    text = f"# {heading}\n\n{error.unsaved}\n\n".encode("utf-8", "replace")
    for folder in _folders(session):
        path = os.path.join(folder, f"rescue-{session.now:%Y-%m-%d}{_ENDING}")
        try:
            _append(folder, path, text)
        except OSError:
            continue
        return path
    return None


def waiting(session: Session) -> list[str]:
    """Return the paths of the files that hold what could not be saved."""
    found = []
    for folder in _folders(session):
        if _is_ours(folder):
            names = sorted(name for name in os.listdir(folder) if name.endswith(_ENDING))
            found += [os.path.join(folder, name) for name in names]
    return found


def tell_waiting(session: Session) -> None:
    """Say in one line that something typed before is in no journal yet, if so."""
    paths = waiting(session)
    if paths:
        words = plural(
            "Not in the journal yet: what {path} holds. Written anew, the file can go.",
            "Not in the journal yet: what {path} and others beside it hold. Written anew, the"
            " files can go.",
            len(paths),
        )
        session.tell(words.format(path=paths[0]))


def _folders(session: Session) -> list[str]:
    """Return where such files may be, the best place first."""
    # A folder for each home, so that another journal's words are not taken for this one's.
    own = f"arte-rescue-{crc32(os.fsencode(session.places.data)):08x}"
    runtime = session.environ.get("XDG_RUNTIME_DIR")
    temporary = session.environ.get("TMPDIR") or session.environ.get("TEMP") or "/tmp"  # noqa: S108
    passing = [folder for folder in (runtime, temporary) if folder and os.path.isdir(folder)]
    return [session.places.rescue, *(os.path.join(folder, own) for folder in passing)]


def _append(folder: str, path: str, text: bytes) -> None:
    if not _is_ours(folder):
        os.makedirs(folder, PRIVATE_FOLDER)
    was = os.path.getsize(path) if os.path.exists(path) else None
    try:
        with open_to_append(path) as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError:  # half of it is of no use, and would take the place of the whole
        if was is None:
            os.unlink(path)
        else:
            os.truncate(path, was)
        raise
    sync_folder(folder)


def _is_ours(folder: str) -> bool:
    """Tell whether `folder` is one, and nobody else's: others may write where it stands."""
    try:
        held = os.lstat(folder)
    except OSError:
        return False
    mine = not hasattr(os, "getuid") or held.st_uid == os.getuid()
    return stat.S_ISDIR(held.st_mode) and mine
