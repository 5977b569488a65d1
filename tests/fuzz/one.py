"""Fuzzes one reader in this process: `python -m tests.fuzz.one READER LIBFUZZER-OPTIONS... CORPUS`."""

from __future__ import annotations

import sys
from pathlib import Path

import atheris


def main(words: list[str]) -> None:
    """Fill the corpus with seeds, and fuzz until the time is over or something is found."""
    with atheris.instrument_imports(include=["newsreader", "tests.fuzz.readers"]):
        from tests.fuzz.readers import READERS
        from tests.fuzz.seeds import seeds
    name, *options = words
    for number, seed in enumerate(seeds(name)):
        Path(options[-1], f"seed-{number}").write_bytes(seed)
    atheris.Setup([sys.argv[0], *options], READERS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
