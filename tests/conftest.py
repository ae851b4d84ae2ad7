"""The real program, called as its user calls it, and what came of it in one value."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings

from artesupremo.__main__ import main

settings.register_profile("dev", max_examples=50, deadline=None)
settings.register_profile("ci", max_examples=60, deadline=None, derandomize=True, print_blob=True)
settings.register_profile(
    "slow", max_examples=5_000, deadline=None, suppress_health_check=list(HealthCheck)
)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

BOGOTA = ZoneInfo("America/Bogota")
# A Friday; the issue's own morning.
FRIDAY = dt.datetime(2026, 11, 20, 7, 55, tzinfo=BOGOTA)


class Result(NamedTuple):
    """What a run of the program left: exit status and both streams."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def data(self) -> Any:
        return self.json["data"]


Arte = Callable[..., Result]


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An advisor's own folder, empty; nothing of the machine's advisor leaks in."""
    for name in list(os.environ):
        if name.startswith("ARTE_") or name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "NO_COLOR"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("LANG", "es_CO.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")
    folder = tmp_path / "home"
    monkeypatch.setenv("ARTE_HOME", str(folder))
    return folder


@pytest.fixture
def arte(home, monkeypatch) -> Arte:
    """Run the real `main` in this process: `arte("today", "--answers", "-", given={…})`.

    `now` is the aware local time, `lang` the advisor's language, `given` what stands on standard
    input (text, or data for JSON), `encoding` what the output can show. Nobody is at a terminal.
    """

    def run(
        *argv: str,
        now: dt.datetime = FRIDAY,
        lang: str = "es",
        given: Any = None,
        encoding: str = "utf-8",
        **environ: str,
    ) -> Result:
        text = given if isinstance(given, str) else "" if given is None else json.dumps(given)
        out, err = io.BytesIO(), io.BytesIO()
        umask = os.umask(0o022)
        with monkeypatch.context() as patch:
            patch.setenv("ARTE_LANG", lang)
            for name, value in environ.items():
                patch.setenv(name, value)
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), "utf-8"))
            patch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding, write_through=True))
            patch.setattr(sys, "stderr", io.TextIOWrapper(err, encoding, write_through=True))
            status = main(argv, now=now)
            sys.stdout.flush()
            sys.stderr.flush()
            os.umask(umask)
            return Result(status, out.getvalue().decode(encoding), err.getvalue().decode(encoding))

    return run


@pytest.fixture
def program(home) -> Arte:
    """Run the program in a process of its own: for help, start-up and what needs a clean slate."""

    def run(*argv: str, given: str = "", lang: str = "es", **environ: str) -> Result:
        done = subprocess.run(
            [sys.executable, "-m", "artesupremo", *argv],
            input=given.encode(),
            capture_output=True,
            env={**os.environ, "ARTE_LANG": lang, **environ},
            check=False,
            timeout=60,
        )
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


MORNING = {
    "energy": 4,
    "posture-now": "espalda",
    "greeting": "Buenos días, Inés: ya vi su pedido",
    "message": "La respuesta a Leo",
}
