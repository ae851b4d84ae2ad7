"""The catalogue that is read where a message stands says what gettext says."""

from __future__ import annotations

import gettext
import os
import subprocess
import sys

import pytest

from artesupremo import i18n
from artesupremo.i18n import Catalogue

PATH = os.path.join(i18n.LOCALE_FOLDER, "es", "LC_MESSAGES", "arte.mo")


@pytest.fixture(scope="module")
def whole() -> gettext.GNUTranslations:
    with open(PATH, "rb") as file:
        return gettext.GNUTranslations(file)


def messages(whole):
    """Return every message of the catalogue: text, or (singular, plural)."""
    with open(PATH, "rb") as file:
        held = file.read()
    number = [int.from_bytes(held[at : at + 4], "little") for at in range(0, len(held) - 3, 4)]
    count, table = number[2], number[3] // 4
    for row in range(count):
        length, place = number[table + 2 * row], number[table + 2 * row + 1]
        yield held[place : place + length].decode().split("\0")


def test_every_message_is_found_and_says_what_gettext_says(whole):
    catalogue, forms = Catalogue(PATH), {1: 0, 2: 0}
    for ids in messages(whole):
        if ids == [""]:
            continue
        forms[len(ids)] += 1
        found = catalogue.find(ids[0])
        if len(ids) == 1:
            assert found == [whole.gettext(ids[0])]
        else:
            assert found == [whole.ngettext(*ids, 1), whole.ngettext(*ids, 2)]
    assert forms[1] > 500
    assert forms[2] > 20


@pytest.mark.parametrize("message", ["", "Nobody wrote this", "\uffff", "Sav", "{count}"])
def test_what_is_not_there_is_not_found(whole, message):
    assert Catalogue(PATH).find(message) == []


@pytest.mark.parametrize("count", [0, 1, 2, 11, 21, 101])
def test_the_plural_is_chosen_as_the_catalogue_says(whole, count):
    one, many = next(ids for ids in messages(whole) if len(ids) > 1)
    i18n.speak("es")
    try:
        assert i18n.plural(one, many, count) == whole.ngettext(one, many, count)
    finally:
        i18n.speak("en")
    assert i18n.plural(one, many, count) == (one if count == 1 else many)


def test_a_big_endian_catalogue_is_read_as_well(tmp_path, whole):
    with open(PATH, "rb") as file:
        held = bytearray(file.read())
    count = int.from_bytes(held[8:12], "little")
    ends = {int.from_bytes(held[at : at + 4], "little") + 8 * count for at in (12, 16)}
    for at in range(0, max(ends), 4):  # the header and both tables are numbers
        held[at : at + 4] = held[at : at + 4][::-1]
    path = tmp_path / "arte.mo"
    path.write_bytes(held)
    assert Catalogue(str(path)).find("Commands") == [whole.gettext("Commands")]


def test_a_checkout_without_a_catalogue_speaks_english(tmp_path):
    code = (
        "from artesupremo import i18n\n"
        f"i18n.LOCALE_FOLDER = {str(tmp_path)!r}\n"
        "i18n.speak('es')\n"
        "print(i18n._('Commands'), i18n.plural('one', 'many', 2))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "Commands many\n"
