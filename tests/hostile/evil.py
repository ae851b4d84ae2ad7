"""Texts made to harm, what a terminal would obey in them, and the program with somebody at it."""

from __future__ import annotations

import datetime as dt
import io
import os
import random
import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from zoneinfo import ZoneInfo

from artesupremo.__main__ import main

ZONE = ZoneInfo("America/Bogota")
NOW = dt.datetime(2026, 11, 20, 7, 55, tzinfo=ZONE)

# What a terminal obeys, turns or hides, each by its name.
CONTROLS = {
    **{f"C0 {code:02X}": chr(code) for code in range(0x20) if code not in (0x0A, 0x0D)},
    "DEL": "\x7f",
    **{f"C1 {code:02X}": chr(code) for code in range(0x80, 0xA0)},
    **{
        f"direction {code:04X}": chr(code)
        for code in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x2070))
    },
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "byte-order mark": "\ufeff",
    "high half": "\ud800",
    "low half": "\udfff",
    "byte": "\udc9b",
    **{f"tag {code:05X}": chr(code) for code in (0xE0001, 0xE0020, 0xE0041, 0xE007F)},
}
SEQUENCES = {
    "colour": "\x1b[38;5;196mrojo\x1b[5;7;8m",
    "clear": "\x1b[2J\x1b[3J\x1b[H",
    "up and over": "\x1b[5A\x1b[2Kguardado",
    "C1 colour": "\x9b38;5;196m",
    "title": "\x1b]0;título\x07",
    "C1 title": "\x9d2;título\x9c",
    "clipboard": "\x1b]52;c;cm0gLXJmIH4=\x07",
    "link": "\x1b]8;;http://x.es\x1b\\pulsa\x1b]8;;\x1b\\",
    "alternate": "\x1b[?1049h\x1b[?25l",
    "answer back": "\x1b[6n\x1b[c\x1bP$q\x1b\\\x05",
    "device": "\x1bP1;2|17/41\x1b\\",
    "application": "\x1b_x\x1b\\\x1b^y\x1b\\",
    "charset": "\x1b(0lqqk\x0e",
    "reset": "\x1bc",
    "backspaces": "perdió\b\b\b\b\b\bganó",
    "carriage": "perdió\rganó",
    "bidi": "txt.\u202egnp.exe\u202c \u2067\u2066x\u2069",
}
MARKUP = {
    "closing": "[/]",
    "closing name": "[/bold] a [/link]",
    "rich link": "[link=file:///etc/passwd]pulsa[/link]",
    "rich style": "[red on white blink]x[/]",
    "emoji name": ":smile: :bomb:",
    "brackets": "[[[ ]]] \\[ [",
    "braces": "{0} {name} {} %s %(x)s ${HOME}",
    "handler": "[@click=app.bell]x[/]",
}
SHAPES = {
    "a long word": "a" * 1_500,
    "a long wide word": "漢" * 300,
    "wide words": "日本語 テスト " * 20,
    "full width": "ＡＢＣ　ｄｅｆ",
    "zalgo": "h" + "\u0301\u0330\u034f\u0489" * 80 + "ola",
    "only marks": "\u0301\u0302\u0303",
    "zero width": "a\u200bb\u200cc\u200dd\u2060e\u00adf\u180eg",
    "family": "👨‍👩‍👧‍👦 👩🏽‍💻 ❤️ 1️⃣ 🇨🇴",
    "many families": "👨‍👩‍👧‍👦" * 30,
    "arabic": "ملف سلام",
    "hangul": "각\u1100\u1161",
    "only spaces": " \t \u00a0 \u3000 ",
    "tabs": "a\tb\t\tc",
    "lines": "uno\ndos\n\n\ntres",
    "many lines": "x\n" * 60,
    "replacement": "\ufffd\ufffe\uffff\U0010ffff",
    "private use": "\ue000\U000f0000",
    "command": "`id` $(id) ; rm -rf ~ | x > y & \\$(id) \\`id\\`",
    "quotes": "'\"“”«»‘’\\\\'",
    "path": "../../etc/passwd\\..\\x",
    "formula": '=cmd|" /C calc"!A0',
}
TEXTS: dict[str, str] = {
    **{name: f"a{sign}b" for name, sign in CONTROLS.items()},
    **SEQUENCES,
    **MARKUP,
    **SHAPES,
}

_PIECES = (*CONTROLS.values(), *SEQUENCES.values(), *MARKUP.values())
_WORDS = ("Inés", "su nota", "漢字", "👩‍💻", "ملف", "x", "…", "a" * 90, "¿qué?", "e\u0301\u0302")


def evil_texts(count: int, seed: int = 20261120) -> Iterator[str]:
    """Yield `count` texts, those of TEXTS first, then mixtures; always the same ones."""
    draw = random.Random(seed)  # noqa: S311  # a set of texts, no secret
    yield from list(TEXTS.values())[:count]
    for _number in range(count - len(TEXTS)):
        parts = [draw.choice(_WORDS)]
        for _part in range(draw.randint(1, 7)):
            kind = draw.random()
            if kind < 0.6:
                parts.append(draw.choice(_PIECES))
            elif kind < 0.8:
                parts.append(draw.choice(_WORDS))
            else:
                parts.append(chr(draw.choice((draw.randrange(0x3000), draw.randrange(0x110000)))))
        yield draw.choice(("", "", " ")).join(parts)


def together(*, typed: bool = False) -> list[str]:
    """Return a few texts that hold all of TEXTS; of those `typed` each is one line."""
    signs = "".join(CONTROLS.values())
    if typed:
        signs = signs.replace("\x04", "").replace("\x03", "").replace("\x1a", "")
    wide = SHAPES["a long wide word"]
    rest = [text for text in SHAPES.values() if text != wide]
    held = [
        f"a {' '.join(signs)} b {' '.join(SEQUENCES.values())}",
        f"x {' '.join(MARKUP.values())} {' '.join(rest)}",
        wide,
    ]
    return [" ".join(text.split("\n")) for text in held] if typed else held


# What must not come out

_OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff"
    "\ud800-\udfff\U000e0001-\U000e007f]"
)
# Bold, dim, italic, underlined, their ends, and the eight plain colours: all that arte uses.
_OWN_STYLE = re.compile(r"\x1b\[(?:0|1|2|3|4|22|23|24|39|3[0-7])(?:;(?:[1-4]|22|39|3[0-7]))*m")


def leaks(page: str) -> list[str]:
    """Return what a terminal would obey in `page`, beside the styles that are our own."""
    return _OBEYED.findall(_OWN_STYLE.sub("", page))


def columns(line: str) -> int:
    """Return the columns that `line` takes at least on a terminal that knows emoji."""
    line = _OWN_STYLE.sub("", line)
    if line.isascii():
        return len(line)
    count, joined = 0, False
    for char in line:
        wide = unicodedata.east_asian_width(char) in "WF"
        unseen = unicodedata.category(char) in ("Mn", "Me", "Mc", "Cf", "Cn")
        is_part = joined or 0x1F3FB <= ord(char) <= 0x1F3FF or 0x1160 <= ord(char) <= 0x11FF
        count += 0 if unseen or is_part else 2 if wide else 1
        joined = char == "\u200d"
    return count


# The program with somebody at a terminal, in this process


class Seen(NamedTuple):
    """What a run of the program showed: its exit status and both streams."""

    status: int
    out: str
    err: str

    @property
    def page(self) -> str:
        return self.out + self.err


class _Screen(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def __init__(self, raw: io.BytesIO, *, tty: bool, encoding: str = "utf-8") -> None:
        super().__init__(raw, encoding, newline="\n", write_through=True)
        self._tty = tty

    def isatty(self) -> bool:
        return self._tty


def as_bytes(text: str) -> bytes:
    """Return `text` as a keyboard or a file could give it: its halves as the bytes they are."""
    return b"".join(
        bytes([ord(char) - 0xDC00])
        if "\udc80" <= char <= "\udcff"
        else char.encode("utf-8", "surrogatepass")
        for char in text
    )


def run(
    *argv: str,
    typed: str | None = None,
    given: bytes | None = None,
    terminal: bool = True,
    width: int = 80,
    now: dt.datetime = NOW,
    environ: Mapping[str, str] | None = None,
) -> Seen:
    """Run the real `main` with `typed` at a terminal, or with `given` in a pipe.

    Standard output is a terminal of `width` columns, or a pipe if `terminal` is False.
    """
    held = dict(os.environ)
    streams = sys.stdin, sys.stdout, sys.stderr
    umask = os.umask(0o022)
    out, err = io.BytesIO(), io.BytesIO()
    data = as_bytes(typed or "") if given is None else given
    os.environ.update({"COLUMNS": str(width), "TERM": "xterm", **(environ or {})})
    source = _Screen(io.BytesIO(data), tty=typed is not None)
    shown = _Screen(out, tty=terminal), _Screen(err, tty=terminal)
    sys.stdin, (sys.stdout, sys.stderr) = source, shown
    try:
        status = main(argv, now=now)
        for screen in shown:
            screen.flush()
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams
        os.umask(umask)
        os.environ.clear()
        os.environ.update(held)
    return Seen(status, out.getvalue().decode(), err.getvalue().decode())
