"""Feeds of invented stories, and a server that answers with them: `python -m tests.benchmarks.feeds FOLDER DELAY`.

Each feed has a host of its own, since one host is asked one thing at a time. The hosts are addresses of this machine;
Linux has 16 million of them, other systems have one.
"""

from __future__ import annotations

import asyncio
import random
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Final

from tests.benchmarks.stories import Sample, outlets, story
from tests.news.server import Answering, FeedServer, Request, answer

_HOSTS_EACH: Final = 250
_QUEUE: Final = 64


@dataclass(frozen=True)
class Served:
    """Feeds that are served: their addresses, and the hosts with the port, as a config names them."""

    urls: tuple[str, ...]
    hosts: tuple[str, ...]


def make_feeds(folder: Path, feeds: int, items: Sequence[int], seed: int) -> None:
    """Write so many feeds, each with one of the numbers of `items`, where they are not there yet."""
    if folder.exists():
        return
    folder.mkdir(parents=True)
    chance = random.Random(f"feeds {seed}")
    number = 0
    for feed in range(feeds):
        count = chance.choice(items)
        stories = [story(seed, each, uneven=True) for each in range(number, number + count)]
        number += count
        name = outlets(seed)[feed % len(outlets(seed))].name
        (folder / f"{feed}.xml").write_text(_feed(f"{name} {feed}", feed, stories), encoding="utf-8")


@contextmanager
def serving(folder: Path, delay: float = 0.0) -> Iterator[Served]:
    """Serve the feeds of `folder` in a process of its own, each answer after `delay` seconds."""
    command = [sys.executable, "-m", "tests.benchmarks.feeds", str(folder), str(delay)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            hosts = tuple(process.stdout.readline().split())
            yield Served(tuple(f"http://{host}/{number}.xml" for number, host in enumerate(hosts)), hosts)
        finally:
            process.stdin.close()


def _feed(title: str, number: int, stories: Sequence[Sample]) -> str:
    items = "".join(_item(each, number) for each in stories)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>'
        f"<title>{escape(title)}</title><link>https://paper{number}.example/</link>{items}</channel></rss>\n"
    )


def _item(sample: Sample, feed: int) -> str:
    """Return an item: every second one is as short as a teaser, as in real feeds."""
    link = f"https://paper{feed}.example/{sample.published:%Y/%m}/{sample.number}"
    paragraphs = [f'<p>{escape(each)} <a href="{link}#more">more</a></p>' for each in sample.summary]
    text = "".join(paragraphs[:1] if sample.number % 2 else [f'<img src="{link}.jpg" alt="">', *paragraphs])
    topics = "".join(f"<category>{escape(each)}</category>" for each in sample.topics)
    return (
        f"<item><title>{escape(sample.title)}</title><link>{link}</link><guid>{link}</guid>{topics}"
        f"<pubDate>{sample.published:%a, %d %b %Y %H:%M:%S} +0000</pubDate>"
        f"<description>{escape(text)}</description></item>\n"
    )


def _answering(data: bytes, delay: float) -> Answering:
    tag = f'"{sha256(data).hexdigest()[:16]}"'
    whole, same = answer(data, ETag=tag), answer(b"", 304, ETag=tag)

    def found(request: Request) -> bytes:
        return same if request.headers.get("if-none-match") == tag else whole

    async def late(request: Request) -> AsyncIterator[bytes]:
        await asyncio.sleep(delay)
        yield found(request)

    return late if delay else found


async def _serve(folder: Path, delay: float) -> None:
    server = FeedServer()
    files = sorted(folder.glob("*.xml"), key=lambda path: int(path.stem))
    hosts: list[str] = []
    port = 0
    async with AsyncExitStack() as stack:
        for number, file in enumerate(files):
            server.routes[f"/{file.name}"] = _answering(file.read_bytes(), delay)
            host = f"127.0.{number // _HOSTS_EACH}.{number % _HOSTS_EACH + 1}"
            listening = socket.create_server((host, port), backlog=_QUEUE)
            port = listening.getsockname()[1]
            await stack.enter_async_context(await asyncio.start_server(server.handle, sock=listening))
            hosts.append(f"{host}:{port}")
        print(*hosts, flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]), float(sys.argv[2])))
