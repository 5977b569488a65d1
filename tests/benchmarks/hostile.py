"""What hostile text and hostile filters cost: `python -m tests.benchmarks.hostile [--library DIR --home DIR]`.

The library is one that `python -m tests.benchmarks` has made and indexed; without one only text is measured.
"""

from __future__ import annotations

import os
import random
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Final

from tests.benchmarks.homes import Home

from newsreader.paths import user_paths
from newsreader.query import QueryError
from newsreader.reader import Reader
from newsreader.text import clean_text
from newsreader.ui.highlight import wanted_words

_MEGABYTE: Final = 1_000_000
_LONGEST: Final = 10_000
_PATIENCE: Final = 10.0
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_TEXTS: Final[Mapping[str, str]] = {
    "ASCII": "The quick brown fox. ",
    "Cyrillic": "Ярость бури у побережья. ",
    "Cyrillic with hidden characters": "Ярость\u200bбури\u00a0у побережья\u202e ",
    "Devanagari": "हिन्दी में समाचार ",
    "Chinese": "北京新闻报道说，",
    "combining marks alone": "\u0301",
    "five marks on each letter": "a\u0301\u0302\u0303\u0304\u0305",
    "marks with variation selectors": "\u0301\ufe0f",
    "emoji": "😀",
    "joined emoji": "👩\u200d🚀",
    "escapes": "\x1b",
    "colours": "\x1b[31m",
    "titles of windows": "\x1b]0;x\x07",
    "unfinished sequences": "\x1b[1;2;3;4;5;6",
    "8-bit introducers": "\x9b",
    "NUL": "\0",
    "carriage returns": "\r",
    "private use": "\ue000",
    "half surrogate pairs": "\ud800",
    "symbols": "→→→“”…",
}


def measure_texts() -> Iterator[str]:
    """Clean a megabyte of each text."""
    for name, piece in _TEXTS.items():
        text = piece * (_MEGABYTE // len(piece.encode("utf-8", "surrogatepass")) + 1)
        yield _line(name, _best(partial(clean_text, text)))


def queries(words: Sequence[str]) -> dict[str, str]:
    """Filters to type, the worst of their kinds, of `words` that the library has."""
    beginnings = sorted({word[:2] for word in words})
    return {
        "letters": " OR ".join(_LETTERS),
        "letters in one field": " OR ".join(f"title:{letter}" for letter in _LETTERS * 7),
        "beginnings of two letters": " OR ".join(beginnings[:200]),
        "words": " OR ".join(words[:200]),
        "words excluded": "a " + " ".join(f"-{word}" for word in words[:199]),
        "a long phrase": '"' + "a " * 500 + '"',
        "a|a|a": "a|" * 500,
        "Chinese": "".join(chr(0x4E00 + number) for number in range(500)),
        "days": " OR ".join(f"date:{year}" for year in range(1900, 2099)),
        "ids": " OR ".join(f"id:{number:04x}" for number in range(200)),
        "languages": "-lang:" + ",".join(f"x{number}" for number in range(199)),
        "tags": " OR ".join(f"tag:{word}" for word in words[:200]),
        "groups": " OR ".join(f"(-{word} has:video)" for word in words[:90]),
        "relevance": " OR ".join(_LETTERS) + " sort:relevance",
        "parentheses": "(" * _LONGEST,
        "hyphens": "-" * (_LONGEST - 1) + "a",
        "quotes": '"' * _LONGEST,
        "closing parentheses": ")" * _LONGEST,
        "a OR a OR …": ("a OR " * _LONGEST)[:_LONGEST],
        "days without end": ("date:.." * _LONGEST)[:_LONGEST],
        "a number": "9" * _LONGEST,
        "anything": "".join(map(chr, random.Random(1).choices(range(0x20, 0x3000), k=_LONGEST))),
    }


def measure_queries(reader: Reader, words: Sequence[str]) -> Iterator[str]:
    """Understand each filter and find its first stories, as each key does; and all of them, as a worker does then."""
    for name, text in queries(words).items():
        began = perf_counter()
        try:
            query = reader.query(text)
        except QueryError as error:
            yield _line(name, perf_counter() - began, f"refused: {error.message[:40]}")
            continue
        wanted_words(query.wanted_words())
        is_found = reader.search.first(query) is not None
        typed = perf_counter() - began
        answered = [typed] if is_found else []
        searching = perf_counter()
        found = reader.search.select(query, partial(_is_late, searching + _PATIENCE), partial(_note, answered, began))
        took = perf_counter() - searching
        answered.append(typed + took)
        count = "given up" if found is None else f"{len(found):,} stories"
        yield _line(name, typed, f"the first in {answered[0] * 1000:5,.0f} ms, all in {took * 1000:5,.0f} ms: {count}")


def main(words: Sequence[str]) -> None:
    """Print the figures."""
    parser = ArgumentParser("python -m tests.benchmarks.hostile", description="Measure hostile text and filters.")
    parser.add_argument("--library", type=Path, metavar="DIR", help="a library that was made and indexed before")
    parser.add_argument("--home", type=Path, metavar="DIR", help="the home in which it was indexed")
    arguments = parser.parse_args(words)
    sys.stdout.write("A megabyte of text cleaned\n")
    for line in measure_texts():
        sys.stdout.write(line)
    if arguments.library is None:
        return
    if arguments.home is not None:
        os.environ.update(Home(arguments.home.resolve()).environment())
    reader = Reader(arguments.library.resolve(), user_paths())
    reader.search.first(reader.query(""))
    sys.stdout.write("\nWhat a key waits for while this is typed\n")
    names = [word for name in reader.search.topics() + reader.search.outlet_names() for word in name.casefold().split()]
    random.Random(2).shuffle(names)
    for line in measure_queries(reader, sorted(set(names))):
        sys.stdout.write(line)
        sys.stdout.flush()
    reader.close()


def _note(answered: list[float], began: float, _first: object) -> None:
    answered.append(perf_counter() - began)


def _is_late(end: float) -> bool:
    return perf_counter() > end


def _best(work: Callable[[], object], times: int = 3) -> float:
    seconds = []
    for _ in range(times):
        began = perf_counter()
        work()
        seconds.append(perf_counter() - began)
    return min(seconds)


def _line(name: str, seconds: float, note: str = "") -> str:
    return f"  {name:<32} {seconds * 1000:8.1f} ms  {note}".rstrip() + "\n"


if __name__ == "__main__":
    main(sys.argv[1:])
