"""The checksum of a row: over its columns as sorted JSON, whatever they hold."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from artesupremo.journal.rows import checksum

VALUES = st.none() | st.integers() | st.text(st.characters()) | st.booleans() | st.floats()


@given(st.dictionaries(st.text(max_size=8), VALUES, max_size=6))
@example({"text": 'a\ud800 "quoted" \\ \x00\x1f\x7f\u2028 é 🎭', "line": 3, "checksum": "0"})
def test_the_checksum_is_over_what_json_dumps_writes(row: dict[str, Any]):
    held = {name: value for name, value in row.items() if name not in ("checksum", "line")}
    text = json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8)
    assert checksum(row) == digest.hexdigest()
