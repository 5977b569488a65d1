"""Fuzzes the readers of text from outside, guided by coverage: `python -m tests.fuzz [--seconds N] [READER...]`.

It needs atheris: pip install '.[fuzz]'. Each reader runs in a process of its own. An input that breaks a promise
is kept in the folder `--keep`, and belongs into the tests.
"""

from __future__ import annotations

import re
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

NAMES: Final = ("yaml", "markdown", "page", "outlets", "query", "config", "import")
"""The readers; they are imported only where they are instrumented."""

_LONGEST_INPUT: Final = 4_096
_SECONDS_AN_INPUT: Final = 10
_MEGABYTES: Final = 2_048


def main(words: Sequence[str]) -> int:
    """Fuzz what the command line asks for; returns 1 if an input broke a promise."""
    parser = ArgumentParser("python -m tests.fuzz", description="Fuzz the readers of text from outside.")
    parser.add_argument("readers", nargs="*", choices=[*NAMES, []], metavar="READER", help=", ".join(NAMES))
    parser.add_argument("--seconds", type=int, default=60, metavar="N", help="for each reader (default: 60)")
    parser.add_argument("--keep", type=Path, default=Path("fuzz-findings"), metavar="DIR", help="where findings go")
    arguments = parser.parse_args(words)
    if find_spec("atheris") is None:
        sys.stderr.write("The fuzzer needs atheris: pip install '.[fuzz]'\n")
        return 2
    codes = [_fuzz(name, arguments.seconds, arguments.keep) for name in arguments.readers or NAMES]
    return int(any(codes))


def _fuzz(name: str, seconds: int, keep: Path) -> int:
    keep.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="newsreader-fuzz-") as corpus:
        options = (
            f"-max_total_time={seconds}", f"-max_len={_LONGEST_INPUT}", f"-timeout={_SECONDS_AN_INPUT}",
            f"-rss_limit_mb={_MEGABYTES}", f"-artifact_prefix={keep}/{name}-", "-print_final_stats=1",
        )  # fmt: skip
        command = [sys.executable, "-m", "tests.fuzz.one", name, *options, corpus]
        done = subprocess.run(command, stderr=subprocess.PIPE, text=True, errors="replace", check=False)
    runs = re.search(r"number_of_executed_units: *(\d+)", done.stderr)
    count = f"{int(runs[1]):,}" if runs else "?"
    sys.stdout.write(f"{name:<9} {count:>12} inputs, {seconds} s: {'FOUND' if done.returncode else 'nothing'}\n")
    if done.returncode:
        sys.stdout.write(done.stderr[-6_000:] + "\n")
    sys.stdout.flush()
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
