"""What an empty list says: why it is empty, and what can be done."""

from __future__ import annotations

from textual.content import Content

from newsreader.reader import Reader
from newsreader.text import clean_line


def empty_list_text(filter_text: str, reader: Reader, trouble: str, is_syncing: bool) -> Content:
    """The text for a list without rows; `trouble` is why the library can't be read, "" if it can."""
    if filter_text.strip():
        return _hint(
            f"Nothing matches “{clean_line(filter_text, 60)}”.", "Esc clears the filter.", "? shows how to filter."
        )
    if trouble:
        return _hint(clean_line(trouble), "r tries again.", "newsreader --library DIR opens another one.")
    if reader.is_new or is_syncing:
        return _hint("Reading the library…", "Stories appear as they are read.")
    root = clean_line(str(reader.root))
    return _hint(
        "This library has no stories yet.",
        f"Put .yaml, .md or .txt files into {root} and press r.",
        "newsreader init makes a library with an example. ! shows files that can't be read.",
    )


def _hint(first: str, *others: str) -> Content:
    return Content("\n\n").join([Content.styled(first, "bold"), *(Content.styled(other, "$quiet") for other in others)])
