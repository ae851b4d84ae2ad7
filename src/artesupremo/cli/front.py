"""One run of the program: language first, then the command, then every error in one sentence.

No Typer here: what is typed in words alone does without.
"""

from __future__ import annotations

import codecs
import datetime as dt
import errno
import os
import sys
from collections.abc import Sequence

from artesupremo import __version__
from artesupremo.cli.direct import direct
from artesupremo.cli.session import GlobalOptions, Session
from artesupremo.errors import BUG, DONE, INTERRUPTED, USAGE, ArteError, ContentError, UsageError
from artesupremo.files import sweep_drafts
from artesupremo.i18n import LANGUAGES, N_, _, choose_language, speak, speak_globally
from artesupremo.text import fold, to_encodable

_HELP = ("-h", "--help")
# What a mistake in the settings is found and mended with.
_MENDING = ("config", "ajustes", "doctor", "salud")
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
_COMPLETING = "_ARTE_COMPLETE"  # set by a shell that asks the tree what could come next


def serve(arguments: list[str], now: dt.datetime | None) -> int:
    """Run `arte` with `arguments` at the aware local time `now`, or by the clock.

    Returns the exit status.
    """
    os.umask(0o077)
    _prepare_streams()
    session = Session(now or dt.datetime.now().astimezone(), os.environ, GlobalOptions())
    speak(choose_language(None, os.environ.get("ARTE_LANG"), os.environ))
    try:
        arguments, options = split_global(arguments)
        session = Session(session.now, os.environ, options)
        sweep_drafts(session.places.drafts)
        return _run(session, arguments, options)
    except ArteError as error:
        from artesupremo.cli.rescue import tell

        tell(session, error)
        return error.status
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return INTERRUPTED
    except BrokenPipeError:  # `arte show | head`
        _print_no_more()
        return DONE
    except Exception as error:  # noqa: BLE001  # the last net: a sentence instead of a traceback
        return _tell_unforeseen(session, error)
    finally:
        session.close()


def _prepare_streams() -> None:
    """Let streams that cannot show a sign show a plain one, and read what they cannot read."""
    codecs.register_error("arte", to_encodable)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="arte")
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="surrogateescape")


def split_global(argv: Sequence[str]) -> tuple[list[str], GlobalOptions]:
    """Return `argv` without the options that every command takes, and those options."""
    rest: list[str] = []
    lang, plain, no_color = None, False, False
    words = iter(argv)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word == "--lang" or word.startswith("--lang="):
            lang = word.partition("=")[2] if "=" in word else next(words, "")
            if not lang:
                raise UsageError(N_("--lang needs es or en."))
            if lang not in LANGUAGES:
                raise UsageError(N_("--lang takes es or en, not “{lang}”."), lang=lang[:20])
        elif word == "--plain":
            plain = True
        elif word in ("--no-color", "--no-colour"):
            no_color = True
        else:
            rest.append(word)
    return rest, GlobalOptions(lang, plain, no_color)


def _run(session: Session, arguments: list[str], options: GlobalOptions) -> int:
    if options.lang:
        speak(options.lang)
    if arguments == ["--version"]:
        sys.stdout.write(f"arte {__version__}\n")
        return DONE
    session.lang = _settle_language(session, arguments, options)
    speak(session.lang)
    run = direct(arguments)
    if run and _COMPLETING not in session.environ:
        status = run(session)
    else:
        status = run_tree(session, arguments)
    sys.stdout.flush()  # what cannot be printed is told, too
    return status


def _settle_language(session: Session, arguments: list[str], options: GlobalOptions) -> str:
    setting = session.environ.get("ARTE_LANG")
    try:
        setting = session.settings.language
    except ContentError:
        mends = any(fold(word) in _MENDING for word in arguments[:1])
        if not (mends or any(word in _HELP for word in arguments)):
            raise
    return choose_language(options.lang, setting, session.environ)


def run_tree(session: Session, arguments: list[str]) -> int:
    """Run `arguments` by the tree of commands; return the exit status."""
    speak_globally()
    from artesupremo.cli.shelves import tree_for
    from artesupremo.cli.speech import usage_error

    app = tree_for([] if _COMPLETING in session.environ else arguments)
    try:
        status = app(arguments, prog_name="arte", obj=session, standalone_mode=False)
    except ArteError:
        raise
    except SystemExit as left:  # Typer's answer to a pipe that nobody reads, among others
        if isinstance(left.__context__, BrokenPipeError):
            raise BrokenPipeError from None
        return left.code if isinstance(left.code, int) else DONE
    except Exception as error:
        usage = usage_error(error, next((a for a in arguments if not a.startswith("-")), ""))
        if usage is None:
            raise
        raise usage from None
    return status if isinstance(status, int) else DONE


def _tell_unforeseen(session: Session, error: Exception) -> int:
    """Say what went wrong outside the journal and the files that have sentences of their own."""
    if isinstance(error, OSError) and error.errno in _FULL:  # our own files say so themselves
        _print_no_more()
        sys.stderr.write(_("What is printed cannot be written: is there room for it?") + "\n")
        return USAGE
    if _is_nowhere():
        sys.stderr.write(_("This folder is gone: change to another one and try again.") + "\n")
        return USAGE
    return _tell_bug(session, error)


def _print_no_more() -> None:
    """Let what nobody reads, or takes, go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _is_nowhere() -> bool:
    """Tell whether the folder that the program was started in is gone: no path leads from it."""
    try:
        os.getcwd()
    except OSError:
        return True
    return False


def _tell_bug(session: Session, error: Exception) -> int:
    """Say that it is our fault, and leave where it happened in the log; never what was typed."""
    import traceback

    from artesupremo.files import open_to_append
    from artesupremo.text import clean

    log = session.places.log_file
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{session.now.isoformat()} arte {__version__} {type(error).__name__}"]
    lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    try:
        with open_to_append(log) as file:
            file.write(("\n".join(lines) + "\n").encode("utf-8", "backslashreplace"))
        sentence = _("This is a bug in arte, not a mistake of yours; it is noted in {log}.")
    except OSError:
        sentence = _("This is a bug in arte, not a mistake of yours; {log} cannot be written.")
    sys.stderr.write(clean(sentence.format(log=log)) + "\n")
    return BUG
