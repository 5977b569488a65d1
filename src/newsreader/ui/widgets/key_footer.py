"""The footer of keys, as many of them as there is room for."""

from __future__ import annotations

from textual.widgets import Footer


class KeyFooter(Footer):
    """Shows whole keys only: one that would be cut at the right is not shown."""

    async def recompose(self) -> None:
        """Show other keys; those below a box stay, as nothing there could look for what is cut."""
        if self.screen.is_active:
            await super().recompose()
            self.call_after_refresh(self._hide_cut_keys)

    def on_resize(self) -> None:
        """Show as many keys as there is room for now."""
        self._hide_cut_keys()

    def _hide_cut_keys(self) -> None:
        end = self.region.right
        for key in self.children:
            key.visible = key.region.right <= end
