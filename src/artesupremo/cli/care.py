"""After the card of a sitting: the journal is looked after, and words that wait are named.

No Typer here, as in `everyday`.
"""

from __future__ import annotations

import sys

from artesupremo.cli.session import Session
from artesupremo.errors import JournalError
from artesupremo.i18n import _
from artesupremo.reports.faces.lines import command


def look_after(session: Session) -> None:
    """Check the journal and keep a snapshot, once a day; whatever comes of it, the sitting holds.

    The card is on the screen before this begins.
    """
    sys.stdout.flush()
    try:
        whole = session.journal.look_after(session.today)
    except JournalError as error:
        session.tell(_(error.sentence).format(**error.values))
        return
    if not whole:
        words = _("Something in the journal is damaged: {command} says what, and the next step.")
        session.tell(words.format(command=command("journal check", "diario revisar")))
