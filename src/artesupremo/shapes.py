"""Checking what people write against the pydantic model of its shape: every mistake in its place.

Imported only when a file changed or is being checked, because pydantic is heavy.
"""

from __future__ import annotations

from typing import Annotated, TypeVar

import pydantic
from pydantic_core import ErrorDetails, PydanticCustomError

from artesupremo.content import Document
from artesupremo.errors import Problem
from artesupremo.i18n import N_

TEXT_LIMIT = 240

Text = Annotated[str, pydantic.StringConstraints(strict=True, min_length=1, max_length=TEXT_LIMIT)]
Identifier = Annotated[
    str, pydantic.StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
]
WholeNumber = Annotated[int, pydantic.Field(strict=True)]


class Written(pydantic.BaseModel):
    """Fields as a person wrote them; one that is not known is a mistake."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)


def refuse(sentence: str, **values: str | int) -> PydanticCustomError:
    """Return the error with which a validator refuses a value; `sentence` is a message id."""
    return PydanticCustomError("arte", "{sentence}", {"sentence": sentence, "values": values})


Model = TypeVar("Model", bound=pydantic.BaseModel)


def check(
    document: Document, model: type[Model], *, shipped: bool
) -> tuple[Model | None, list[Problem]]:
    """Return `document` as a `model`, or None and everything that is wrong with it.

    Files that come with the program must be complete in both languages (`shipped`).
    """
    if document.problems:
        return None, document.problems
    try:
        return model.model_validate(document.tree, context={"shipped": shipped}), []
    except pydantic.ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        return None, [_problem(document, detail) for detail in details]


_SENTENCES = {
    "missing": N_("is missing"),
    "extra_forbidden": N_("is not a field of this file; is it misspelt?"),
    "string_type": N_("must be text; put it in quotes"),
    "string_too_short": N_("is empty"),
    "string_too_long": N_("is longer than {max_length} characters"),
    "string_pattern_mismatch": N_("takes lower-case letters a–z, digits and hyphens"),
    "int_type": N_("must be a whole number"),
    "bool_type": N_("must be true or false"),
    "list_type": N_("must be a list"),
    "dict_type": N_("must hold fields of its own"),
    "model_type": N_("must hold fields of its own"),
    "literal_error": N_("must be one of: {expected}"),
    "greater_than_equal": N_("must be at least {ge}"),
    "less_than_equal": N_("must be at most {le}"),
    "too_short": N_("needs at least {min_length}"),
    "too_long": N_("takes at most {max_length}"),
}


def _problem(document: Document, detail: ErrorDetails) -> Problem:
    place = tuple(part for part in detail["loc"] if part != "[key]")
    context = detail.get("ctx", {})
    if detail["type"] == "arte":
        return document.problem(place, context["sentence"], **context["values"])
    sentence = _SENTENCES.get(detail["type"], N_("has a value that does not fit"))
    values = {key: value for key, value in context.items() if isinstance(value, str | int)}
    if "expected" in values:  # pydantic joins the last two with an English word
        values["expected"] = str(values["expected"]).replace(" or ", ", ").replace("'", "")
    return document.problem(place, sentence, **values)
