"""What was left out because it is damaged: where no mark can stand beside it."""

from __future__ import annotations

from artesupremo.cli.session import Session
from artesupremo.errors import DONE, JOURNAL
from artesupremo.i18n import plural
from artesupremo.reports.faces.lines import command


def tell_left_out(session: Session, count: int) -> int:
    """Say on standard error that `count` damaged records were left out; return the exit status."""
    if not count:
        return DONE
    words = plural(
        "{count} damaged record was left out: {command} names it.",
        "{count} damaged records were left out: {command} names them.",
        count,
    )
    session.tell(words.format(count=count, command=command("journal check", "diario revisar")))
    return JOURNAL
