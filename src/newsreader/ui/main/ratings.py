"""Rating an outlet from its box: asking for rating, source and date, and writing them into the registry."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from textual.screen import Screen

from newsreader.bias import Rating
from newsreader.keys.keymap import Keymap
from newsreader.reader import Reader
from newsreader.reader.rating import OtherSourceError, day_of_rating, wrong_source
from newsreader.records import OutletCount
from newsreader.story import Bias, Outlet
from newsreader.text import clean_line
from newsreader.ui.boxes.box import Asker
from newsreader.ui.errors import EXPECTED_ERRORS, error_message

_TITLE = "Not rated"


class Ratings:
    """Rates outlets. `on_rated` is waited for when one has another rating."""

    def __init__(
        self,
        screen: Screen[None],
        asker: Asker,
        reader: Reader,
        keymap: Keymap,
        on_rated: Callable[[], Coroutine[Any, Any, None]],
    ) -> None:
        self._screen = screen
        self._asker = asker
        self._reader = reader
        self._keymap = keymap
        self._on_rated = on_rated

    async def rate(self, outlet: Outlet) -> Sequence[OutletCount] | None:
        """Ask for a rating of `outlet` and write it; return all outlets as they are then, None if nothing was done."""
        if self._reader.is_sample:
            self._say("The sample library can't be changed. Make one of your own, with its outlets: newsreader init")
            return None
        bias = await self._ask(outlet)
        if bias is None or not await self._write(outlet, bias):
            return None
        await self._on_rated()
        when = bias.as_of.isoformat() if bias.as_of else ""
        self._screen.notify(f"{bias.rating.name}. {bias.source}, {when}.", title=_name(outlet), markup=False)
        return await self._outlets()

    async def _ask(self, outlet: Outlet) -> Bias | None:
        from newsreader.ui.boxes.prompt import PromptScreen
        from newsreader.ui.boxes.ratings import RatingsScreen

        title, known = _name(outlet), outlet.bias
        rating: Rating | None = await self._asker.ask(RatingsScreen(f"Rate {title}", self._keymap))
        if rating is None:
            return None
        heading = f"{title}: {rating.name}"
        so_far = f" So far: {clean_line(known.source)}" if known and known.source else ""
        box = PromptScreen(heading, hint=f"Who rates it so?{so_far}", check=wrong_source, keymap=self._keymap)
        source = await self._asker.ask(box)
        if source is None:
            return None
        today = self._reader.today().isoformat()
        hint = f"When did {clean_line(source)} rate it so? A day such as {today}"
        box = PromptScreen(heading, today, hint, check=_wrong_day, keymap=self._keymap)
        text = await self._asker.ask(box)
        day = day_of_rating(text) if text is not None else ""
        return None if isinstance(day, str) else Bias(rating, clean_line(source), "", day)

    async def _write(self, outlet: Outlet, bias: Bias) -> bool:
        """Write the rating, over that of another source only after a yes."""
        from newsreader.ui.boxes.confirm import ConfirmScreen

        try:
            await asyncio.to_thread(self._reader.rate, outlet, bias)
        except OtherSourceError as error:
            question = f"{error} Write {bias.rating.name} by {bias.source} in its place?"
            if not await self._asker.ask(ConfirmScreen(question, "Replace", self._keymap)):
                return False
            return await self._replace(outlet, bias)
        except EXPECTED_ERRORS as error:
            self._say(error_message(error))
            return False
        return True

    async def _replace(self, outlet: Outlet, bias: Bias) -> bool:
        try:
            await asyncio.to_thread(lambda: self._reader.rate(outlet, bias, replaces=True))
        except EXPECTED_ERRORS as error:
            self._say(error_message(error))
            return False
        return True

    async def _outlets(self) -> Sequence[OutletCount] | None:
        try:
            return await asyncio.to_thread(self._reader.search.outlets)
        except EXPECTED_ERRORS as error:
            self._say(error_message(error))
            return None

    def _say(self, message: str) -> None:
        self._screen.notify(message, title=_TITLE, severity="warning", timeout=15, markup=False)


def _name(outlet: Outlet) -> str:
    return clean_line(outlet.name or outlet.id)


def _wrong_day(text: str) -> str:
    day = day_of_rating(text)
    return day if isinstance(day, str) else ""
