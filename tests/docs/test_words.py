"""Both languages complete, and no screen that mixes forms of address."""

from __future__ import annotations

import os
import pathlib
import re
import string

import pytest
import yaml
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from artesupremo.i18n import LOCALE_FOLDER

ROOT = pathlib.Path(__file__).parents[2]
PO = pathlib.Path(LOCALE_FOLDER) / "es" / "LC_MESSAGES" / "arte.po"
KEYWORDS = {"_": None, "N_": None, "plural": (1, 2)}
PRACTICES = sorted(
    path
    for path in (ROOT / "practices").rglob("*.yaml")
    if "wording" not in path.parts  # rules are about messages and show every form
)

# What speaks to the reader in each form. "su" is also his, her and its: no sign of usted.
TU = re.compile(
    r"\b(?:tú|tu|tus|ti|contigo|te|tienes|puedes|quieres|vas|haces|eres|estás|sueles|hiciste)\b"
)
USTED = re.compile(r"\b(?:usted|ustedes)\b", re.IGNORECASE)
VOS = re.compile(r"\b(?:vos|tenés|podés|querés|hacés|sos|solés)\b")
QUOTED = re.compile(r"«[^»]*»|“[^”]*”")


@pytest.fixture(scope="module")
def catalogue():
    with PO.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def extracted():
    found = extract_from_dir(ROOT / "src", [("**.py", "python")], keywords=KEYWORDS)
    return {message for _file, _line, message, _comments, _context in found}


def test_every_message_is_translated_and_none_is_stale(catalogue, extracted):
    translated = {message.id for message in catalogue if message.id}
    assert extracted - translated == set()
    assert translated - extracted == set()
    empty = [m.id for m in catalogue if m.id and not (m.string and all(m.string))]
    assert empty == []
    assert [message.id for message in catalogue if message.fuzzy and message.id] == []


def test_no_message_hides_in_an_f_string():
    """The extractor does not look into them."""
    for path in (ROOT / "src").rglob("*.py"):
        assert not re.search(r"""f["'].*\{_\(""", path.read_text(encoding="utf-8")), path


def fields(text):
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}


def test_translations_name_the_same_values(catalogue):
    for message in catalogue:
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        for text in strings[:-1]:  # the singular may leave the number out
            assert fields(text) <= fields(ids[-1]), message.id
        assert fields(strings[-1]) == fields(ids[-1]), message.id


def test_the_compiled_catalogue_is_current():
    """After editing the .po: pip install -e . (the build hook compiles it)."""
    assert os.path.getmtime(PO.with_suffix(".mo")) >= os.path.getmtime(PO)


def test_no_label_aims_at_the_reader(catalogue):
    for message in catalogue:
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        for text in strings:
            bare = QUOTED.sub("", text)
            marks = TU.findall(bare) + USTED.findall(bare) + VOS.findall(bare)
            # settings are called tu, usted and vos
            assert set(marks) <= ({"tu", "usted", "vos"} if "tu, otro" in text else set()), text


def spoken(tree):
    """Yield (form or "", text) for every Spanish text of a practice or daily file."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key == "en":
                continue
            for form, text in spoken(value):
                yield (key if key in ("tu", "usted", "vos") else form), text
    elif isinstance(tree, list):
        for value in tree:
            yield from spoken(value)
    elif isinstance(tree, str):
        yield "", tree


FORBIDDEN = {"tu": (USTED, VOS), "usted": (TU, VOS), "vos": (USTED,), "": (TU, USTED, VOS)}


@pytest.mark.parametrize("path", PRACTICES, ids=lambda path: path.stem)
def test_each_form_of_address_keeps_to_itself(path):
    for form, text in spoken(yaml.safe_load(path.read_text(encoding="utf-8"))):
        bare = QUOTED.sub("", text)
        for pattern in FORBIDDEN[form]:
            assert pattern.findall(bare) == [], (form, text)


def test_the_marks_of_address_would_be_found():
    """The control: mixed sentences are seen."""
    assert TU.search("Escribe tu saludo")
    assert USTED.search("como usted prefiera")
    assert VOS.search("¿Qué querés decir?")
