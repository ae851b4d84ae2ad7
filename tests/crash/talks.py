"""The sittings that the crash programs kill, fail and cut off: what is typed, and what is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from programs import days_ago

TODAY, FIRST_DAY = str(days_ago(0)), str(days_ago(days_ago(0).weekday()))


class Sitting(NamedTuple):
    """A command that asks: what is typed at each prompt, and what must be kept of it."""

    name: str
    argv: tuple[str, ...]
    asked: Mapping[str, tuple[str, tuple[object, ...] | None]]
    start: str
    day: str = TODAY
    resumes: bool = True  # the same command asks only what is open

    def __str__(self) -> str:
        return self.name

    @property
    def lines(self) -> list[str]:
        return [typed for typed, _ in self.asked.values()]

    def expected(self, old: Mapping[str, object], answers: int) -> dict[str, object]:
        """Return what must be kept after so many `answers`, of what was there before."""
        new = {key: value for key, (_, value) in self.asked.items()}
        return {**old, **dict(list(new.items())[:answers])}


def text(words: str) -> tuple[str, tuple[object, ...]]:
    return words, (None, None, words, None)


def number(value: int, note: str | None = None) -> tuple[str, tuple[object, ...]]:
    return f"{value} {note or ''}".strip(), (value, None, None, note)


SKIP = ("", None)
MORNING = {
    "energy": number(4, "after the break"),
    "posture-now": ("feet", (None, '["feet"]', None, None)),
    "greeting": text("Good morning, Inés"),
    "message": SKIP,
    "plan": text("breathe first"),
}
CLOSING = {
    "good-moment": text("She laughed"),
    "posture": number(5),
    "greetings": SKIP,
    "messages": number(2, "in a hurry"),
    "practice": number(0),
    "next-time": text("Look first"),
}
REVIEW = {
    "week-forward": text("A step"),
    "week-words": text("Thank you, you listened"),
    "week-enemy": ("2", (None, '["monotony"]', None, None)),
    "week-promises": text("One kept"),
    "week-friction": SKIP,
    "week-sentence": text("I look it up now"),
    "week-circles": text("Team first"),
    "week-energy": SKIP,
    "week-exhaustion": number(2, "two nights"),
    "week-authenticity": number(4),
    "week-turn": text("A colleague"),
    "week-wish": text("Answer on Monday"),
    "week-outcome": SKIP,
    "week-obstacle": text("Hurry"),
    "week-plan": text("If I hurry, then I breathe"),
    "week-focus": ("1", (None, '["posture"]', None, None)),
}
CORRECTED = {
    "energy": number(5, "on reflection"),
    "posture-now": ("back", (None, '["back"]', None, None)),
    "greeting": text("Good morning, Bea"),
    "message": text("The letter to Leo"),
    "plan": text("breathe twice"),
    "good-moment": text("They laughed"),
    "posture": number(5),
    "greetings": number(4),
    "messages": number(1, "in a hurry"),
    "practice": number(5),
    "next-time": text("Look twice"),
}
SITTINGS = {
    sitting.name: sitting
    for sitting in (
        Sitting("today", ("today",), MORNING, "blank"),
        Sitting("close", ("close",), CLOSING, "morning done"),
        Sitting("week", ("week", TODAY), REVIEW, "used", FIRST_DAY),
        Sitting("edit", ("edit", "yesterday"), CORRECTED, "used", str(days_ago(1)), resumes=False),
    )
}
