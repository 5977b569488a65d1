"""Types at the reader for a long time while its library changes: `python -m tests.soak --minutes 30 --seed 1`."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory, gettempdir
from typing import Final

import psutil
from tests.soak.actions import Action, action_from_line, actions
from tests.soak.keys import keys_of
from tests.soak.library import ChangingLibrary
from tests.soak.session import Session

from newsreader.keys.commands import BY_NAME

_BETWEEN_PROBES: Final = 150
_TOLD: Final = 40


def main(words: Sequence[str]) -> int:
    """Type for as long as the command line says; 1 where the reader did what it must not."""
    parser = ArgumentParser("python -m tests.soak", description="Type at the reader while its library changes.")
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1, help="what all that is done follows from")
    parser.add_argument(
        "--replay", type=Path, metavar="FILE", help="do what was written down in FILE, and nothing else"
    )
    parser.add_argument("--leave-out", nargs="+", default=(), choices=list(BY_NAME), metavar="COMMAND",
                        help="commands whose keys are not pressed")  # fmt: skip
    arguments = parser.parse_args(words)
    if arguments.replay:
        first, *lines = arguments.replay.read_text(encoding="utf-8").splitlines()
        return soak(int(first), map(action_from_line, lines), arguments.replay.with_suffix(".again"))
    log = Path(gettempdir()) / f"newsreader-soak-{arguments.seed}.log"
    doing = actions(arguments.seed, keys_of(arguments.leave_out))
    return soak(arguments.seed, _for_minutes(doing, arguments.minutes), log)


def _for_minutes(doing: Iterator[Action], minutes: float) -> Iterator[Action]:
    end = time.monotonic() + 60 * minutes
    while time.monotonic() < end:
        yield next(doing)


def soak(seed: int, doing: Iterable[Action], log: Path) -> int:
    """Do all of `doing`, and write it down in `log`; 1 and a report where the reader did what it must not."""
    done = changes = 0
    last: deque[Action] = deque(maxlen=_TOLD)
    with TemporaryDirectory(prefix="newsreader-soak-") as name, log.open("w", encoding="utf-8") as written:
        written.write(f"{seed}\n")
        library = ChangingLibrary(Path(name) / "library", Random(seed))
        with closing(Session(Path(name) / "home", library)) as session:
            try:
                for action in doing:
                    written.write(f"{action.as_line()}\n")
                    last.append(action)
                    session.do(action)
                    done += 1
                    changes += action.changes
                    if done % _BETWEEN_PROBES == 0:
                        session.probe()
                session.finish()
            except (AssertionError, OSError, psutil.Error) as error:
                sys.stdout.write(
                    f"seed {seed}, after {done:,} actions and {session.starts} starts: {error}\n"
                    f"The last of them: {' '.join(map(str, last))}\n"
                    f"All of it again: python -m tests.soak --replay {log}\n"
                )
                return 1
    log.unlink()
    sys.stdout.write(
        f"seed {seed}: {done:,} actions, {changes:,} of them changes of the library, and {session.starts} starts; "
        f"help came after {median(session.answers):.2f} s (median), {max(session.answers):.2f} s at most; "
        f"{session.most_memory / 2**20:.0f} MB at most; no fault\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
