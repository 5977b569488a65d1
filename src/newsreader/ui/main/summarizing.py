"""Having a story summarized from the reader: a command of its own asks the model, and whoever reads goes on."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct
from textual.screen import Screen

from newsreader.keys.keymap import Keymap
from newsreader.text import clean_line
from newsreader.ui.boxes.box import Asker
from newsreader.ui.main.background import run_in_background, tell
from newsreader.ui.main.child import Child, Ended, Question
from newsreader.ui.main.story import StoryPane
from newsreader.ui.main.syncer import Syncer

_LONGEST_TITLE: Final = 60
_LONGEST_CAUSE: Final = 300
_LONGEST_QUESTION: Final = 400
_MOST_THINGS: Final = 5
_NOT_DONE: Final = "Not summarized"


class Progressed(Struct, frozen=True, tag_field="event", tag="progress"):
    """The model is asked: there is no question."""


class Asks(Struct, frozen=True, tag_field="event", tag="asks"):
    """A question before anything is sent; the command ends instead."""

    question: str


class Failed(Struct, frozen=True, tag_field="event", tag="failed"):
    """Why there is no summary, which is told at the end, too."""


class Reason(Struct, frozen=True):
    """Why a story got no summary, and what would help."""

    cause: str
    advice: str = ""


class Summarized(Struct, frozen=True):
    """A story that got its summary: its file, and what of the summary its text does not have."""

    path: str
    unsupported: tuple[str, ...] = ()


class Done(Struct, frozen=True, tag_field="event", tag="done"):
    """What came of it."""

    summarized: tuple[Summarized, ...]
    failed: tuple[Reason, ...]
    refused: tuple[Reason, ...]
    already: int


_LINE: Final = msgspec.json.Decoder(Progressed | Asks | Failed | Done)


class _Run:
    """A summary under way, and what was told of it so far."""

    def __init__(self, child: Child, title: str) -> None:
        self.child = child
        self.title = title
        self.question = Question[Asks]()
        self.done: Done | None = None

    def take(self, line: bytes) -> None:
        """Take in a line of what the command tells; what is no such line is left out."""
        try:
            event = _LINE.decode(line)
        except msgspec.DecodeError:
            return
        if isinstance(event, Done):
            self.done = event
        self.question.settle(event if isinstance(event, Asks) else None)


class Summarizing:
    """Has one story summarized at a time."""

    def __init__(
        self, screen: Screen[None], asker: Asker, library: Path, keymap: Keymap, syncer: Syncer, story: StoryPane
    ) -> None:
        self._screen = screen
        self._asker = asker
        self._library = library
        self._keymap = keymap
        self._syncer = syncer
        self._story = story
        self._run: _Run | None = None

    async def summarize(self) -> None:
        """Have the story that is shown summarized; while one is, offer to stop it."""
        if self._run is not None:
            await self._offer_to_stop(self._run)
            return
        self._story.load()
        stored = self._story.stored
        if stored is None or not stored.path:
            gone = "The file of this story is gone. What is shown is the bookmark's copy."
            tell(self._screen, gone if stored else "There is no story here.", _NOT_DONE, is_warning=True)
            return
        story_id, title = stored.story.id, clean_line(stored.story.title, _LONGEST_TITLE)
        asks = await self._begin(story_id, title, is_agreed=False)
        if asks is not None and await self._agrees(asks):
            await self._begin(story_id, title, is_agreed=True)

    async def _begin(self, story_id: str, title: str, *, is_agreed: bool) -> Asks | None:
        """Start it; returns what is asked, None once it goes on without a question."""
        if self._run is not None:
            return None
        agreed = ("--yes",) if is_agreed else ()
        query = f'id:"{story_id.replace(chr(34), " ")}"'
        child = Child(self._library, ("summarize", "--progress", "json", *agreed, "--", query))
        run = self._run = _Run(child, title)
        run_in_background(self._screen, partial(self._follow, run), "summarize")
        return await run.question.known()

    async def _follow(self, run: _Run) -> None:
        notice = f"“{run.title}” is with the model…", "Summarize"
        tell(self._screen, *notice)
        try:
            ended = await run.child.run(on_line=run.take)
        finally:
            self._run = None
            self._asker.take_back(*notice)
            run.question.settle()
        if not run.question.is_asked:
            await self._conclude(run, ended)

    async def _conclude(self, run: _Run, ended: Ended) -> None:
        """Say what came of it, and have the story shown anew."""
        done = run.done
        if done is None:
            stopped = "The story is as it was." if ended.is_stopped else ended.sentence
            tell(self._screen, stopped, _NOT_DONE, is_warning=not ended.is_stopped)
            return
        if not done.summarized:
            told = "This model has summarized it already." if done.already else ended.sentence
            for reason in (*done.failed, *done.refused)[:1]:
                told = clean_line(f"{reason.cause} {reason.advice}", _LONGEST_CAUSE)
            tell(self._screen, told, _NOT_DONE, is_warning=True)
            return
        await self._syncer.read_files(*(os.fsencode(each.path) for each in done.summarized))
        things = [clean_line(thing, _LONGEST_TITLE) for thing in done.summarized[0].unsupported]
        more = f" and {len(things) - _MOST_THINGS} more" if len(things) > _MOST_THINGS else ""
        doubt = f" Not in its text: {', '.join(things[:_MOST_THINGS])}{more}." if things else ""
        tell(self._screen, f"“{run.title}” has its summary.{doubt}", "Summarized", is_warning=bool(things))

    async def _agrees(self, asks: Asks) -> bool:
        from newsreader.ui.boxes.confirm import ConfirmScreen

        question = clean_line(asks.question, _LONGEST_QUESTION)
        return await self._asker.ask(ConfirmScreen(question, "Send", self._keymap))

    async def _offer_to_stop(self, run: _Run) -> None:
        from newsreader.ui.boxes.confirm import ConfirmScreen

        question = f"“{run.title}” is with the model. Stop? Then the story stays as it is."
        if await self._asker.ask(ConfirmScreen(question, "Stop", self._keymap)) and run is self._run:
            run.child.stop()
