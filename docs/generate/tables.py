"""The tables in the documents that say what a table of the program says: filter fields and keys.

A table stands between two comments, `<!-- fields -->` and `<!-- /fields -->`; what is around it is written by hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from newsreader.cli.key_list import keys_markdown
from newsreader.keys.keymap import DEFAULT_KEYMAP
from newsreader.query import FIELDS, Field

_ROOT: Final = Path(__file__).parents[2]


def document_with_tables(name: str, tables: dict[str, str]) -> str:
    """Return the document `name` of the project, with `tables` between their comments.

    Raises ValueError where the document has no place for one of them.
    """
    text = (_ROOT / name).read_text(encoding="utf-8")
    for mark, table in tables.items():
        before, start, rest = text.partition(f"<!-- {mark} -->\n")
        _, end, after = rest.partition(f"<!-- /{mark} -->")
        if not start or not end:
            raise ValueError(f"{name} has no place for the table {mark}")
        text = before + start + table + end + after
    return text


def readme_tables() -> dict[str, str]:
    """Return the tables of the README by the names of their places."""
    fields = _table(("filter", "finds"), ((_example(field), field.help) for field in FIELDS.values()))
    return {"fields": fields, "keys": keys_markdown(DEFAULT_KEYMAP)}


def guide_tables() -> dict[str, str]:
    """Return the tables of the guide's page on filters by the names of their places."""
    rows = ((_example(field), field.help, _values(field)) for field in FIELDS.values())
    return {"fields": _table(("filter", "finds", "values"), rows)}


def _example(field: Field) -> str:
    return f"`{field.name}:{field.example}`"


def _values(field: Field) -> str:
    return " ".join(f"`{field.name}:{value}`" for value in field.values)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [_row(head), "|---" * len(head) + "|\n", *map(_row, rows)]
    return "".join(lines)


def _row(cells: tuple[str, ...]) -> str:
    return "|" + "".join(f" {cell} |" if cell else " |" for cell in cells) + "\n"
