"""Read one library: find its stories, mark them, and follow its files; for commands and the user interface."""

from newsreader.reader.history import Away, Hiding, MarkResult
from newsreader.reader.listed import Listed
from newsreader.reader.reader import Reader
from newsreader.reader.search import FIRST_SCREENFUL

__all__ = ["FIRST_SCREENFUL", "Away", "Hiding", "Listed", "MarkResult", "Reader"]
