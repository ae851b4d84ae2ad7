"""What arte itself says keeps to one form of address: nobody is tú here and usted there."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from artesupremo import __version__
from artesupremo.compiled import Compiled
from artesupremo.library.load import load_library, shipped_folder
from artesupremo.library.model import ALL_SITTINGS, pick, say
from artesupremo.wording.checker import check
from artesupremo.wording.model import ADDRESSES
from artesupremo.wording.rules import load_rules

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "src" / "artesupremo" / "locale" / "es" / "LC_MESSAGES" / "arte.po"


@pytest.fixture(scope="module")
def rulebook(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rules")
    compiled = Compiled(str(folder / "rules.json"), __version__)
    return load_rules(f"{shipped_folder()}/wording", str(folder), compiled).rulebook


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    folder = tmp_path_factory.mktemp("library")
    return load_library(str(folder), Compiled(str(folder / "c.json"), __version__)).library


def messages() -> list[str]:
    """Return what stands in the Spanish catalogue, but for messages that name the three forms."""
    with CATALOGUE.open("rb") as file:
        entries = [message.string for message in read_po(file, locale="es") if message.id]
    texts = [text for entry in entries for text in ((entry,) if isinstance(entry, str) else entry)]
    return [text for text in texts if not ("usted" in text and "vos" in text)]


def screens(library, address: str) -> list[str]:
    """Return each question and each practice with all that is shown beside it."""
    shown = []
    for question in (q for sitting in ALL_SITTINGS for q in library.questions(sitting)):
        said = [say(wording, "es", address) for wording in (question.ask, *question.turns)]
        said += [say(question.why, "es", address), *question.anchors.get("es", {}).values()]
        shown.append("\n\n".join(said))
    for practice in library.practices.values():
        said = [say(wording, "es", address) for wording in (practice.morning, practice.closing)]
        said += [pick(practice.title, "es"), pick(practice.aim, "es")]
        said += [*pick(practice.steps, "es"), *pick(practice.plan, "es").values()]
        shown.append("\n\n".join(said))
    return shown


def mixed(text, rulebook):
    found = check(text, rulebook, language="es", channel="chat").findings
    return [f.text for f in found if f.category == "mixed-address"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_question_and_no_practice_mixes_forms_of_address(library, rulebook, address):
    broken = {text: mixed(text, rulebook) for text in screens(library, address)}
    assert {text: found for text, found in broken.items() if found} == {}


def test_no_message_of_the_program_mixes_forms_of_address(rulebook):
    broken = {text: mixed(text, rulebook) for text in messages()}
    assert {text: found for text, found in broken.items() if found} == {}


def test_a_screen_that_mixes_two_forms_would_be_seen(library, rulebook):
    screen = "\n\n".join([*screens(library, "tu"), *screens(library, "usted")])
    assert mixed(screen, rulebook) != []


def test_a_wrong_rule_file_is_named_by_practices_check_and_the_others_serve(arte, home):
    folder = home / "config" / "practices" / "wording" / "es"
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_text("id: mine\ncategory: blame\nkind: existence\nlevel: loud\n")
    checked = arte("practices", "check")
    assert checked.status == 4
    assert f"{folder / 'mine.yaml'}, línea 4, level: " in checked.err
    message = arte("check", "--json", given="Hola, Inés: le respondo a la brevedad")
    assert "vague-promise" in {finding["rule"] for finding in message.data["findings"]}
    assert "arte practicas revisar" in message.err
