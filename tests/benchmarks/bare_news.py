"""What the libraries need alone for what brings news in: the floors of `fetch`, `add` and the memory of them.

`python -m tests.benchmarks.bare_news read FOLDER` parses the feeds of a folder and converts their items; `ask URL...`
gets addresses, 16 at once; `page FILE` takes the article out of a page.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

_AT_ONCE: Final = 16


def read(folder: Path) -> None:
    """Parse each feed, and convert the text of each item."""
    from fastfeedparser import parse
    from html_to_markdown import ConversionOptions, convert

    options = ConversionOptions(skip_images=True, extract_metadata=False, autolinks=False, output_format="plain")
    for file in folder.glob("*.xml"):
        for entry in parse(file.read_bytes())["entries"]:
            convert(entry["description"], options)


async def ask(urls: Sequence[str]) -> None:
    """Get each address."""
    from aiohttp import ClientSession, TCPConnector

    seats = asyncio.Semaphore(_AT_ONCE)
    async with ClientSession(connector=TCPConnector(limit=_AT_ONCE)) as session:

        async def one(url: str) -> None:
            async with seats, session.get(url) as response:
                await response.read()

        await asyncio.gather(*map(one, urls))


def page(file: Path) -> None:
    """Take the article out of a page."""
    from trafilatura import bare_extraction

    bare_extraction(file.read_text(encoding="utf-8"), with_metadata=True)


if __name__ == "__main__":
    what, *words = sys.argv[1:]
    if what == "read":
        read(Path(words[0]))
    elif what == "ask":
        asyncio.run(ask(words))
    else:
        page(Path(words[0]))
