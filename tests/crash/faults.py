"""What the crash programs share: homes, the program on a terminal, strace's faults, the counts.

A test module takes it in with `pytest_plugins = ("faults",)`. Everything here starts the real
program in a process of its own, in English, at about noon. (PYTEST_DONT_REWRITE: test modules
import it before pytest registers it.)
"""

from __future__ import annotations

import compileall
import contextlib
import datetime as dt
import json
import os
import platform
import pty
import re
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import termios
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

import artesupremo
from artesupremo.days import moment
from artesupremo.journal import schema
from artesupremo.journal.model import APPLICATION_ID, Answer, Asked, Entry, Value
from artesupremo.journal.rows import answer_row, entry_row, is_intact

HERE = Path(__file__).parent
SOURCE = Path(artesupremo.__file__).parents[1]
ARTE = [sys.executable, "-m", "artesupremo"]
KILLED = -signal.SIGKILL
_HOUR = dt.datetime.now(dt.UTC).hour
ZONE = f"Etc/GMT{_HOUR - 12:+d}"  # where it is about noon
_PROMPT = re.compile(r"(?:\A|\n)(?:\x1b\[\?2004h)?[›>] ")
_LIMIT = 60  # seconds that a run may take

# A whole sitting, question by question: what is typed, and what must be kept.
MORNING = {
    "energy": ("4 after the break", (4, None, None, "after the break")),
    "posture-now": ("feet", (None, '["feet"]', None, None)),
    "greeting": ("Good morning, Inés", (None, None, "Good morning, Inés", None)),
    "message": ("", None),
    "plan": ("breathe first", (None, None, "breathe first", None)),
}
CLOSING = {
    "good-moment": ("She laughed", (None, None, "She laughed", None)),
    "posture": ("5", (5, None, None, None)),
    "greetings": ("", None),
    "messages": ("2 in a hurry", (2, None, None, "in a hurry")),
    "practice": ("0", (0, None, None, None)),
    "next-time": ("Look first", (None, None, "Look first", None)),
}
SITTINGS = {"today": MORNING, "close": CLOSING}
LINES = {command: [typed for typed, _ in asked.values()] for command, asked in SITTINGS.items()}
VALUES = {
    command: {key: value for key, (_, value) in asked.items()}
    for command, asked in SITTINGS.items()
}


def now() -> dt.datetime:
    """Return the local time of the program."""
    return dt.datetime.now(ZoneInfo(ZONE))


# What this machine lets us do


@cache
def _strace_works() -> bool:
    if not shutil.which("strace"):
        return False
    argv = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=write"]
    argv += ["-e", "inject=write:signal=SIGKILL:when=1", "echo", "unharmed"]
    return subprocess.run(argv, check=False, capture_output=True).returncode == KILLED


@cache
def _mounts_work() -> bool:
    errors = (OSError, subprocess.CalledProcessError)
    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.suppress(*errors),
        mounted(Path(folder)),
    ):
        return True
    return False


@contextlib.contextmanager
def mounted(folder: Path, kibibytes: int = 256) -> Iterator[Path]:
    """Mount a small disk in memory at `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    size = f"size={kibibytes}k,mode=0700"
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "arte-crash", str(folder)],  # noqa: S607  # root's own
        check=True,
        capture_output=True,
    )
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)  # noqa: S607  # as above


def remount(folder: Path, options: str) -> None:
    argv = ["mount", "-o", f"remount,{options}", str(folder)]
    subprocess.run(argv, check=True, capture_output=True)


needs_strace = pytest.mark.skipif(
    not _strace_works(),
    reason="strace is missing or may not trace here: apt-get install -y strace",
)
needs_mount = pytest.mark.skipif(
    not (sys.platform == "linux" and os.geteuid() == 0 and _mounts_work()),
    reason="mounting a small tmpfs needs root, with the right to mount",
)
needs_root = pytest.mark.skipif(
    not (sys.platform == "linux" and os.geteuid() == 0 and shutil.which("setpriv")),
    reason="taking root's right to write everywhere away needs root and setpriv",
)


# Running the program


class Run(NamedTuple):
    """What a run left: its status (negative: the signal that ended it) and all it said."""

    status: int
    said: str
    prompts: int = 0

    @property
    def acknowledged(self) -> int:
        """Return how many of the lines typed were acknowledged, by a prompt or by the card."""
        return max(self.prompts - 1, 0) if self.status else self.prompts


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return what the program is to know of the machine: nothing of its advisor."""
    weakened = [str(HERE / "weakened")] if "ARTE_WEAKEN" in more else []
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "ARTE_HOME": str(home),
        "ARTE_LANG": "en",
        "ARTE_WORK_DAYS": "mon,tue,wed,thu,fri,sat,sun",
        "TZ": ZONE,
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm",
        "NO_COLOR": "1",
        "PYTHONPATH": os.pathsep.join([*weakened, str(SOURCE)]),
        "PYTHONDONTWRITEBYTECODE": "1",  # writes that are not the program's would be counted
        "PYTHONHASHSEED": "0",
        **more,
    }


def run(
    home: Path,
    *argv: str,
    before: Sequence[str] = (),
    given: str = "",
    program: Sequence[str] = ARTE,
    **environ: str,
) -> Run:
    """Run the program with nobody at a terminal; `before` stands before its name."""
    done = subprocess.run(
        [*before, *program, *argv],
        input=given.encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment(home, **environ),
        check=False,
        timeout=_LIMIT,
    )
    return Run(done.returncode, done.stdout.decode(errors="replace"))


def converse(
    home: Path,
    command: str,
    lines: Iterable[str],
    *,
    before: Sequence[str] = (),
    leave: Leaving | None = None,
    **environ: str,
) -> Run:
    """Run `command` at a terminal, one of `lines` at each prompt, until the end or `leave`."""
    ours, theirs = pty.openpty()
    state = termios.tcgetattr(theirs)
    state[3] &= ~termios.ECHO  # what is typed must not look like what is said
    termios.tcsetattr(theirs, termios.TCSANOW, state)
    child = subprocess.Popen(
        [*before, *ARTE, command],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment(home, **environ),
        start_new_session=True,
    )
    os.close(theirs)
    listening = _Listening(ours, child, leave)
    try:
        listening.go(lines)
        return Run(child.wait(_LIMIT), _plain(listening.raw), listening.prompts)
    finally:
        if not listening.closed:
            os.close(ours)
        if child.poll() is None:
            child.kill()
            child.wait()


# After so many lines typed, by which signal (None: the terminal closes), after how many seconds.
Leaving = tuple[int, signal.Signals | None, float]


class _Listening:
    """Our end of a terminal: what came, and the lines that go at each prompt."""

    def __init__(self, ours: int, child: subprocess.Popen[bytes], leave: Leaving | None) -> None:
        self.ours, self.child, self.leave = ours, child, leave
        self.raw, self.prompts, self.closed = b"", 0, False

    def go(self, lines: Iterable[str]) -> None:
        waiting = iter(lines)
        while not self.closed:
            if not select.select([self.ours], [], [], _LIMIT)[0]:
                raise TimeoutError(_plain(self.raw))
            try:
                piece = os.read(self.ours, 65536)
            except OSError:  # Linux says so when the other end is closed
                return
            if not piece:
                return
            self.raw += piece
            said = _plain(self.raw)
            found = list(_PROMPT.finditer(said))
            if len(found) > self.prompts and found[-1].end() == len(said):
                self.prompts = len(found)
                with contextlib.suppress(OSError):  # it died at its prompt
                    os.write(self.ours, next(waiting).encode() + b"\n")
                if self.leave and self.leave[0] == self.prompts:
                    self._leave(*self.leave[1:])

    def _leave(self, force: signal.Signals | None, seconds: float) -> None:
        time.sleep(seconds)
        if force is not None:
            self.child.send_signal(force)
            return
        os.close(self.ours)
        self.closed = True


def _plain(raw: bytes) -> str:
    return raw.decode(errors="replace").replace("\r", "")


# Faults


def kill(call: str, when: int) -> list[str]:
    """Return what kills the program as it begins its `when`-th `call`."""
    return _inject(call, f"signal=SIGKILL:when={when}")


def fail(call: str, error: str, when: str, only: Sequence[Path] = ()) -> list[str]:
    """Return what makes a `call` fail: `when` "3" the third one, "3+" from then on."""
    return _inject(call, f"error={error}:when={when}", only)


def _inject(call: str, what: str, only: Sequence[Path] = ()) -> list[str]:
    paths = [word for path in only for word in ("-P", str(path))]
    # Not --seccomp-bpf: with it strace injects nothing here.
    return ["strace", "-f", "-qq", "-o", "/dev/null", *paths, "-e", f"trace={call}",
            "-e", f"inject={call}:{what}"]  # fmt: skip


def watch(log: Path, calls: Iterable[str], only: Sequence[Path] = ()) -> list[str]:
    """Return what notes the `calls` of the program in `log`."""
    paths = [word for path in only for word in ("-P", str(path))]
    return [
        "strace",
        "-f",
        "-qq",
        "-o",
        str(log),
        *paths,
        "-e",
        f"trace={','.join(f'?{c}' for c in calls)}",
    ]


def counted(log: Path) -> Counter[str]:
    """Return how often each call stands in `log`."""
    found = re.findall(r"^\d+ +(\w+)\(", log.read_text(errors="replace"), re.MULTILINE)
    return Counter(found)


def spread(count: int, limit: int | None) -> list[int]:
    """Return the numbers 1 … count, or about `limit` of them: both ends and evenly between."""
    if limit is None or count <= limit:
        return list(range(1, count + 1))
    if limit < 2:
        return [1]
    return sorted({1 + round(k * (count - 1) / (limit - 1)) for k in range(limit)})


def side_by_side(work: Callable[[Any], None], things: Iterable[Any]) -> None:
    """Do `work` on each of `things`, as many at once as there are cores."""
    with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        list(pool.map(work, things))


# Homes


@cache
def _compiled() -> bytes:
    """Return the compiled library, made once: each new home would spend half a second on it."""
    compileall.compile_dir(str(SOURCE / "artesupremo"), quiet=2)  # thousands of runs read it
    with tempfile.TemporaryDirectory() as folder:
        assert run(Path(folder)).status == 0
        return Path(folder, "cache", "compiled.json").read_bytes()


def make_home(folder: Path) -> Path:
    """Make the home of an advisor who never wrote anything."""
    (folder / "cache").mkdir(parents=True)
    (folder / "cache" / "compiled.json").write_bytes(_compiled())
    return folder


def copy_home(home: Path, folder: Path) -> Path:
    shutil.copytree(home, folder)
    return folder


_MANY = """\
import io, json, sys
from artesupremo.__main__ import main
for argv, given in json.loads(sys.stdin.buffer.read()):
    sys.stdin = io.TextIOWrapper(io.BytesIO(json.dumps(given).encode()))
    status = main(argv)
    if status:
        sys.exit(status)
"""


def write_days(home: Path, count: int, words: str = "") -> None:
    """Write `count` whole days before today into `home`, the latest yesterday."""
    acts = []
    for back in range(count, 0, -1):
        date = str(now().date() - dt.timedelta(days=back))
        for command, given in (("today", _given(back, words)), ("close", _evening(back, words))):
            acts.append(([command, "--date", date, "--answers", "-"], given))
    done = run(home, given=json.dumps(acts), program=[sys.executable, "-c", _MANY])
    assert done.status == 0, done.said


def _given(back: int, words: str) -> dict[str, object]:
    return {"energy": 1 + back % 5, "posture-now": "feet", "greeting": f"Hello {back} {words}",
            "message": f"Message {back} {words}", "plan": True}  # fmt: skip


def _evening(back: int, words: str) -> dict[str, object]:
    return {"good-moment": f"Moment {back} {words}", "posture": 1 + back % 5, "greetings": 3,
            "messages": 4, "practice": 0, "next-time": f"Next {back} {words}"}  # fmt: skip


def write_first_schema(home: Path, days: int = 20) -> Path:
    """Make a journal as the first released schema held it, with `days` whole days."""
    path = home / "data" / "journal.db"
    path.parent.mkdir(parents=True)
    connection = sqlite3.connect(path, isolation_level=None)
    first = type(schema.migrations)("artesupremo")
    first(name="m001_first_schema")(schema.m001_first_schema)
    connection.execute("BEGIN")
    schema.migrate(connection, "01890a5d-ac96-774b-bcce-b302099a8057", _at(0), (first, 1))
    for back in range(days, 0, -1):
        _write_first_day(connection, now().date() - dt.timedelta(days=back), back)
    connection.execute("COMMIT")
    connection.close()
    return path


def _at(back: int) -> str:
    when = now() - dt.timedelta(days=back)
    return moment(when, when.date()).at


def _write_first_day(connection: sqlite3.Connection, day: dt.date, back: int) -> None:
    for sitting, given in (("morning", _given(back, "old")), ("closing", _evening(back, "old"))):
        entry = Entry(f"e-{sitting}-{back}", sitting, day, _at(back), 0, "UTC", "en")
        _insert(connection, "entry", entry_row(entry))
        for key, value in given.items():
            held = Value(text=str(value)) if isinstance(value, str) else Value(number=3)
            kind = "text" if isinstance(value, str) else "scale"
            asked = Asked(key, kind, f"About {key}?", "en", 1)
            answer = Answer(f"a-{key}-{back}", entry.id, asked, held, day, _at(back), 0, "UTC",
                            recalled=False)  # fmt: skip
            _insert(connection, "answer", answer_row(answer))


def _insert(connection: sqlite3.Connection, place: str, row: dict[str, object]) -> None:
    names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" for _ in row)
    sql = f"INSERT INTO {place} ({names}) VALUES ({marks})"  # noqa: S608  # names of our own
    connection.execute(sql, tuple(row.values()))


# What a journal holds


class Held(NamedTuple):
    """What a journal holds, read without the program: rows by place, each by its id."""

    version: int
    answers: dict[tuple[str, str], tuple[object, ...] | None]  # by (day, question); None: skipped
    rows: dict[str, list[tuple[object, ...]]]

    def of(self, asked: Iterable[str], day: dt.date | None = None) -> dict[str, object]:
        """Return the answers of `day` (today) to the questions `asked`."""
        date = str(day or now().date())
        return {key: self.answers[date, key] for key in asked if (date, key) in self.answers}


def look_at(path: Path) -> Held:
    """Return what the journal at `path` holds; asserts that it is sound.

    Sound: SQLite finds no fault, no key points nowhere, every row matches its checksum. A copy is
    looked at, with its rollback journal, so that recovery is left to the program.
    """
    with tempfile.TemporaryDirectory() as folder:
        for file in path.parent.glob(f"{path.name}*"):
            shutil.copy(file, folder)
        copy = Path(folder, path.name)
        if not copy.exists() or not copy.stat().st_size:
            return Held(0, {}, {})
        with contextlib.closing(sqlite3.connect(copy)) as connection:
            connection.row_factory = sqlite3.Row
            return _held(connection)


def _held(connection: sqlite3.Connection) -> Held:
    verdict = [row[0] for row in connection.execute("PRAGMA integrity_check")]
    assert verdict == ["ok"], verdict[:3]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if not version:
        assert connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
        return Held(0, {}, {})
    assert connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    places = ["entry", "answer", "change", *(("note", "rest") if version > 1 else ())]
    rows: dict[str, list[tuple[object, ...]]] = {}
    for place in places:
        found = [dict(row) for row in connection.execute(f"SELECT * FROM {place}")]  # noqa: S608  # names of our own
        assert all(is_intact(row) for row in found), f"{place}: a row is not what was saved"
        rows[place] = sorted((tuple(row.values()) for row in found), key=repr)
    if version > 1:
        for place in ("answer", "note"):  # raises if the index is not what the rows are
            connection.execute(f"INSERT INTO {place}_fts ({place}_fts) VALUES ('integrity-check')")  # noqa: S608  # as above
    answers = {
        (row["day"], row["question"]): None if row["state"] == "skipped" else tuple(row)[2:]
        for row in connection.execute(
            "SELECT day, question, number, choices, text, note, state FROM answer"
        )
    }
    return Held(version, {key: value and value[:4] for key, value in answers.items()}, rows)


# Counting


class Tally:
    """The counts of one program; they stand in the summary and in ARTE_CRASH_REPORT."""

    def __init__(self, program: str, goal: str) -> None:
        self.program, self.goal = program, goal
        self.counts: Counter[str] = Counter()

    def add(self, what: str, count: int = 1) -> None:
        self.counts[what] += count


_TALLIES: list[Tally] = []


@pytest.fixture
def tally(request) -> Callable[[str], Tally]:
    """Return what begins the count of a program: `tally("G1")`."""
    plugins = request.config.pluginmanager
    if not plugins.has_plugin("arte-crash-summary"):
        plugins.register(Summary(), "arte-crash-summary")

    def begin(goal: str) -> Tally:
        made = Tally(request.node.nodeid.partition("crash/")[2], goal)
        _TALLIES.append(made)
        return made

    return begin


def versions() -> dict[str, str]:
    strace = "none"
    if shutil.which("strace"):
        told = subprocess.run(["strace", "-V"], check=True, capture_output=True)  # noqa: S607  # as found
        strace = told.stdout.decode().split()[3]
    return {
        "arte": artesupremo.__version__,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "kernel": platform.release(),
        "strace": strace,
        "machine": f"{os.cpu_count()} cores, {platform.machine()}",
    }


class Summary:
    """Prints the counts at the end, and writes them where ARTE_CRASH_REPORT says."""

    @staticmethod
    def pytest_terminal_summary(terminalreporter) -> None:
        terminalreporter.section("crash programs")
        for made in _TALLIES:
            counts = ", ".join(f"{what} {count}" for what, count in made.counts.items())
            terminalreporter.write_line(f"{made.goal:8} {made.program}: {counts}")
        path = os.environ.get("ARTE_CRASH_REPORT")
        if path:
            programs = [vars(made) for made in _TALLIES]
            report = {"date": str(now().date()), "versions": versions(), "programs": programs}
            Path(path).write_text(json.dumps(report, indent=2) + "\n")
