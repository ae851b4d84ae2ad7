"""A practice goes by its id, the beginning of it, or words of its title."""

from __future__ import annotations

import pytest

from artesupremo.compiled import Compiled
from artesupremo.errors import UsageError
from artesupremo.library.load import load_library
from artesupremo.library.names import find_practice


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    folder = tmp_path_factory.mktemp("library")
    return load_library(str(folder / "own"), Compiled(str(folder / "c.json"), "test")).library


@pytest.mark.parametrize(
    ("typed", "practice"),
    [
        ("three-supports", "three-supports"),
        ("three-su", "three-supports"),
        ("Tres apoyos", "three-supports"),
        ("apoyos", "three-supports"),
        ("MARGEN", "my-margin"),
        ("hándover", "clear-handover"),
        ("  second-look ", "second-look"),
    ],
)
def test_a_practice_is_found_by(library, typed, practice):
    assert find_practice(library, typed).id == practice


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("three-suports", "three-supports"),
        ("tres apollos", "three-supports"),
        ("with-", "with-their-name"),
        ("xyzzy", ""),
        ("", ""),
    ],
)
def test_a_miss_names_the_nearest(library, typed, named):
    with pytest.raises(UsageError) as miss:
        find_practice(library, typed)
    assert named in str(miss.value.values.get("ids", ""))
