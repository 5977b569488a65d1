"""A table of a story: in columns where it is narrow enough for every pane, else told row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

from textual.content import Content

from newsreader.ui.story.page import NOTHING

_WIDEST: Final = 34
"""Columns of the widest table that stands in columns: on a screen of 40 the story pane has no more."""
_BETWEEN: Final = Content.styled(" │ ", "$quiet")
_RULE: Final = "─"
_RULE_BETWEEN: Final = "─┼─"
_AFTER_HEAD: Final = ": "
_DOT: Final = Content.styled(" · ", "$quiet")
_AT_RIGHT: Final = "text-align:right"


class Table:
    """The cells of a table, row by row; the first row names the columns."""

    def __init__(self) -> None:
        self._rows: list[list[Content]] = []
        self._at_right: list[bool] = []

    def begin_row(self) -> None:
        """Take the cells that follow as those of another row."""
        self._rows.append([])

    def add(self, cell: Content, style: object) -> None:
        """Add a cell, of a column with this style."""
        if len(self._rows) == 1:
            self._at_right.append(style == _AT_RIGHT)
        self._rows[-1].append(cell)

    @property
    def is_narrow(self) -> bool:
        """Whether every pane has room for its columns side by side."""
        return sum(self._widths()) + _BETWEEN.cell_length * (len(self._at_right) - 1) <= _WIDEST

    def aligned(self) -> Iterator[Content]:
        """The lines of the table in columns, with a rule below their names."""
        widths = self._widths()
        head, *rows = self._rows
        yield self._line([cell.stylize("bold") for cell in head], widths)
        yield Content.styled(_RULE_BETWEEN.join(_RULE * width for width in widths), "$quiet")
        for row in rows:
            yield self._line(row, widths)

    def as_rows(self) -> Iterator[Content]:
        """A line for each row, each cell of it with the name of its column; the names alone where there is no row."""
        head, *rows = self._rows
        if not rows:
            yield _DOT.join(cell.stylize("bold") for cell in head if cell)
        for row in rows:
            named = [
                Content.assemble(name.stylize("bold"), (_AFTER_HEAD, "bold") if name else "", cell)
                for name, cell in zip(head, row, strict=False)
                if cell
            ]
            yield _DOT.join(named)

    def _widths(self) -> Sequence[int]:
        return [max(cell.cell_length for cell in column) for column in zip_longest(*self._rows, fillvalue=NOTHING)]

    def _line(self, row: Sequence[Content], widths: Sequence[int]) -> Content:
        cells = []
        for cell, width, at_right in zip(row, widths, self._at_right, strict=False):
            gap = " " * (width - cell.cell_length)
            cells.append(Content.assemble(gap, cell) if at_right else Content.assemble(cell, gap))
        return _BETWEEN.join(cells).rstrip()
