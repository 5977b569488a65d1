"""What the user filters by, in the state: named filters, and those that were typed."""

from __future__ import annotations

from newsreader.state.edits import Edit
from newsreader.state.file import StateFile
from newsreader.state.tables import FILTERS, VIEWS, is_sound
from newsreader.views import FILTERS_KEPT, View


class ViewState(StateFile):
    """The part of a `State` that keeps views and the history of filters."""

    def views(self) -> list[View]:
        """The views that the user made, in the order in which they were made."""
        with self._reading() as connection:
            rows = connection.execute(f"SELECT {VIEWS.columns} FROM views ORDER BY made_at, name").fetchall()
        return [View(name, text, is_own=True) for name, text, *rest in rows if is_sound((name, text, *rest))]

    def save_view(self, name: str, text: str) -> Edit:
        """Keep the filter `text` under a name; one of that name gets this filter instead of its own."""
        made_at = self._seconds()
        return self._change(VIEWS, ((name,),), lambda before: (text, before[1] if before else made_at))

    def remove_view(self, name: str) -> Edit:
        """Take a view away, if there is one of that name."""
        return self._change(VIEWS, ((name,),), lambda _: None)

    def filters(self) -> list[str]:
        """The filters that were used, the last one first."""
        with self._reading() as connection:
            rows = connection.execute(f"SELECT {FILTERS.columns} FROM filters ORDER BY used_at DESC, filter").fetchall()
        return [row[0] for row in rows if is_sound(row)]

    def remember_filter(self, text: str) -> None:
        """Note that a filter was used now; of very many those used longest ago are forgotten."""
        with self._reading() as connection:
            (last,) = connection.execute("SELECT coalesce(max(used_at), 0) FROM filters").fetchone()
        used_at = max(self._seconds(), last + 1)  # the clock counts seconds, and hands are quicker
        self._change(FILTERS, ((text,),), lambda _: (used_at,))
        forgotten = self.filters()[FILTERS_KEPT:]
        if forgotten:
            self._change(FILTERS, ((old,) for old in forgotten), lambda _: None)
