"""What the program may say when it cannot do its work."""

from __future__ import annotations

from programs import Run

SENTENCES = (
    "The disk is full: make room and repeat the last answer",
    "The disk did not take the answer: check it, then repeat",
    "cannot be written: check the permissions of the file and its folder.",
    "is damaged or cannot be read: arte journal restore brings back what there is",
    "Another arte is writing in the journal",
    "The settings stay as they were.",
    "cannot be read: is it there, and may it be read?",
    "cannot be written: is there room, and may it be written?",
    "There is no room for a copy in",
    "No snapshot in",
    "could not be made whole; nothing was changed.",
    "is damaged itself; nothing was changed: an older one may be whole.",
    "cannot be read or removed; not all is forgotten: the same command goes on.",
)


def assert_is_a_sentence(left: Run, refusal: tuple[int, ...] = (5,)) -> None:
    """Nothing but one sentence, and what could not be saved; never a traceback or a bug.

    `refusal` are the exit statuses that it may end with, beside 0.
    """
    assert "Traceback" not in left.said
    assert "bug in arte" not in left.said
    assert left.status in (0, *refusal)
    if left.status:
        told = [part for part in SENTENCES if part in " ".join(left.said.split())]
        assert len(told) == 1, "not one sentence of ours"
