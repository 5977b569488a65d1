"""Prose, taken out of source and documents and cut into sentences."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_CODE: Final = "code"
"""What stands for a span of code: it counts as one word."""

_SPAN = re.compile(r"(`+).+?\1", re.DOTALL)
_LINK = re.compile(r"!?\[([^\]\[]*)\]\([^)\s]+\)")
_FENCE = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ITEM = re.compile(r"^ *(?:[-*] |\d+\. |#+ |> )", re.MULTILINE)
_TABLE = re.compile(r"^ *\|.*$", re.MULTILINE)
_DIRECTIVE = re.compile(r"# ?(?:type:|noqa|fmt:|pragma|ruff:|!)")

_ABBREVIATION = re.compile(r"(?:^|[\s(])(?:e\.g|i\.e|etc|vs|cf|Mr|Ms|Dr|St|No|[A-Z]|(?:[^\W\d_]\.)+[^\W\d_])\.$")
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s)")
_BEGINNING = re.compile(r"\s+[\"'“‘’(\[]* ?[\w…+\-]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, with its file and about the line where it stands."""

    path: Path
    line: int
    text: str

    @property
    def words(self) -> int:
        """How many words it has: pieces between spaces with a letter or a digit in them."""
        return sum(any(char.isalnum() for char in piece) for piece in self.text.split())


def sentences(text: str) -> list[str]:
    """Cut running text into sentences.

    A full stop ends one where a space and a new beginning follow, but not behind an abbreviation or an initial.
    Where the next word is not capitalised, a full stop ends a sentence all the same; an ellipsis does not.
    """
    text = " ".join(_SPAN.sub(_CODE, _LINK.sub(r"\1", text.replace("**", ""))).split())
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        before, after = text[start : end.end()], text[end.end() :]
        if _ABBREVIATION.search(before) or not _BEGINNING.match(after):
            continue
        if "…" in end[0] and after.lstrip("\"'“‘( ")[:1].islower():
            continue
        found.append(before.strip())
        start = end.end()
    return [*found, rest] if (rest := text[start:].strip()) else found


def sentences_of(path: Path) -> Iterator[Sentence]:
    """Give the sentences of a source file (docstrings and comments) or of a page in Markdown."""
    text = path.read_text(encoding="utf-8")
    found = _source_paragraphs(text) if path.suffix == ".py" else _page_paragraphs(text)
    for line, paragraph in found:
        for sentence in sentences(paragraph):
            yield Sentence(path, line, sentence)


def _page_paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Give the paragraphs, list items and headings of a page; tables and blocks of code are left out."""
    for left_out in (_FENCE, _COMMENT, _TABLE):
        text = left_out.sub(lambda match: "\n" * match[0].count("\n"), text)
    yield from _paragraphs(text, 1)


def _paragraphs(text: str, first_line: int) -> Iterator[tuple[int, str]]:
    """Give the paragraphs of a text with their lines; an item of a list and a heading is one of its own."""
    line, gathered, start = first_line, list[str](), first_line
    for row in text.split("\n"):
        item = _ITEM.match(row)
        if gathered and (item or not row.strip()):
            yield start, "\n".join(gathered)
            gathered = []
        if row.strip():
            start = start if gathered else line
            gathered.append(row[item.end() :] if item else row)
            if item and item[0].lstrip().startswith("#"):
                yield start, "\n".join(gathered)
                gathered = []
        line += 1
    if gathered:
        yield start, "\n".join(gathered)


def _source_paragraphs(text: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield from _paragraphs(node.value.value, node.lineno)
    yield from _comments(text)


def _comments(text: str) -> Iterator[tuple[int, str]]:
    """Give the comments; those on lines that follow one another, with nothing else on them, are one paragraph."""
    line, gathered, start = 0, list[str](), 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type != tokenize.COMMENT or _DIRECTIVE.match(token.string):
            continue
        is_alone = not token.line[: token.start[1]].strip()
        if gathered and not (is_alone and token.start[0] == line + 1):
            yield start, "\n".join(gathered)
            gathered = []
        start = start if gathered else token.start[0]
        gathered.append(token.string.lstrip("# "))
        line = token.start[0] if is_alone else -1
    if gathered:
        yield start, "\n".join(gathered)


def identifiers(path: Path) -> Iterator[tuple[int, str]]:
    """Give the names that a source file uses, with their lines, also those inside of f-strings."""
    text = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)):
        line = getattr(node, "lineno", 1)
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.alias(name=name):
                yield line, name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield line, name
            case ast.keyword(arg=str(name)) | ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                yield line, name
            case _:
                pass


def words_of(identifier: str) -> tuple[str, ...]:
    """Cut a name into its words: of `_TheMarks` and `THE_MARKS` they are "the" and "marks"."""
    return tuple(word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", identifier))
