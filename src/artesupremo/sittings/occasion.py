"""Everything a sitting needs to be held, handed down by the floor above."""

import datetime as dt
from typing import NamedTuple

from artesupremo.calendar import Calendar
from artesupremo.i18n import _
from artesupremo.journal.model import Answer, Chosen, Clerk, Entry, Sitting
from artesupremo.journal.queries import answers_on, entry_on
from artesupremo.journal.store import Journal
from artesupremo.library.model import Library


class Occasion(NamedTuple):
    """One sitting of one day, whose answers go to one journal."""

    journal: Journal
    library: Library
    calendar: Calendar
    clerk: Clerk
    sitting: Sitting
    address: str  # "tu", "usted" or "vos"

    @property
    def day(self) -> dt.date:
        """Return the journal day of the sitting."""
        return self.sitting.day

    @property
    def lang(self) -> str:
        """Return the language of the sitting."""
        return self.sitting.language

    def answers(self) -> dict[str, Answer]:
        """Return the answers given so far, by question.

        A plan for a practice that was swapped away is not one for today's.
        """
        given = answers_on(self.journal, self.sitting.sitting, self.day)
        chosen = self.chosen() if any(answer.asked.kind == "plan" for answer in given) else None
        return {
            answer.asked.question: answer
            for answer in given
            if answer.asked.kind != "plan"
            or not chosen
            or answer.asked.practice == chosen.practice
        }

    def morning(self) -> Entry | None:
        """Return the morning of the day, if it was begun."""
        return entry_on(self.journal, "morning", self.day)

    def chosen(self) -> Chosen | None:
        """Return the practice of the day, if it was shown already."""
        morning = self.morning()
        return morning.chosen if morning else None


def plan_sentence(chosen: Chosen, then: str | None = None) -> str:
    """Return the if-then plan as a sentence, with another "then" if one is given."""
    words = {"if": chosen.if_, "then": (then or chosen.then).rstrip(".")}
    return _("If {if}, then {then}.").format(**words)
