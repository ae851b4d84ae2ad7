"""What is checked and not kept is written nowhere: not even where everything vanishes."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

# Runs the program with a /dev/null of the test's own in the place of the system's: a path that
# looks like it, named by os.devnull. Whoever writes there may replace it, if root.
_WITH_OWN_NULL = """\
import os, sys
os.devnull = sys.argv[1]
from artesupremo.__main__ import main
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.skipif(os.name == "nt", reason="a pipe stands for the device")
def test_checking_the_library_replaces_no_device(home, tmp_path):
    """Run by root it once put an ordinary file, 0600, in the place of /dev/null."""
    null = tmp_path / "null"
    null.symlink_to("/dev/null")
    done = subprocess.run(
        [sys.executable, "-c", _WITH_OWN_NULL, str(null), "practices", "check"],
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert null.is_symlink()
    assert [entry.name for entry in tmp_path.iterdir()] == ["null"]
