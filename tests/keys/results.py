"""What was found so far, in a file of JSON lines, so that a long run can be stopped and taken up again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import Final

import newsreader

_SOURCE: Final = (".py", ".tcss")


def source_version() -> str:
    """What tells the program as it is now from every other: results of another one don't count."""
    root = Path(newsreader.__file__).parent
    digest = blake2b(digest_size=8)
    for path in sorted(path for path in root.rglob("*") if path.suffix in _SOURCE):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


class Results:
    """The differences of each case that was typed; kept in `path` where one is given."""

    def __init__(self, path: Path | None, source: str) -> None:
        self._path = path
        self._source = source
        self._found: dict[str, tuple[str, ...]] = {}
        if path is not None and path.exists():
            text = path.read_text(encoding="utf-8")
            self._found = dict(_known(text.splitlines(), source))
            if text and not text.endswith("\n"):
                path.write_text(f"{text}\n", encoding="utf-8")

    def __contains__(self, case: str) -> bool:
        return case in self._found

    def of(self, case: str) -> tuple[str, ...]:
        """In what a case differed that was typed."""
        return self._found[case]

    def add(self, case: str, differences: tuple[str, ...]) -> None:
        """Keep what was found, on the disk at once."""
        self._found[case] = differences
        if self._path is not None:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"case": case, "source": self._source, "differences": differences}) + "\n")


def _known(lines: Iterable[str], source: str) -> Iterable[tuple[str, tuple[str, ...]]]:
    for line in lines:
        try:
            entry = json.loads(line)
        except ValueError:  # the run was stopped while it was written
            continue
        if entry["source"] == source:
            yield entry["case"], tuple(entry["differences"])
