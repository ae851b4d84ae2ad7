"""The one JSON into which everything people write is compiled, rebuilt when a file changes.

Reading YAML and TOML and checking them costs a quarter of a second; reading this costs one
millisecond, so the way to the first question reads only this. Never pickle: JSON cannot run code.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any
from zlib import crc32

from artesupremo.files import open_to_read, write_atomically

Section = dict[str, Any]
Signature = list[list[Any]]


class Compiled:
    """Named sections, each valid as long as its signature (files and their stamps) holds.

    Without a path nothing is read or kept: everything is built anew.
    """

    def __init__(self, path: str | None, version: str) -> None:
        self._path = path
        self._version = version
        self._sections: dict[str, Section] = {}
        self._read()

    def section(
        self,
        name: str,
        signature: Signature,
        build: Callable[[Section | None], Section],
    ) -> Section:
        """Return section `name`, built anew by `build(last good section)` if its files changed."""
        held = self._sections.get(name)
        if held and held["signature"] == signature:
            return dict(held["data"])
        data = build(held["data"] if held else None)
        self._sections[name] = {"signature": signature, "data": data}
        self._write()
        return data

    def _read(self) -> None:
        if self._path is None:
            return
        with suppress(OSError), open_to_read(self._path) as file:
            seal, _end, text = file.read().partition(b"\n")
            if seal == self._seal(text):  # else it is damaged, or of another version
                self._sections = json.loads(text.decode("utf-8", "surrogatepass"))

    def _write(self) -> None:
        if self._path is None:
            return
        held = json.dumps(self._sections, ensure_ascii=False, separators=(",", ":"))
        text = held.encode("utf-8", "surrogatepass")
        # A cache that cannot be written costs time, not answers.
        with suppress(OSError):
            write_atomically(self._path, self._seal(text) + b"\n" + text)

    def _seal(self, text: bytes) -> bytes:
        """Return the first line of the file: a turned bit may still leave JSON."""
        return f"{self._version} {crc32(text):08x}".encode()


def stamp(paths: Iterable[str]) -> Signature:
    """Return the signature of the files `paths`: name, time of change in ns, size in bytes."""
    stamps: Signature = []
    for path in paths:
        with suppress(OSError):
            status = os.stat(path)
            stamps.append([path, status.st_mtime_ns, status.st_size])
    return stamps
