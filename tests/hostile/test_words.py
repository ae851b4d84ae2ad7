"""What stands on the command line, in a variable or in a file's name is told harmless (G10)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from evil import SEQUENCES, as_bytes, leaks, run, together
from scene import write_own, write_yaml

from talking import spare_compiling

# {} stands for what is typed.
COMMANDS = """\
{} | --{} | --lang {} | --lang={} | show {} | show --{} | history {} | edit {} | delete {} --yes
delete today {} | undo {} | search {} | search x --from {} | search x --to {}
search x --area {} | search x --type {} | report {} | report week {} | report month {}
report year {} | report --area {} | report --practice {} | export {} | export week {}
export --format {} | export week -o {home}/x/{} | today --date {} | today --practice {}
today --answers {} | close --date {} | close --answers {} | week {} | week --answers {} | log {}
log applause {} | log promise {} --date {} | log friction {} | promises {} | promises kept {}
promises missed {} | promises move 1 {} | promises move {} hoy | rest {} | rest {}..{}
check {} | check --channel {} - | check --level {} - | check --rule {} - | check --address {} -
check --text-lang {} - | check --explain {} | practices {} | nudge {} | practices show {}
practices check {} | config {} | config get {} | config set leave_with {} | config set {} x
config set share_names {} | config set export_folder {} | config set holidays {}
config set shift {} | config set rules_off {} | journal {} | journal import {} | greet {}
setup {}
"""
LINES = [" ".join(line.split()) for line in re.split(r"[|\n]", COMMANDS) if line.strip()]


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


# Read by the same functions as another of COMMANDS.
TWINS = (
    "show --{}", "report month {}", "report year {}", "search x --to {}",
    "log promise {} --date {}",
    "log friction {}", "promises missed {}", "promises move {} hoy", "close --date {}",
    "close --answers {}", "week --answers {}", "config set rules_off {}", "setup {}", "journal {}",
    "rest {}..{}", "--lang={}", "check --level {} -", "check --address {} -", "greet {}",
)  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [pytest.param(line, marks=pytest.mark.slow if line in TWINS else ()) for line in LINES],
)
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
        for name in (tmp_path / evil_name, own / "own-area" / evil_name):
            seen = run(*argv, str(name), environ=environ)
            assert seen.status in (0, 2, 4), seen.err
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
