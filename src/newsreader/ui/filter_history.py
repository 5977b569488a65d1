"""Going back through the filters that were used, and forth to what was being typed."""

from __future__ import annotations


class FilterHistory:
    """A place among the filters used; it begins at the text that is being typed."""

    def __init__(self, used: tuple[str, ...] = ()) -> None:
        self.used = used
        self._texts: tuple[str, ...] = ()
        self._place = 0

    def older(self, text: str) -> str | None:
        """The filter used before the one that was returned last, at first before `text`; None after the oldest."""
        if self._place == 0:
            self._texts = (text, *(used for used in self.used if used != text))
        if self._place + 1 >= len(self._texts):
            return None
        self._place += 1
        return self._texts[self._place]

    def newer(self) -> str | None:
        """The filter used after it, at last the text that was being typed; None where that is what stands there."""
        if self._place == 0:
            return None
        self._place -= 1
        return self._texts[self._place]

    def leave(self) -> None:
        """Begin again with what is typed next."""
        self._place = 0
