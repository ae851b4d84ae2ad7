"""`arte check --rewrite`: a better version, checked again, kept beside the first; `--explain`."""

from __future__ import annotations

from artesupremo.cli.check import CheckOptions, check_text, show_checked
from artesupremo.cli.session import Session
from artesupremo.cli.talk import editor_for, terminal_for
from artesupremo.errors import InterruptedSittingError, typed
from artesupremo.i18n import N_, _
from artesupremo.journal.model import Note
from artesupremo.journal.notes import NAMES
from artesupremo.reports.faces.checked import count_words
from artesupremo.reports.faces.words import note_name
from artesupremo.sittings.notes import masked_text, masked_words
from artesupremo.sittings.terminal import BOLD, DIM
from artesupremo.text import clean
from artesupremo.wording.model import Checked

_MAX_TEXT = 10_000


def rewrite(session: Session, before: str, checked: Checked, options: CheckOptions) -> Note | None:
    """Ask for better versions until one is kept, and keep it beside the first; None if none was.

    Personal data is masked in both. Raises InterruptedSittingError if the advisor leaves.
    """
    terminal = terminal_for(session, aside=options.json)
    terminal.say()
    terminal.say(_("A better version:"), BOLD)
    hint = _("Enter keeps the last one · e opens the editor · Ctrl-C keeps nothing")
    terminal.say_pieces(hint.split(" · "), DIM)
    after, again = "", checked
    while True:
        try:
            typed = terminal.ask().strip()
        except (EOFError, KeyboardInterrupt):
            raise InterruptedSittingError(N_("Left here: nothing was kept.")) from None
        if typed in ("e", "E"):
            typed = editor_for(session)(after or before).strip()
        if not typed:
            break
        after = typed[:_MAX_TEXT]
        again = check_text(session, after, options)
        show_checked(session, after, again)
        terminal.say(count_words(len(again.findings)), DIM)
    if not after:
        session.tell(_("Nothing was kept."))
        return None
    return keep_rewrite(session, before, after, (checked, again))


def keep_rewrite(
    session: Session, before: str, after: str, checks: tuple[Checked, Checked]
) -> Note:
    """Keep both versions of a message, without personal data, and say so."""
    first, masked_first = masked_text(clean(before)[:_MAX_TEXT])
    second, masked_second = masked_text(clean(after)[:_MAX_TEXT])
    found, left = (sorted({f.category for f in check.findings}) for check in checks)
    note = Note(
        "", 0, "rewrite", second, {"first": first, "found": found, "left": left}, session.lang,
        session.today, "", 0, "",
    )  # fmt: skip
    details = {name: value for name, value in note.details.items() if value != []}
    clerk = session.clerk(session.today)
    about = NAMES[note.kind]
    with typed(second, _(about)):
        kept = session.journal.keep_note(clerk, note._replace(details=details), kind="note")
    kinds = tuple(dict.fromkeys((*masked_first, *masked_second)))
    if kinds:
        session.tell(masked_words(kinds))
    session.tell(_("{note} saved.").format(note=note_name(kept)))
    return kept
