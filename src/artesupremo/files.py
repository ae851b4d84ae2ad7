"""Private folders and files, and writing that is whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600


def make_private_folder(path: str) -> None:
    """Make the folder `path` (0700) and those above it that are missing, to survive a power cut."""
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
    """Lend a private file (0600, in `folder`) that holds `text`; it is gone afterwards."""
    make_private_folder(folder)
    path = os.path.join(folder, f"borrador-{os.getpid()}.md")
    write_atomically(path, text.encode())
    try:
        yield path
    finally:
        with suppress(OSError):
            os.unlink(path)
