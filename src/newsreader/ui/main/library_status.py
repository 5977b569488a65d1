"""What goes on between the index and the library's files; the syncer writes it, others read it."""

from __future__ import annotations

from msgspec import Struct


class LibraryStatus(Struct):
    """Whether the index is being compared with the files, and what came of it.

    `error` is why the library can't be read, "" if it can. `comparisons` counts the comparisons that have begun.
    `is_text_to_come` says that all stories are listed, but not yet found by their summaries and points.
    """

    is_syncing: bool = False
    is_text_to_come: bool = False
    error: str = ""
    comparisons: int = 0
