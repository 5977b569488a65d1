"""What the lines of the screen go through for terminals without colours or without Unicode."""

from __future__ import annotations

import os
from typing import Any

from textual.app import App
from textual.filter import Monochrome, NoColor


def set_line_filters(app: App[Any], ascii: bool | None) -> None:
    """Have `app` write without colours where it is asked to, and in 7-bit characters where `ascii` is true.

    Where `ascii` is None the locale decides.
    """
    if app.no_color:
        from newsreader.ui.terminal.no_color import NoColorFilter

        kept = [each for each in app._filters if not isinstance(each, Monochrome | NoColor)]
        app._filters = [*kept, NoColorFilter()]
    from newsreader.ui.terminal.ascii import AsciiFilter, locale_lacks_unicode

    if locale_lacks_unicode(os.environ) if ascii is None else ascii:
        app._filters = [*app._filters, AsciiFilter()]
