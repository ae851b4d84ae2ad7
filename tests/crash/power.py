"""Simulated power loss: what a disk may hold when the power fails in the middle of a run.

The calls of a run are recorded with strace, with all their data, and played again up to a point.
What a sync (fsync, fdatasync) covered is kept. Of the rest the disk may hold anything: each
un-synced write is dropped, kept or torn, in any order; each un-synced creation, removal and
renaming in a folder is undone or not, in order or, worse than real file systems, in any order.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

RECORDED = (
    "openat", "creat", "write", "pwrite64", "ftruncate", "fallocate", "fsync", "fdatasync",
    "unlink", "unlinkat", "rename", "renameat", "renameat2", "mkdir", "mkdirat", "link",
)  # fmt: skip
SECTOR = 512
PAGE = 4096
_LINE = re.compile(r"^\d+ +(\w+)\((.*)\) += (-?\d+)")
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')
_FD = re.compile(r"^\d+<((?:\\x[0-9a-f]{2})*)>")
SAID = "said"


class Op(NamedTuple):
    """One thing that happened: to a file or a folder (by path), or on the screen."""

    what: str  # "create", "write", "cut", "sync", "unlink", "rename", "mkdir", "said"
    path: str
    place: int = 0  # where a write begins; how long a file is cut to
    data: bytes = b""
    to: str = ""


def recorder(log: Path) -> list[str]:
    """Return what records a run in `log`."""
    calls = ",".join(f"?{call}" for call in RECORDED)
    return ["strace", "-f", "-qq", "-y", "-xx", "-s", "1000000", "-o", str(log),
            "-e", f"trace={calls}"]  # fmt: skip


def recorded(log: Path, home: Path) -> list[Op]:
    """Return what the run in `log` did under `home`, by paths relative to it, and what it said."""
    text = log.read_text()
    assert "<unfinished" not in text, "two threads wrote at once"
    ops: list[Op] = []
    ends: dict[str, int] = {}  # where a plain write to a file goes on
    for line in text.splitlines():
        found = _LINE.match(line)
        if found and int(found[3]) >= 0:
            ops += _to_ops(found[1], found[2], home, ends)
    return ops


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _to_ops(call: str, words: str, home: Path, ends: dict[str, int]) -> Iterator[Op]:
    strings = [_bytes(found[1]) for found in _STRING.finditer(words)]
    opened = _FD.match(words)
    if call in ("write", "pwrite64") and opened:
        held = _bytes(opened[1]).decode()
        name = _under(held, home)
        if name:
            place = int(words.rpartition(",")[2]) if call == "pwrite64" else ends.get(name, 0)
            ends[name] = place + len(strings[0])
            yield Op("write", name, place, strings[0])
        elif held.startswith(("/dev/pts", "pipe:")) and words.startswith(("1<", "2<")):
            yield Op(SAID, "", data=strings[0])
    elif call in ("fsync", "fdatasync", "ftruncate", "fallocate") and opened:
        yield from _on_handle(call, words, _under(_bytes(opened[1]).decode(), home))
    elif strings:
        yield from _on_name(call, words, [_under(s.decode(), home) for s in strings], ends)


def _on_handle(call: str, words: str, name: str | None) -> Iterator[Op]:
    if name is None:
        return
    if call in ("fsync", "fdatasync"):
        yield Op("sync", name)
    elif call == "ftruncate":
        yield Op("cut", name, int(words.rpartition(",")[2]))
    else:
        raise AssertionError("fallocate is not modelled")


def _on_name(call: str, words: str, names: list[str | None], ends: dict[str, int]) -> Iterator[Op]:
    name = names[0]
    if name is None:
        return
    if call in ("openat", "creat"):
        if "O_CREAT" in words or call == "creat":
            yield Op("create", name)
            ends[name] = 0
        if "O_TRUNC" in words:
            yield Op("cut", name, 0)
    elif call.startswith("unlink"):
        yield Op("unlink", name)
    elif call.startswith("rename"):
        assert names[1] is not None
        yield Op("rename", name, to=names[1])
    elif call.startswith("mkdir"):
        yield Op("mkdir", name)
    else:
        raise AssertionError(f"{call} is not modelled")


def _under(path: str, home: Path) -> str | None:
    """Return `path` relative to `home` ("." for home itself), None if it is elsewhere."""
    if path == str(home):
        return "."
    name = path.removeprefix(f"{home}/")
    ours = name != path and not name.startswith("cache") and not name.endswith("-shm")
    return name if ours else None  # the -shm of a control is memory, not a file


# The disk


class File:
    """The contents of one file: what is on the disk for certain, and what may be."""

    def __init__(self, data: bytes = b"") -> None:
        self.data = data
        self.waiting: list[tuple[int, bytes | None]] = []  # None: cut there

    def now(self) -> bytes:
        return _played(self.data, self.waiting)

    def sync(self) -> None:
        self.data, self.waiting = self.now(), []

    def after_power_loss(self, dice: random.Random) -> bytes:
        """Return what the disk may hold: some of the waiting writes, some of them torn."""
        how = dice.random()
        if how < 0.2 or not self.waiting:
            return self.data
        if how < 0.4:
            kept = self.waiting[: dice.randint(0, len(self.waiting))]  # as they came
        else:
            kept = [one for one in self.waiting if dice.random() < dice.choice((0.2, 0.5, 0.9))]
        if how > 0.7:
            kept = [part for one in kept for part in _torn(one, dice)]
        return _played(self.data, kept)


def _torn(one: tuple[int, bytes | None], dice: random.Random) -> list[tuple[int, bytes | None]]:
    """Return the part of a write that reached the disk: half a page, or some sectors of it."""
    place, data = one
    if data is None or dice.random() < 0.5:
        return [one]
    if dice.random() < 0.5:
        return [(place, data[: max(len(data) // 2, 1)])]
    sectors = range(0, len(data), SECTOR)
    return [(place + at, data[at : at + SECTOR]) for at in sectors if dice.random() < 0.5]


def _played(data: bytes, waiting: Iterable[tuple[int, bytes | None]]) -> bytes:
    held = bytearray(data)
    for place, new in waiting:
        if len(held) < place:
            held += bytes(place - len(held))  # a hole reads as zeros
        if new is None:
            del held[place:]
        else:
            held[place : place + len(new)] = new
    return bytes(held)


class Disk:
    """Files and folders under one home."""

    def __init__(self, home: Path, *, folders_last: bool) -> None:
        """Begin with what `home` holds; `folders_last`: a new folder needs no sync to stay."""
        found = [path for path in home.rglob("*") if _under(str(path), home)]
        names = {str(path.relative_to(home)): path for path in found}
        self.names = {n: File(path.read_bytes()) for n, path in names.items() if path.is_file()}
        self.folders = {".", *(n for n, path in names.items() if path.is_dir())}
        self.sure_names, self.sure_folders = dict(self.names), set(self.folders)
        self.waiting: list[tuple[Op, File | None]] = []
        self.folders_last = folders_last

    def play(self, op: Op) -> None:
        if op.what == "write":
            self.names[op.path].waiting.append((op.place, op.data))
        elif op.what == "cut":
            self.names[op.path].waiting.append((op.place, None))
        elif op.what == "sync":
            self._sync(op.path)
        elif op.what == "create" and op.path not in self.names:
            self._change(op, File())
        elif op.what == "mkdir":
            self._change(op, None)
            if self.folders_last:
                self.sure_folders.add(op.path)
        elif op.what in ("unlink", "rename"):
            self._change(op, self.names[op.path])

    def _change(self, op: Op, file: File | None) -> None:
        self.waiting.append((op, file))
        _rename(self.names, self.folders, op, file)

    def _sync(self, path: str) -> None:
        if path in self.names:
            self.names[path].sync()
            return
        still = []
        for op, file in self.waiting:
            if str(Path(op.path).parent) == path:
                _rename(self.sure_names, self.sure_folders, op, file)
            else:
                still.append((op, file))
        self.waiting = still

    def after_power_loss(self, dice: random.Random) -> dict[str, bytes]:
        """Return the files that the disk may hold, by name."""
        names, folders = dict(self.sure_names), set(self.sure_folders)
        how = dice.random()
        if how < 0.5:
            kept = self.waiting[: dice.randint(0, len(self.waiting))]
        elif how < 0.75:
            kept = []
        else:
            kept = [one for one in self.waiting if dice.random() < 0.5]
        for op, file in kept:
            _rename(names, folders, op, file)
        there = {
            name: file
            for name, file in names.items()
            if all(str(parent) in folders for parent in Path(name).parents)
        }
        contents = {id(file): file.after_power_loss(dice) for file in there.values()}
        return {name: contents[id(file)] for name, file in there.items()}


def _rename(names: dict[str, File], folders: set[str], op: Op, file: File | None) -> None:
    if op.what == "mkdir":
        folders.add(op.path)
    elif op.what == "unlink":
        if names.get(op.path) is file:
            names.pop(op.path)
    elif file is not None:
        if op.what == "rename" and names.get(op.path) is file:
            names.pop(op.path)
        names[op.to or op.path] = file


class State(NamedTuple):
    """What a power cut left: the files, and what had been said before it."""

    at: int  # how many operations had been done
    files: dict[str, bytes]
    said: str

    @property
    def key(self) -> bytes:
        """Return what tells this state from another."""
        digest = hashlib.blake2b(self.said.encode())
        for name, data in sorted(self.files.items()):
            digest.update(name.encode() + b"\0" + hashlib.blake2b(data).digest())
        return digest.digest()

    def lay_out(self, folder: Path) -> Path:
        """Write the files under `folder`."""
        for name, data in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return folder


def states(
    home: Path, ops: Sequence[Op], count: int, seed: int, *, folders_last: bool = True
) -> Iterator[State]:
    """Yield `count` states that a power cut during `ops`, begun in `home`, may leave.

    Where more waits for a sync there are more of them, and it is cut more often.
    """
    dice = random.Random(seed)  # noqa: S311  # the same states each time
    places = range(len(ops) + 1)
    weights = _waiting(Disk(home, folders_last=folders_last), ops)
    disk = Disk(home, folders_last=folders_last)
    said, done = b"", 0
    for cut in sorted(dice.choices(places, weights, k=count)):
        for op in ops[done:cut]:
            disk.play(op)
            said += op.data if op.what == SAID else b""
        done = cut
        yield State(cut, disk.after_power_loss(dice), _plain(said))


def _waiting(disk: Disk, ops: Sequence[Op]) -> list[int]:
    """Return how much may be lost by a power cut before each operation and after the last."""
    found = [1]
    for op in ops:
        disk.play(op)
        files = sum(len(file.waiting) for file in disk.names.values())
        found.append(1 + files + len(disk.waiting))
    return found


def moments(home: Path, ops: Sequence[Op]) -> Iterator[State]:
    """Yield what the files are, with nothing lost, at the begin and after each word or removal.

    A removal of the rollback journal is a commit; the last moment is the end.
    """
    disk = Disk(home, folders_last=True)
    said = b""
    for at, op in enumerate([None, *ops]):
        if op is not None:
            disk.play(op)
            said += op.data if op.what == SAID else b""
        if op is None or at == len(ops) or op.what in (SAID, "unlink"):
            files = {name: file.now() for name, file in disk.names.items()}
            yield State(at, files, _plain(said))


def _plain(said: bytes) -> str:
    return said.decode(errors="replace").replace("\r", "")
