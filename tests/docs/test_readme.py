"""README shows what the program prints, and names every command."""

from __future__ import annotations

import pathlib
import re
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_readme_shows_what_the_program_prints():
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "capture.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr or "run python docs/capture.py and read the change"


def listed(help_text):
    section = re.split(r"\n(?:Comandos|Commands):\n", help_text)[1]
    return re.findall(r"^  ([a-z]+)  ", section, re.MULTILINE)


@pytest.mark.parametrize("lang", ["es", "en"])
def test_every_command_of_the_help_is_in_the_readme(program, lang):
    commands = listed(program("--help", lang=lang).out)
    assert len(commands) >= 6
    for command in commands:
        assert f"`arte {command}" in README, command


def test_the_two_commands_do_all_their_set_up():
    run = "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/arte today"
    test = "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest"
    assert f"```sh\n{run}\n```" in README
    assert f"```sh\n{test}\n```" in README


def test_the_pipe_of_the_readme_records_a_morning(arte):
    given = re.search(r"printf '(\{.*\})' \| arte today --answers -", README)
    assert given is not None
    assert arte("today", "--answers", "-", given=given[1]).status == 0
    assert "Buenos días, Inés: ya vi su pedido" in arte("show").out


def test_the_settings_of_the_readme_are_accepted(arte, home):
    example = re.search(r"```toml\n(.*?)```", README, re.DOTALL)
    assert example is not None
    (home / "config").mkdir(parents=True)
    (home / "config" / "config.toml").write_text(example[1], encoding="utf-8")
    assert arte().status == 0
