"""The project's documents, taken apart: code blocks, tables, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
DOCUMENTS: Final = tuple(
    sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
)

_BLOCK: Final = re.compile(
    r"(?:^`(?P<file>~/[^`\n]+)`:\n\n)?^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
_TABLE: Final = re.compile(r"(?:^\|.*\|\n)+", re.MULTILINE)
_LINK: Final = re.compile(r"\[[^\]\[]*\]\(([^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class Block:
    """A code block; `file` is where the page says that it goes, "" for nowhere."""

    language: str
    text: str
    file: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the names of its columns, and its rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def name_of(document: Path) -> str:
    """The path of a document in the project."""
    return document.relative_to(ROOT).as_posix()


def parts(document: Path) -> list[Block | Table]:
    """The blocks and tables of a document, in their order."""
    text = document.read_text(encoding="utf-8")
    found: list[tuple[int, Block | Table]] = [
        (match.start(), Block(match["language"], match["text"], match["file"] or "")) for match in _BLOCK.finditer(text)
    ]
    prose = _without_blocks(text)
    found += [(match.start(), _table(match[0])) for match in _TABLE.finditer(prose)]
    return [part for _, part in sorted(found, key=lambda pair: pair[0])]


def blocks(*languages: str) -> Iterator[tuple[Path, Block]]:
    """All blocks in `languages`, with their documents."""
    for document in DOCUMENTS:
        for part in parts(document):
            if isinstance(part, Block) and part.language in languages:
                yield document, part


def links(document: Path) -> list[str]:
    """Where the links and pictures of a document lead."""
    return _LINK.findall(re.sub(r"`[^`\n]*`", "", _without_blocks(document.read_text(encoding="utf-8"))))


def anchors(document: Path) -> set[str]:
    """The anchors of the headings of a document."""
    headings = re.findall(r"^#+ (.*)$", _without_blocks(document.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def codes(text: str) -> list[str]:
    """What stands between backticks, as it is meant."""
    return [code.replace("\\|", "|") for code in re.findall(r"`([^`]+)`", text)]


def _without_blocks(text: str) -> str:
    """`text` with empty lines for blocks, each part in its place."""
    return re.sub(r"^```.*?^```$", lambda block: re.sub(r"[^\n]", " ", block[0]), text, flags=re.MULTILINE | re.DOTALL)


def _table(text: str) -> Table:
    head, _, *rows = [
        tuple(cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]) for line in text.splitlines()
    ]
    return Table(head, tuple(rows))
