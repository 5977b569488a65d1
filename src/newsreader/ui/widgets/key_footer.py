"""The footer of keys, as many of them as there is room for."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from textual.app import ComposeResult
from textual.widgets import Footer

from newsreader.ui.bindings import FooterKey


class ShownKey(Struct, frozen=True):
    """One key of the footer: what is drawn of it, and whether it can be pressed."""

    key: str
    display: str
    description: str
    action: str
    is_enabled: bool
    tooltip: str


class KeyFooter(Footer):
    """Shows whole keys only: one that would be cut at the right is not shown.

    The keys are made here, not by `Footer`, which binds each to its own `compact`. Textual keeps what is bound until
    the attribute changes, and so would keep every key that was ever shown.
    """

    _keys: tuple[ShownKey, ...] = ()

    def compose(self) -> ComposeResult:
        """The keys that were found last; none before the bindings are known."""
        for key in self._keys:
            yield FooterKey(
                key.key,
                key.display,
                key.description,
                key.action,
                disabled=not key.is_enabled,
                tooltip=key.tooltip,
            )

    async def recompose(self) -> None:
        """Show other keys, where there are others; those below a box stay, as nothing there looks for cut ones."""
        if not self.screen.is_active:
            return
        keys = tuple(self._active_keys())
        if keys != self._keys:
            self._keys = keys
            await super().recompose()
            self.call_after_refresh(self._hide_cut_keys)

    def _active_keys(self) -> Iterator[ShownKey]:
        shown: set[str] = set()
        for _, binding, is_enabled, tooltip in self.screen.active_bindings.values():
            if binding.show and binding.action not in shown:
                shown.add(binding.action)
                display = self.app.get_key_display(binding)
                yield ShownKey(binding.key, display, binding.description, binding.action, is_enabled, tooltip)

    def on_resize(self) -> None:
        """Show as many keys as there is room for now."""
        self._hide_cut_keys()

    def _hide_cut_keys(self) -> None:
        end = self.region.right
        for key in self.children:
            key.visible = key.region.right <= end
