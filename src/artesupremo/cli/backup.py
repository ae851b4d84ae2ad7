"""`arte journal backup`: a whole copy of the journal, to keep elsewhere."""

from __future__ import annotations

import os

from artesupremo.cli.output import print_lines
from artesupremo.cli.session import Session
from artesupremo.errors import DONE, UsageError
from artesupremo.i18n import N_
from artesupremo.settings import find_export_folder


def back_up(session: Session, target: str | None, *, force: bool) -> int:
    """Write a checked copy to `target`, a file or a folder, and print its path."""
    path = _path(session, target)
    is_link = os.path.islink(path)
    if os.path.lexists(path) and not (os.path.isfile(path) or is_link):
        raise UsageError(N_("{path} is no file: another name is needed."), path=path)
    if os.path.realpath(path) == os.path.realpath(session.places.journal_file):
        raise UsageError(N_("{path} is the journal itself: another name is needed."), path=path)
    if os.path.lexists(path) and not force:
        raise UsageError(N_("{path} is there already: --force writes over it."), path=path)
    try:
        session.journal.save_copy(path)
    except OSError:
        raise UsageError(
            N_("{path} cannot be written: is there room, and may it be written?"), path=path
        ) from None
    print_lines([path])
    return DONE


def _path(session: Session, target: str | None) -> str:
    name = f"arte-{session.today}.db"
    if target is None:
        exports = find_export_folder(session.places, session.settings, session.environ)
        return os.path.join(os.path.dirname(exports), name)
    path = os.path.abspath(os.path.expanduser(target))
    is_folder = os.path.isdir(path) or target.endswith(("/", os.sep))
    return os.path.join(path, name) if is_folder else path
