"""What a shell offers after Tab."""

from __future__ import annotations


def offered(program, *words, lang="es"):
    """Return what bash is offered for the last of `words`."""
    return program(
        lang=lang,
        _ARTE_COMPLETE="complete_bash",
        COMP_WORDS=" ".join(("arte", *words)),
        COMP_CWORD=str(len(words)),
    ).out.split()


def test_commands_are_offered_in_the_advisors_language(program):
    assert {"hoy", "cierre", "practicas"} <= set(offered(program, ""))
    assert {"today", "close", "practices"} <= set(offered(program, "", lang="en"))


def test_practices_are_offered(program):
    assert offered(program, "hoy", "--practica", "three-s") == ["three-supports"]
    assert offered(program, "practicas", "ver", "three-s") == ["three-supports"]


def test_the_days_that_can_be_filled_in_are_offered(program):
    for words in (("ver", "20"), ("hoy", "--date", "20")):
        days = offered(program, *words)
        assert len(days) == 15
        assert days == sorted(days, reverse=True) or days == sorted(days)
