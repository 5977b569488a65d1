"""A notice: one line that says what came of a key, until the next key takes it away."""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from textual.content import Content
from textual.widgets import Static

from newsreader.text import clean_line
from newsreader.ui.terminal.graphemes import drawable, fit, wrap

_MOST_LINES: Final = 4
"""Lines of a warning that has no room on one."""

_WARNING: Final = "! "
"""What stands before a warning, so that it is not told by its colour alone."""


class Notice(Struct, frozen=True):
    """What is said, as text from outside or from the program; a warning says that something did not go as it should."""

    text: str
    is_warning: bool = False


def notice_content(notice: Notice, width: int) -> Content:
    """Return the notice in `width` columns, cut with … where it is longer.

    It is one line. A warning goes on over some lines more where it needs them.
    """
    text = drawable(clean_line(notice.text))
    if not notice.is_warning:
        return Content(fit(text, width))
    room = max(width - len(_WARNING), 1)
    lines = [Content.styled(part, "$warning") for _, part in wrap(text, room, _MOST_LINES)]
    signs = [Content.styled(_WARNING, "bold $warning"), *[Content(" " * len(_WARNING))] * (len(lines) - 1)]
    return Content("\n").join(sign + line for sign, line in zip(signs, lines, strict=True))


class NoticeLine(Static):
    """Shows a notice over a box, as the status line does over the panes."""

    ALLOW_SELECT = False

    def __init__(self, notice: Notice) -> None:
        super().__init__(markup=False)
        self._notice = notice

    def show(self, notice: Notice) -> None:
        """Show this notice in place of the one before."""
        self._notice = notice
        self.on_resize()

    def on_resize(self) -> None:
        """Make the notice as long as there is room."""
        self.update(notice_content(self._notice, self.content_size.width))
