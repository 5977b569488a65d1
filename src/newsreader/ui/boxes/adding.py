"""The box for a story to be added: a text to paste, and below it what is read from which of its lines."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any, Final, Protocol

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static, TextArea

from newsreader.errors import Problem, Severity
from newsreader.formats.pasted import ADDRESS_ALONE, FoundField, Pasted, read_pasted
from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.ui.bindings import CommandTable
from newsreader.ui.boxes.box import BoxScreen
from newsreader.ui.safe import line
from newsreader.ui.widgets.hinted_box import HintedBox
from newsreader.ui.widgets.text_editor import TextEditor

_PAUSE: Final = 0.15
"""Seconds without a letter after which the fields are read again."""

_LONGEST_READ: Final = 100_000
"""Characters of a text whose fields are shown."""

_LONGEST_VALUE: Final = 300
_MOST_PROBLEMS: Final = 3
_LONGEST_PROBLEM: Final = 500
_NAME_WIDTH: Final = 14
_LINES_WIDTH: Final = 8
_KEY_POINTS: Final = "Key points"
_MADE: Final = {
    "Summary": "the whole text, or what says most of a long one",
    _KEY_POINTS: "sentences that say most, if the text is long",
}
"""What becomes of a text that is no story yet. Only when it is added is it known how many sentences say most."""


class AddWork(Protocol):
    """Adds texts to the library, one at a time."""

    async def add_text(self, text: str) -> str:
        """Add a text; returns why that can't be done, "" where it is done."""

    def stop(self) -> None:
        """Stop adding."""


class AddScreen(BoxScreen[str]):
    """Begins with `draft`, and leaves with the text that is to be kept as one: "" once it is added or dropped.

    `work` adds it. `in_background` runs what takes long, in a group of that name, and reports its faults.
    """

    def __init__(
        self,
        draft: str,
        limit: int,
        work: AddWork,
        in_background: Callable[[Callable[[], Coroutine[Any, Any, None]], str], None],
        keymap: Keymap = DEFAULT_KEYMAP,
    ) -> None:
        super().__init__(keymap)
        self._draft = draft
        self._limit = limit
        self._work = work
        self._in_background = in_background
        self._area: TextEditor | None = None
        self._generation = 0
        self.is_adding = False
        """Whether the text is being added at the moment."""

    def command_table(self) -> CommandTable:
        """Return the methods that add the text, keep it or drop it."""
        return {"add-save": self.save, "add-close": self.close, "add-drop": self.drop}

    def compose(self) -> ComposeResult:
        """The text, what is read from it, and a line that says what goes on."""
        add, close, drop = map(self.keymap.shown, ("add-save", "add-close", "add-drop"))
        with HintedBox(id="add-box") as box:
            box.border_title = "Add a story"
            box.hint(f"{add} adds · {close} keeps the draft · {drop} drops it", f"{add} add, {close} keep, {drop} drop")
            area = TextEditor(self._draft, self.keymap, self.commands, id="add-text", limit=self._limit)
            self._area = area
            yield area
            yield Static(id="add-fields", markup=False)
            yield Static(id="add-state", markup=False)

    def on_mount(self) -> None:
        """Show what is read from the draft."""
        self._read_soon()

    @property
    def text(self) -> str:
        """The text as it is now, also once the box is gone."""
        return self._area.text if self._area is not None else self._draft

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Read the fields again once there is a pause."""
        event.stop()
        if len(self.text) < self._limit:
            self._say("")
        self._read_soon()

    def on_text_editor_full(self, event: TextEditor.Full) -> None:
        """Say that no more goes in."""
        event.stop()
        self._say(f"There is room for {self._limit:,} characters. Add a longer text as a file: newsreader add FILE")

    # What is read

    def _read_soon(self) -> None:
        self._generation += 1
        text = self.text[:_LONGEST_READ]
        if _is_elsewhere(text):
            self._show(text, Pasted(()))
        else:
            self.set_timer(_PAUSE, partial(self._read_if_current, self._generation))

    def _read_if_current(self, generation: int) -> None:
        if generation == self._generation:
            self._in_background(partial(self._read, generation), "fields")

    async def _read(self, generation: int) -> None:
        text = self.text[:_LONGEST_READ]
        pasted = await asyncio.to_thread(read_pasted, text)
        if generation == self._generation and self.is_open:
            self._show(text, pasted)

    def _show(self, text: str, pasted: Pasted) -> None:
        self.query_one("#add-fields", Static).update(fields_content(text, pasted))

    # What is done with it

    def save(self) -> None:
        """Add the text to the library; the box stays open where that can't be done."""
        if self.is_adding:
            return
        if not self.text.strip():
            self._say("There is no text yet: paste one, or the address of a page.")
            return
        self._set_adding(True)
        self._say("Adding…", "$accent")
        self._in_background(partial(self._save, self.text), "adding")

    async def _save(self, text: str) -> None:
        reason = "Not added."
        try:
            reason = await self._work.add_text(text)
        finally:
            self._set_adding(False)
            if reason and self.is_open:
                self._say(reason)
        if not reason:
            self.leave("")

    def _set_adding(self, is_adding: bool) -> None:
        self.is_adding = is_adding
        if self._area is not None:
            self._area.read_only = is_adding

    def close(self) -> None:
        """Leave, and keep the text as a draft; while it is being added, stop that and stay."""
        if self.is_adding:
            self._work.stop()
        else:
            self.leave(self.text)

    async def drop(self) -> None:
        """Leave without the text, after a yes."""
        from newsreader.ui.boxes.confirm import ConfirmScreen

        if self.is_adding:
            self._work.stop()
        elif not self.text.strip() or await self.asker.ask(ConfirmScreen("Drop this text?", "Drop", self.keymap)):
            self.leave("")

    def _say(self, text: str, style: str = "$warning") -> None:
        self.query_one("#add-state", Static).update(line(text, style))
        self.query_one("#add-state").display = bool(text)


def _is_elsewhere(text: str) -> bool:
    """Return whether what a text says is found only when it is added."""
    return bool(ADDRESS_ALONE.fullmatch(text)) or text.lstrip().startswith(("<", "WEBVTT")) or not text.strip()


def fields_content(text: str, pasted: Pasted) -> Content:
    """What was read from a text, a line for each field, and what became of the rest."""
    if not text.strip():
        return line("Paste a text, a story, or the address of a page. The first line of a text is its title.", "$quiet")
    if ADDRESS_ALONE.fullmatch(text):
        return line("An address: its page is fetched, and becomes a story.", "$quiet")
    if _is_elsewhere(text):
        return line("A page or captions: what is in it is found when it is added.", "$quiet")
    rows = [_problem(each) for each in pasted.problems if each.severity is not Severity.NOTE][:_MOST_PROBLEMS]
    fields = [each for each in pasted.fields if each.value or not (pasted.is_story and each.name == _KEY_POINTS)]
    rows += [_row(field, is_story=pasted.is_story) for field in fields]
    if pasted.left_out:
        rows.append(_joined("Left out", pasted.left_out, line("in no field", "$quiet"), "$warning"))
    rows += [_problem(each) for each in pasted.problems if each.severity is Severity.NOTE][:_MOST_PROBLEMS]
    if pasted.stories > 1:
        rows.insert(0, line(f"{pasted.stories:,} stories, of which this is the first", "$quiet"))
    return Content("\n").join(rows)


def _row(field: FoundField, *, is_story: bool) -> Content:
    value = line(field.value[:_LONGEST_VALUE])
    if field.name in _MADE and not is_story:
        value = line(_MADE[field.name], "$quiet")
    elif field.name == _KEY_POINTS:
        count = field.value.count("\n") + 1
        value = line(f"{count:,}: {field.value[:_LONGEST_VALUE]}")
    elif not field.value:
        value = line("none", "$quiet")
    return _joined(field.name, field.lines, value)


def _problem(problem: Problem) -> Content:
    style = "$quiet" if problem.severity is Severity.NOTE else "$warning"
    return line(f"Line {problem.line}: {problem.message} {problem.fix}"[:_LONGEST_PROBLEM], style)


def _joined(name: str, lines: Sequence[int], value: Content, style: str = "bold") -> Content:
    where = _ranges(lines)
    return Content.assemble((name.ljust(_NAME_WIDTH), style), (where.ljust(_LINES_WIDTH), "$accent"), " ", value)


def _ranges(lines: Sequence[int]) -> str:
    """Return numbers of lines as people write them: "3–9, 12"."""
    found: list[list[int]] = []
    for number in lines:
        if found and number - found[-1][1] <= 2:  # an empty line between two of one field is of that field
            found[-1][1] = number
        else:
            found.append([number, number])
    shown = [str(first) if first == last else f"{first}–{last}" for first, last in found[:2]]
    return ", ".join(shown) + (" …" if len(found) > 2 else "")
