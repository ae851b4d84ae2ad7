"""What stands on the command line, in a variable or in a file's name is told harmless (G10)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from evil import SEQUENCES, as_bytes, leaks, run, together
from scene import write_own, write_yaml

from talking import spare_compiling

# {} stands for what is typed.
COMMANDS = """\
{} | --lang {} | show {} | edit {} | delete {} --yes | delete today {} | search {}
search x --area {} | search x --type {} | report {} | report week {} | report --area {}
report --practice {} | export {} | export --format {} | export week -o {home}/x/{}
today --practice {} | today --answers {} | week {} | log applause {} | promises kept {}
promises move 1 {} | rest {} | check {} | check --text-lang {} - | check --explain {}
practices show {} | practices check {} | config get {} | config set leave_with {}
config set {} x | config set export_folder {} | config set holidays {} | journal import {}
"""
# Read by the same functions as one of those.
TWINS = """\
show --{} | report month {} | report year {} | search x --to {} | log promise {} --date {}
log friction {} | promises missed {} | promises move {} hoy | close --date {}
close --answers {} | week --answers {} | config set rules_off {} | setup {} | journal {}
history {} | undo {} | search x --from {} | export week {} | promises {} | log {} | --{}
check --channel {} - | check --rule {} - | practices {} | nudge {} | config {}
config set share_names {} | config set shift {} | today --date {} | rest {}..{} | --lang={}
check --level {} - | check --address {} - | greet {}
"""


def lines_of(commands: str) -> list[str]:
    return [line.strip() for line in re.split(r"[|\n]", commands) if line.strip()]


LINES = [
    *lines_of(COMMANDS),
    *(pytest.param(line, marks=pytest.mark.slow) for line in lines_of(TWINS)),
]


def filled(line: str, text: str, home: Path) -> list[str]:
    name = text.replace("/", "_")[:60]
    return [
        word.replace("{home}", str(home)).replace("{}", name if "/" in word else text)
        for word in line.split()
    ]


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory) -> dict[str, str]:
    """Return the environment of a home with one promise in it, for all of these tests."""
    home = tmp_path_factory.mktemp("words")
    spare_compiling(home, rules=True)
    environ = {"ARTE_HOME": str(home), "ARTE_LANG": "es", "VISUAL": "true"}
    run("log", "promise", "llamar", environ=environ)
    return environ


@pytest.fixture
def environ(home, lived_in) -> dict[str, str]:
    return dict(lived_in)


# What an argument can hold: no NUL, and bytes that are no UTF-8 as Python has them.
EVIL = os.fsdecode(as_bytes(" ".join(together()).replace("\0", "")))


@pytest.mark.parametrize("line", LINES)
def test_no_word_is_obeyed(environ, home, line):
    seen = run(*filled(line, EVIL, home), given=b"Hola", environ=environ, width=40)
    assert seen.status in (0, 1, 2, 3, 4), seen.err
    assert leaks(seen.page) == []
    if seen.status == 2 and not seen.out and not seen.err.startswith("Uso"):
        assert len(seen.err.splitlines()) == 1


# Variables

VARIABLES = (
    "ARTE_LANG", "ARTE_ADDRESS", "ARTE_WORK_DAYS", "ARTE_SHIFT", "ARTE_HOLIDAYS",
    "ARTE_DAY_ENDS", "ARTE_EXPORT_FOLDER", "ARTE_SHARE_NAMES", "ARTE_LEAVE_WITH", "ARTE_CHANNEL",
    "ARTE_REGION", "ARTE_RULES_OFF", "ARTE_RULES_ON", "ARTE_ALLOWED_WORDS", "ARTE_ACCESSIBLE",
    "ARTE_HOME", "LANG", "LC_ALL", "LC_MESSAGES", "LANGUAGE", "TZ", "COLUMNS", "TERM", "NO_COLOR",
    "VISUAL", "EDITOR", "HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME",
    "XDG_CACHE_HOME",
)  # fmt: skip


@pytest.mark.parametrize("variable", VARIABLES)
def test_no_variable_is_obeyed(environ, home, tmp_path, monkeypatch, variable):
    monkeypatch.chdir(tmp_path)
    if variable.startswith(("XDG", "HOME")):
        monkeypatch.delenv("ARTE_HOME")
        environ = {"ARTE_LANG": "es", "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
        spare_compiling(tmp_path / "arte")
        (tmp_path / "arte" / "cache" / "compiled.json").rename(tmp_path / "arte" / "compiled.json")
    held = {**environ, variable: f"{EVIL[:60]} {SEQUENCES['title']} [] {{0}}".replace("/", "_")}
    for argv in ((), ("config", "show"), ("log", "applause")):
        seen = run(*argv, typed="e\nhola\n\n\n", environ=held, width=40)
        assert seen.status in (0, 2, 3, 4, 130), seen.err
        assert leaks(seen.page) == []


@pytest.mark.parametrize("columns", ["0", "00", "1", "-1", "9" * 5_000, "٣", "1e9", " 80", "80\n"])
def test_no_width_is_a_bug(environ, columns):
    for argv in ((), ("show",), ("report",)):
        assert run(*argv, environ={**environ, "COLUMNS": columns}).status == 0


# A folder that is gone, a pipe that is closed

_NOWHERE = """\
import os, sys
os.mkdir("gone"); os.chdir("gone"); os.rmdir("../gone")
from artesupremo.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps the folder one is in")
@pytest.mark.parametrize("line", ["show", "export week -o x.md", "config set export_folder x"])
def test_a_folder_that_is_gone_is_told_in_a_sentence(lived_in, tmp_path, line):
    relative = {**os.environ, **lived_in, "ARTE_HOME": "home" if line == "show" else
                lived_in["ARTE_HOME"]}  # fmt: skip
    done = subprocess.run([sys.executable, "-c", _NOWHERE, *line.split()], cwd=tmp_path,
                          env=relative, capture_output=True, check=False, timeout=60)  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert done.stderr.decode() == "Esta carpeta ya no existe: hay que pasar a otra y repetir.\n"


def test_a_journal_file_from_a_closed_pipe_is_told_in_a_sentence(lived_in):
    program = (
        "import sys; sys.stdin = None; from artesupremo.__main__ import main; sys.exit(main())"
    )
    done = subprocess.run([sys.executable, "-c", program, "journal", "import", "-"],
                          env={**os.environ, **lived_in}, capture_output=True, check=False,
                          timeout=60)  # fmt: skip
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


# Names of files


@pytest.fixture
def evil_name() -> str:
    return "a\x1b]0;x\x07\n\x9b31m\u202egnp [x] {0} 漢.yaml"


def test_names_of_files_are_told_harmless(environ, home, tmp_path, evil_name):
    environ["ARTE_HOME"] = str(home)
    own = home / "config" / "practices"
    write_own(home, "ocho")
    for folder in (own / "own-area", own / "wording" / "es"):
        write_yaml(folder / evil_name, {"id": "x", SEQUENCES["title"]: [SEQUENCES["C1 colour"]]})
    told = run("practices", "check", environ=environ)
    assert told.status == 4, told.page
    assert leaks(told.page) == []
    assert "␛]0;x␇␊" in told.err
    assert all(re.match(r"\S.*(:|\.)", line) for line in told.err.splitlines())
    for argv in (
        ("check",),
        ("journal", "import"),
        ("today", "--answers"),
    ):
        seen = run(*argv, str(own / "own-area" / evil_name), environ=environ)
        assert seen.status in (0, 1, 2), seen.err
        assert leaks(seen.page) == []


# What a shell offers


def completed(environ: dict[str, str], shell: str, *words: str) -> str:
    seen = run(
        environ={
            **environ,
            "_ARTE_COMPLETE": f"complete_{shell}",
            "_TYPER_COMPLETE_ARGS": " ".join(("arte", *words)) + " ",
            "_TYPER_COMPLETE_FISH_ACTION": "get-args",
            "COMP_WORDS": " ".join(("arte", *words, "")),
            "COMP_CWORD": str(len(words) + 1),
        },
        terminal=False,
    )
    assert seen.status == 0, seen.err
    return seen.out


TRAPS = [
    r"\$(touch trap) \`touch trap\` $(touch trap) `touch trap`",
    "'; touch trap; '", '"; touch trap; "', "x'\n$(touch trap)\n'", "[/] [bold] [link=x]",
    "-x", "a:b\tc", "* ~ ! # ( ) { } < > | &", *SEQUENCES.values(),
]  # fmt: skip
_OFFERED = re.compile(r"[\w ,.\n\":-]*")


@pytest.fixture(scope="module")
def trapped(tmp_path_factory) -> dict[str, str]:
    """Return the environment of a home whose promises and practices are traps."""
    home = tmp_path_factory.mktemp("trapped")
    environ = {"ARTE_HOME": str(home), "ARTE_LANG": "es"}
    for trap in TRAPS:
        run("log", "promise", "--", trap, environ=environ)
    write_own(home, TRAPS[0])
    return environ


@pytest.mark.parametrize("shell", ["zsh", "fish", "bash", "powershell"])
def test_what_a_shell_offers_holds_nothing_it_could_run(home, trapped, tmp_path, shell):
    environ = trapped
    for words in (("promises", "kept"), ("practices", "show"), ("report", "--area")):
        page = completed(environ, shell, *words)
        assert page.strip()
        assert leaks(page) == []
        inner = page.partition("((")[2].rpartition("))")[0] if shell == "zsh" else page
        assert _OFFERED.fullmatch(inner.replace(":::", ":").replace("\t", " ")), inner
        if shell == "zsh":
            assert not runs(inner, tmp_path)


def runs(offered: str, folder: Path) -> bool:
    """Tell whether a shell that takes `offered` for its list, as zsh does, runs a trap in it."""
    program = f"eval 'ws=( '{_quoted(offered)}' )'"
    shell = shutil.which("bash") or "bash"
    subprocess.run([shell, "-c", program], cwd=folder, check=False, capture_output=True)
    return (folder / "trap").exists()


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


@pytest.mark.skipif(os.name == "nt", reason="needs bash")
def test_the_control_would_see_what_typer_lets_through(tmp_path):
    """Typer escapes "$" and not the backslash before it."""
    escaped = TRAPS[0].replace("$", "\\$").replace("`", "\\`")
    assert runs(f'"1":"{escaped}"', tmp_path)
