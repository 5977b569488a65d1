"""A short run of each fault; `python -m tests.faults` does all of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.faults.__main__ import FAULTS

import newsreader

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", FAULTS)
def test_nothing_is_lost_by(name: str) -> None:
    sources = str(Path(newsreader.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", "--quick", "--only", name],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": sources},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (line,) = [line for line in done.stdout.splitlines() if line.startswith(f"| {name} |")]
    assert line.endswith("| yes |")
