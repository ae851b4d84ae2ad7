"""A sitting whose own row is lost, made again from its answers."""

from __future__ import annotations

from collections.abc import Sequence

from artesupremo.journal.rows import Row, sealed

# What only a closing asks; of the rest, a question of the week begins with "week-".
_CLOSING = ("good-moment", "posture", "greetings", "messages", "practice", "next-time")


def sitting_row(answers: Sequence[Row]) -> Row:
    """Return the row of the sitting that `answers` belong to: its day, its language, no practice.

    The practice that was shown is lost with the row; the answers keep what they were asked.
    """
    first = min(answers, key=lambda answer: str(answer["at"]))
    missing = dict.fromkeys(
        ("practice", "area", "practice_rev", "title", "question", "plan_if", "plan_then",
         "reasons", "swapped")
    )  # fmt: skip
    return sealed(
        {
            "id": first["entry"],
            "sitting": _sitting([str(answer["question"]) for answer in answers]),
            **{name: first[name] for name in ("day", "at", "offset", "zone", "language")},
            "recalled": first["recalled"],
            "short": 0,
            "declined": 0,
            **missing,
        }
    )


def _sitting(questions: Sequence[str]) -> str:
    if any(question.startswith("week-") for question in questions):
        return "week"
    closing = sum(question in _CLOSING for question in questions)
    return "closing" if 2 * closing > len(questions) else "morning"
