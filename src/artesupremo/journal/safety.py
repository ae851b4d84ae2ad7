"""Snapshots: whole copies of the journal, complete under their final name or not there at all."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress

from artesupremo.files import create_private_file, make_private_folder, sync_folder


def take_snapshot(connection: sqlite3.Connection, folder: str, name: str) -> str:
    """Copy the journal behind `connection` into `folder` and return the path of the copy.

    The copy is written beside its final name, checked, synced and renamed. Raises sqlite3.Error
    or OSError; then no file of that name is left.
    """
    make_private_folder(folder)
    final = _free_name(folder, name)
    draft = final + ".tmp"
    with suppress(FileNotFoundError):
        os.unlink(draft)
    create_private_file(draft)  # VACUUM INTO keeps the mode of an empty file
    try:
        connection.execute("VACUUM INTO ?", (draft,))
        _check_copy(draft)
        os.replace(draft, final)
    except BaseException:
        with suppress(OSError):
            os.unlink(draft)
        raise
    sync_folder(folder)
    return final


def _free_name(folder: str, name: str) -> str:
    number = 1
    while os.path.exists(os.path.join(folder, f"{name}-{number:03d}.db")):
        number += 1
    return os.path.join(folder, f"{name}-{number:03d}.db")


def _check_copy(path: str) -> None:
    copy = sqlite3.connect(path)
    try:
        verdict = copy.execute("PRAGMA quick_check").fetchone()[0]
    finally:
        copy.close()
    if verdict != "ok":
        raise sqlite3.DatabaseError(verdict)
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
