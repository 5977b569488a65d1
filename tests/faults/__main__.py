"""Does to the state what can happen to it, and counts what is lost: `python -m tests.faults`."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.faults import clocks, damage, kills, relinking, restoring, rooms, swaps, two_readers
from tests.faults.outcome import Fault, Outcome, Setting, carried_out, report

FAULTS: Final[Mapping[str, Fault]] = {
    "kill": kills.kill_while_marking,
    "migration": kills.kill_in_migration,
    "restore": restoring.kill_in_restore,
    "two-readers": two_readers.mark_at_once,
    "full-disk": rooms.fill_disk,
    "read-only": rooms.forbid_writing,
    "flips": damage.flip_bits,
    "noted": damage.flip_noted_bits,
    "header": damage.flip_header_bits,
    "cut-short": damage.cut_short,
    "swaps": swaps.swap,
    "relink": relinking.relink,
    "clock": clocks.jump,
    "leftovers": clocks.leave_behind,
}


def main(words: Sequence[str]) -> int:
    """Carry out what the command line asks for; 1 where a promise is broken."""
    parser = ArgumentParser("python -m tests.faults", description="Do to the state what can happen to it.")
    parser.add_argument("--quick", action="store_true", help="do each of it a few times only; this is for the tests")
    parser.add_argument("--only", nargs="+", choices=list(FAULTS), metavar="NAME", help=", ".join(FAULTS))
    parser.add_argument("--report", type=Path, metavar="FILE.md", help="write the table there as well")
    parser.add_argument("--seed", type=int, default=1, help="what random choices follow from")
    arguments = parser.parse_args(words)
    outcomes: list[Outcome] = []
    with TemporaryDirectory(prefix="newsreader-faults-") as name:
        for fault in arguments.only or FAULTS:
            began = time.monotonic()
            setting = Setting(Path(name) / fault, arguments.quick, arguments.seed)
            outcomes.append(carried_out(fault, FAULTS[fault], setting))
            sys.stderr.write(f"{fault}: {time.monotonic() - began:.0f} s\n")
    text = report(outcomes)
    sys.stdout.write(text)
    if arguments.report:
        arguments.report.write_text(text, encoding="utf-8")
    return int(any(outcome.faults for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
