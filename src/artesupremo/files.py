"""Private folders and files, and writing that is whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO, cast

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600


def make_private_folder(path: str) -> None:
    """Make the folder `path` (0700) and those above it that are missing; synced, so they stay."""
    if os.path.isdir(path):
        return
    parent = os.path.dirname(path)
    if parent and parent != path:
        make_private_folder(parent)
    with suppress(FileExistsError):
        os.mkdir(path, PRIVATE_FOLDER)
        with suppress(PermissionError):  # a folder one may write to but not read
            sync_folder(parent or os.curdir)


def create_private_file(path: str) -> None:
    """Make the empty file `path` (0600) if it is missing; never follows a planted link."""
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)
    with suppress(FileExistsError):
        os.close(os.open(path, flags, PRIVATE_FILE))


def open_to_read(path: str) -> BinaryIO:
    """Open the file `path` to read its bytes.

    Raises OSError; also for a pipe or a device, which might never end, and for a folder.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    return _only_a_file(handle, path, "rb")


def open_to_append(path: str) -> BinaryIO:
    """Open the private file `path` (made 0600 if it is missing) to add bytes at its end.

    Raises OSError; also for a link, a pipe, a device or a folder in its place.
    """
    make_private_folder(os.path.dirname(path))
    flags = os.O_CREAT | os.O_APPEND | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(path, flags | getattr(os, "O_NONBLOCK", 0), PRIVATE_FILE)
    return _only_a_file(handle, path, "ab")


def is_ours_alone(path: str) -> bool:
    """Tell whether a file at `path`, if there is one, is a file with that one name: no link."""
    try:
        return _has_one_name(os.lstat(path))
    except FileNotFoundError:
        return True


def _has_one_name(held: os.stat_result) -> bool:
    return stat.S_ISREG(held.st_mode) and held.st_nlink <= 1


def _only_a_file(handle: int, path: str, mode: str) -> BinaryIO:
    held = os.fstat(handle)
    if not stat.S_ISREG(held.st_mode) or (mode == "ab" and not _has_one_name(held)):
        os.close(handle)
        raise OSError(errno.EINVAL, "is no file", path)
    return cast("BinaryIO", os.fdopen(handle, mode))


def write_atomically(path: str, data: bytes) -> None:
    """Put `data` at `path` (0600): readers see the old file or the new one, never half of it.

    A symbolic link at `path` is replaced, not followed. Raises OSError.
    """
    with atomic_file(path) as file:
        file.write(data)


@contextmanager
def atomic_file(path: str) -> Iterator[BinaryIO]:
    """Lend a file to write to; it stands at `path` (0600) once all of it was written and synced.

    As `write_atomically`, for what is too long to hold in memory.
    """
    make_private_folder(os.path.dirname(path))
    draft = f"{path}.{os.getpid()}.tmp"
    with suppress(FileNotFoundError):
        os.unlink(draft)  # of a run that was cut off; never written through
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)
    try:
        with os.fdopen(os.open(draft, flags, PRIVATE_FILE), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(draft)
        raise
    sync_folder(os.path.dirname(path))


def sync_folder(path: str) -> None:
    """Make renames and removals in the folder `path` survive a power cut, where that is known."""
    if os.name == "nt":  # Windows has no handle for a folder to sync
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def private_draft(folder: str, text: str) -> Iterator[str]:
    """Lend a private file (0600, in `folder`) that holds `text`; it is gone afterwards.

    So is what the editor made beside it under its name: a copy, a swap file.
    """
    make_private_folder(folder)
    name = f"{_DRAFT}{os.getpid()}.md"
    path = os.path.join(folder, name)
    write_atomically(path, text.encode())
    try:
        yield path
    finally:
        for left in _names_in(folder):
            if name in left:
                _remove(os.path.join(folder, left))


def sweep_drafts(folder: str) -> None:
    """Remove the drafts in `folder` whose program was killed before it could."""
    for name in _names_in(folder):
        number = name.partition(_DRAFT)[2].partition(".")[0]
        if number.isascii() and number.isdigit() and not _is_running(int(number[:9])):
            _remove(os.path.join(folder, name))


_DRAFT = "borrador-"


def _names_in(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _remove(path: str) -> None:
    with suppress(OSError):
        os.unlink(path)


def _is_running(number: int) -> bool:
    """Tell whether the process `number` may still be running."""
    if os.name == "nt":  # to ask is to end it; a file that is open there stays anyway
        return number == os.getpid()
    try:
        os.kill(number, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True
