"""Real files as hands, editors and enemies leave them: always the same ones for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

SNIPPETS = (
    "\t", "  ", "\n", "\r\n", ":", ": ", "- ", "? ", "[", "]", "{", "}", '"', "'", "&a ", "*a",
    "&a [*a, *a]", "!!int ", "!!python/object:os.system ", "!x ", "|", ">-", "#", "%YAML 9.9\n",
    "@", "`", "---\n", "...\n", "\0", "\x1b]0;x\x07", "\x85", "\u2028", "\ufeff", "\u202e",
    "💧", '"\\ud800"', '"\\UFFFFFFFF"', "9" * 20, "1" * 5_000, "-", "1e400", ".nan", "0x7f",
    "012", "2026-13-45", "2026-02-30T25:61:61", "no", "~", "null", "true", "<<: *a\n", "a" * 300,
    "{0}", "{name}", "%s", "[/]", "NaN", "Infinity", "\\", "\\u0000", "\\ud83d", '""', "''", '"""',
    '"""x\n', "# x", "=", "[[a]]", "[a.b]\n", "a.b.c = 1\n", "{" * 60, "[" * 60, "]" * 60,
    '{"a":' * 60, "- " * 60, "? " * 60,
)  # fmt: skip
# What is made of a whole file, text in, bytes out.
WHOLE: tuple[Callable[[str], bytes], ...] = (
    lambda text: text.encode("utf-16"),
    lambda text: text.encode("utf-16-be"),
    lambda text: b"\xef\xbb\xbf" + text.encode(),
    lambda text: text.encode("latin-1", "replace"),
    lambda text: text.replace("\n", "\r\n").encode(),
    lambda text: text.replace("\n", "\r").encode(),
    lambda text: text.replace("\n", " ").encode(),
    lambda text: (text * 2).encode(),
    lambda text: text.encode() + b"\0" * 50,
    lambda _text: ("[" * 100_000).encode(),
    lambda _text: ("{a: " * 50_000).encode(),
    lambda _text: ("- " * 50_000).encode(),
    lambda _text: ('{"a": ' * 50_000).encode(),
    lambda _text: b"a: " + b"x" * 1_000_000,
    lambda _text: b'"' + b"x" * 300_000,
    lambda text: text.encode() + b"\n" + b"x" * 1_000_000,
    lambda _text: b"",
    lambda _text: b"\n" * 70_000,
    lambda _text: bytes(range(256)) * 8,
    lambda _text: _bomb().encode(),
)


def _bomb() -> str:
    """Return a few lines that aliases make into gigabytes."""
    lines = ['a0: &a0 ["x", "x"]']
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 20)]
    return "\n".join(lines)


def mutants(texts: Sequence[str], count: int, seed: int = 9) -> Iterator[bytes]:
    """Yield `count` files made from `texts`: first each of WHOLE, then cut, filled and doubled."""
    draw = random.Random(seed)  # noqa: S311  # a set of files, no secret
    whole = [make(draw.choice(texts)) for make in WHOLE][:count]
    yield from whole
    for _number in range(count - len(whole)):
        text = draw.choice(texts)
        for _time in range(draw.randint(1, 5)):
            text = _hurt(text, draw)
        data = text.encode("utf-8", "surrogatepass")
        if draw.random() < 0.1:
            place = draw.randrange(len(data) + 1)
            data = data[:place] + bytes(draw.choices(range(256), k=3)) + data[place:]
        yield data


def _hurt(text: str, draw: random.Random) -> str:
    start = draw.randint(0, len(text))
    stop = min(len(text), start + draw.randint(0, 40))
    lines = text.split("\n")
    kind = draw.random()
    if kind < 0.45:
        return text[:start] + draw.choice(SNIPPETS) + text[stop:]
    if kind < 0.6:
        return text[:start] + text[stop:]
    if kind < 0.7:
        return text[:start] + text[start:stop] * draw.randint(2, 9) + text[stop:]
    if kind < 0.8:
        lines.insert(draw.randint(0, len(lines)), draw.choice(lines))
    elif kind < 0.9:
        place = draw.randrange(len(lines))
        lines[place] = " " * draw.randint(0, 9) + lines[place].lstrip()
    else:
        return text[:start]
    return "\n".join(lines)
