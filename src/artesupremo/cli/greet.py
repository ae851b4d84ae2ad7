"""`arte greet`: the greeting gym and the gallery of one's own best greetings."""

from __future__ import annotations

import time

from artesupremo.cli.notes import desk_for
from artesupremo.cli.output import print_json, print_lines, print_wrapped
from artesupremo.cli.remarks import remark_on
from artesupremo.cli.session import Session
from artesupremo.cli.talk import editor_for, terminal_for
from artesupremo.errors import DONE, NothingToShowError
from artesupremo.i18n import N_, _
from artesupremo.journal.notes import CHANNELS
from artesupremo.journal.queries import gallery, greetings_so_far
from artesupremo.reports.faces.lines import command
from artesupremo.reports.faces.words import short_date, told_damaged
from artesupremo.sittings.gym import COMPARED, Gym, draw_situations, hold_round


def greet(session: Session) -> int:
    """Hold a round in the gym: three greetings for three situations of the day."""
    terminal = terminal_for(session)
    desk = desk_for(session, None)
    gym = Gym(
        desk,
        terminal,
        editor_for(session),
        lambda text: remark_on(session, "greeting", text),
        greetings_so_far(session.journal, COMPARED),
        time.monotonic,
    )
    saved = hold_round(gym, draw_situations(session.journal.id, desk.day.isoformat()))
    if not saved:
        session.tell(_("Nothing was noted."))
    elif any("channel" in note.details for note in saved):
        gallery_command = command("greet --gallery", "saludo --galeria")
        print_wrapped(session, [_("The gallery: {command}").format(command=gallery_command)])
    return DONE


def show_gallery(session: Session, *, json: bool) -> int:
    """Print the favourites by channel, the newest first."""
    favourites = gallery(session.journal)
    if not favourites:
        raise NothingToShowError(
            N_("The gallery is empty: {command} fills it."), command=command("greet", "saludo")
        )
    if json:
        from artesupremo.reports.faces.data import note_data

        print_json("greet", [note_data(note) for note in favourites])
        return DONE
    for channel, label in CHANNELS.items():
        held = [note for note in favourites if note.details["channel"] == channel]
        if held:
            print_lines([_(label).capitalize()])
            told = (
                f"  {note.number}  {told_damaged(note.text, intact=note.intact)}"
                f" ({short_date(note.day, session.today)})"
                for note in held
            )
            print_wrapped(session, told)
    return DONE
