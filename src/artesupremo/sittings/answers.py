"""The same answers from a file or a pipe: all of them fit, or none is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from artesupremo.errors import UsageError
from artesupremo.i18n import N_, _
from artesupremo.journal.model import Asked, Chosen, Value
from artesupremo.library.model import Question
from artesupremo.sittings.morning import pick_for
from artesupremo.sittings.occasion import Occasion
from artesupremo.sittings.prompts import build_prompt
from artesupremo.sittings.values import LABELS, WrongValueError, masked, parse_given


def record_answers(occasion: Occasion, questions: Sequence[Question], given: Any) -> list[str]:  # noqa: ANN401  # JSON
    """Record the answers `given` ({question id: value}) in one act.

    Returns the kinds of personal data that were masked. Raises UsageError, naming everything
    that is unknown or does not fit; then nothing is recorded.
    """
    if not isinstance(given, dict):
        raise UsageError(
            N_("The answers are not of the form {example}; nothing was saved."),
            example='{"energy": 4, "greeting": "…"}',
        )
    values = _checked(questions, given)
    known = occasion.answers()
    energy = values.get("energy", known["energy"].value if "energy" in known else None)
    chosen = occasion.chosen()
    new_choice = None
    if chosen is None and occasion.sitting.sitting == "morning":
        chosen = new_choice = pick_for(occasion, energy.number if energy else None)
    answers, kinds = _worded(occasion, questions, values, chosen)
    if answers:
        occasion.journal.record(occasion.clerk, occasion.sitting, answers, new_choice)
    return kinds


def _checked(questions: Sequence[Question], given: dict[str, Any]) -> dict[str, Value | None]:
    by_id = {question.id: question for question in questions}
    values: dict[str, Value | None] = {}
    mistakes: list[str] = []
    for key, value in given.items():
        if key not in by_id:
            mistakes.append(_("“{key}” is not one of its questions").format(key=key[:40]))
            continue
        try:
            values[key] = parse_given(by_id[key], value)
        except WrongValueError as error:
            mistake = _(error.sentence).format(**error.values)
            mistakes.append(_("“{key}” {mistake}").format(key=key, mistake=mistake))
    if mistakes:
        raise UsageError(
            N_("Nothing was saved: {mistakes}. Its questions: {ids}."),
            mistakes="; ".join(mistakes),
            ids=", ".join(by_id),
        )
    return values


def _worded(
    occasion: Occasion,
    questions: Sequence[Question],
    values: dict[str, Value | None],
    chosen: Chosen | None,
) -> tuple[list[tuple[Asked, Value | None]], list[str]]:
    labels = {kind: _(label) for kind, label in LABELS.items()}
    answers: list[tuple[Asked, Value | None]] = []
    found: list[str] = []
    for question in questions:
        if question.id not in values:
            continue
        prompt = build_prompt(occasion, question, None, chosen)
        if prompt is None:
            raise UsageError(
                N_("Nothing was saved: “{key}” is about a practice, and that day has none."),
                key=question.id,
            )
        value = values[question.id]
        if value is not None:
            value, kinds = masked(value, labels)
            found += [kind for kind in kinds if kind not in found]
        answers.append((prompt.asked, value))
    return answers, found
