"""What a good practice keeps to, checked on the shipped ones and on spoilt copies of them."""

from __future__ import annotations

import json
import pathlib

import pytest

from artesupremo.compiled import Compiled
from artesupremo.library.authored import practice_schema
from artesupremo.library.authoring import ALIKE, check_catalogue, check_practice, likeness
from artesupremo.library.load import load_library

ROOT = pathlib.Path(__file__).parents[2]


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    folder = tmp_path_factory.mktemp("library")
    return load_library(str(folder / "own"), Compiled(str(folder / "c.json"), "test")).library


def test_the_shipped_practices_keep_to_it(library):
    for practice in library.practices.values():
        assert list(check_practice(practice)) == [], practice.id
    assert list(check_catalogue(library)) == []


def spoilt(practice, **changes):
    """Return `practice` with the texts of one language changed: morning={"es": …}."""
    fields = {key: {**getattr(practice, key), **value} for key, value in changes.items()}
    return practice._replace(**fields)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"steps": {"es": ["x" * 141, "Leer."]}}, "steps.es.0"),
        ({"morning": {"es": "¿Estás de acuerdo con saludar?"}}, "morning.es"),
        ({"closing": {"en": "Do you agree that it helped?"}}, "closing.en"),
        ({"anchors": {"es": {"1": "No lo hice", "3": "a", "5": "b"}}}, "anchors.es.1"),
        ({"anchors": {"en": {"1": "I didn't do it", "3": "a", "5": "b"}}}, "anchors.en.1"),
        ({"plan": {"es": {"if": "me siento cansada", "then": "paro"}}}, "plan.es.if"),
        ({"plan": {"en": {"if": "I feel tense", "then": "I stop"}}}, "plan.en.if"),
    ],
)
def test_a_spoilt_practice_is_told_where(library, changes, field):
    practice = spoilt(library.practices["three-supports"], **changes)
    assert [mistake[0] for mistake in check_practice(practice)] == [field]


def test_doubles_are_found(library):
    twin = library.practices["three-supports"]._replace(id="twin")
    doubled = library._replace(practices={**library.practices, "twin": twin})
    fields = [field for field, _sentence, _values in check_catalogue(doubled)]
    for place in ("plan.es.if", "plan.en.if", "steps.es", "steps.en"):
        assert f"three-supports, {place}" in fields


def test_a_thin_catalogue_is_told(library):
    few = {k: p for k, p in library.practices.items() if p.area == "posture"}
    fields = {field for field, _s, _v in check_catalogue(library._replace(practices=few))}
    assert {"greetings", "circle ≠ external", "reliability, responsiveness"} <= fields


def test_likeness_is_the_share_of_common_words():
    # {leer, la, nota} and {leer, la, carta}: 2 of 4 words are common.
    assert likeness(["Leer la nota."], ["leer la carta"]) == pytest.approx(0.5)
    assert likeness(["Léer"], ["leer"]) == 1
    assert likeness([""], [""]) < ALIKE


def test_the_schema_in_the_docs_is_current():
    written = json.loads((ROOT / "docs" / "practice.schema.json").read_text(encoding="utf-8"))
    assert written == practice_schema()
