"""Proves that keys typed fast end as the same keys typed slowly: `python -m tests.keys --seconds 60 --seed 1`.

Each case is typed into two real readers in pseudo-terminals, on fresh copies of one home. One gets the keys fast, the
other one by one, each when it rests. Then screens, focus, filter, list, cursor, selection, texts and all tables of
the state are compared. The whole takes hours; with `--results` it can be stopped and taken up again.
"""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

from tests.keys.cases import GAPS, LEFT_OUT, Case, pairs, parse_case, sequences
from tests.keys.proof import Proof
from tests.keys.results import Results, source_version

_PAIRS_BETWEEN: Final = 16
"""Pairs that are typed between two random sequences."""


def main(words: Sequence[str]) -> int:
    """Type the cases that the command line names; 1 where any ends otherwise than typed slowly."""
    arguments = parsed(words)
    cases = chosen_cases(arguments)
    results = Results(arguments.results, source_version())
    end = time.monotonic() + arguments.seconds if arguments.seconds else None
    due = [case for case in cases if str(case) not in results]
    with TemporaryDirectory(prefix="newsreader-keys-") as name:
        _type_all(Path(name) / "homes", due, results, end)
    return _summary(cases, results, arguments.seed)


def _type_all(folder: Path, cases: Sequence[Case], results: Results, end: float | None) -> None:
    """Type one case after the other until the time has come, and tell of each that differs."""
    if not cases:
        return
    with closing(Proof(folder)) as proof:
        for case in cases:
            if end is not None and time.monotonic() > end:
                return
            verdict = proof.judge(case)
            results.add(str(case), verdict.differences)
            if verdict.differences:
                sys.stdout.write(_report(str(case), verdict.differences))
                sys.stdout.flush()


def parsed(words: Sequence[str]) -> Namespace:
    """What the command line asks for."""
    parser = ArgumentParser("python -m tests.keys", description="Type fast and slowly, and compare.",
                            epilog=f"Left out are the commands: {', '.join(LEFT_OUT)}.")  # fmt: skip
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--pairs", action="store_true", help="type only the ordered pairs of keys of each place")
    which.add_argument("--random", action="store_true", help="type only the random sequences")
    which.add_argument("--only", nargs="+", type=_case, metavar="CASE", help='type only these, as "list: b /"')
    parser.add_argument("--shard", type=_shard, default=(1, 1), metavar="N/M", help="the Nth of M parts of the cases")
    parser.add_argument("--seed", type=int, default=1, help="what the sequences and the order of all follow from")
    parser.add_argument("--seconds", type=float, help="begin no other case after so many seconds")
    parser.add_argument("--most", type=int, help="at most so many cases")
    parser.add_argument("--results", type=Path, metavar="FILE", help="go on from what FILE has, and add to it")
    return parser.parse_args(words)


def _case(text: str) -> Case:
    try:
        return parse_case(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error


def _shard(text: str) -> tuple[int, int]:
    part, _, parts = text.partition("/")
    if not (part.isdecimal() and parts.isdecimal() and 1 <= int(part) <= int(parts)):
        raise ArgumentTypeError("write it as in 3/8")
    return int(part), int(parts)


def chosen_cases(arguments: Namespace) -> list[Case]:
    """The cases to be typed, in an order that follows from the seed; the gaps of one sequence stay together."""
    if arguments.only:
        return list(arguments.only)
    of_pairs = [] if arguments.random else list(pairs())
    Random(arguments.seed).shuffle(of_pairs)
    of_sequences = [] if arguments.pairs else list(sequences(arguments.seed))
    part, parts = arguments.shard
    mixed = _mixed(of_pairs[part - 1 :: parts], _groups(of_sequences)[part - 1 :: parts])
    return list(islice(mixed, arguments.most))


def _groups(cases: list[Case]) -> list[list[Case]]:
    return [cases[start : start + len(GAPS)] for start in range(0, len(cases), len(GAPS))]


def _mixed(of_pairs: list[Case], of_sequences: list[list[Case]]) -> Iterator[Case]:
    """Pairs with a sequence after every few of them, so that a sample has both."""
    start = 0
    for group in of_sequences:
        yield from of_pairs[start : start + _PAIRS_BETWEEN]
        yield from group
        start += _PAIRS_BETWEEN
    yield from of_pairs[start:]


def _report(case: str, differences: Sequence[str]) -> str:
    told = "".join(f"  {each}\n" for each in differences)
    return f'{case}\n{told}  again: python -m tests.keys --only "{case}"\n'


def _summary(cases: Sequence[Case], results: Results, seed: int) -> int:
    typed = [str(case) for case in cases if str(case) in results]
    differing = [case for case in typed if results.of(case)]
    sys.stdout.write(f"seed {seed}: {len(typed):,} of {len(cases):,} cases typed, {len(differing):,} differ\n")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
