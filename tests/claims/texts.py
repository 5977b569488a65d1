"""Sources with honest sentences about them, and faults to plant there, which measure the check of summaries.

The texts lie in `texts/*.yaml`. All were written for this project, and all happenings in them are invented. Each source
has these keys:

- `title`, `published`, `text`, and `language`, which is otherwise the name of the file.
- `honest`: sentences that say in other words what the text says.
- `faults`: the number of such a sentence, the kind of fault (`number`, `name` or `unit`), what is replaced, by what.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml

FOLDER: Final = Path(__file__).with_suffix("")
KINDS: Final = ("number", "name", "unit")


@dataclass(frozen=True)
class Fault:
    """A sentence with one fault: `wrong` stands where the honest sentence has something else."""

    sentence: str
    kind: str
    wrong: str


@dataclass(frozen=True)
class CheckedText:
    """A source with honest sentences about it, and others with a fault each."""

    title: str
    text: str
    published: date
    language: str
    honest: tuple[str, ...]
    faults: tuple[Fault, ...]


def checked_texts() -> tuple[CheckedText, ...]:
    """Return the texts of all files, in the order of the files' names."""
    return tuple(text for file in sorted(FOLDER.glob("*.yaml")) for text in _texts(file))


def _texts(file: Path) -> Iterator[CheckedText]:
    for fields in yaml.safe_load(file.read_text(encoding="utf-8")):
        honest = tuple(fields["honest"])
        faults = tuple(_fault(honest, *fault) for fault in fields["faults"])
        language = fields.get("language", file.stem)
        yield CheckedText(fields["title"], fields["text"], fields["published"], language, honest, faults)


def _fault(honest: tuple[str, ...], number: int, kind: str, right: Any, wrong: Any) -> Fault:
    sentence, right, wrong = honest[number], str(right), str(wrong)
    assert kind in KINDS, kind
    assert sentence.count(right) == 1, f"{right!r} has to be in the sentence once: {sentence}"
    return Fault(sentence.replace(right, wrong), kind, wrong)
