"""Reads hostile sources of news within bounds: `python -m tests.unit.hostile_news_child`.

A line of JSON for each source has what became of it, and what it cost. Each is read in a process of its own.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from typing import Any, Final

from tests.hostile_news import HOSTILE, article, captions, mail

from newsreader.formats import write
from newsreader.formats.pasted import OwnStory
from newsreader.news.kinds import Given, read
from newsreader.news.making import make_story
from newsreader.news.material import UnreadableError
from newsreader.news.writing import encoded

SECONDS: Final = 20
"""Of processor time, after which a source is given up: far more than any may take."""

ORDINARY: Final = article(
    "<p>The council and the harbour office spoke of the ferry, the pier and their cost.</p>" * 500
)
"""A page that does no harm, by whose time that of the sources is measured: so a slow or busy machine matters little."""

MEMORY: Final = 1536 * 1024**2


def outcome(name: str, data: bytes) -> dict[str, Any]:
    """What became of a source: its titles, or why there is none."""
    try:
        found = read(Given(data, name))
        if isinstance(found, OwnStory):
            return {"titles": [story.title for story in found.stories]}
        story = make_story(found, None, extracts=True)
        encoded(story, ".yaml")
        return {
            "titles": [story.title],
            "text": write(story, ".yaml"),
            "address": story.original and story.original.url,
        }
    except UnreadableError as error:
        return {"refused": str(error)}


def answer(name: str, data: bytes) -> None:
    """Write the outcome of a source, from within the bounds."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    ordinary = time.process_time()
    outcome("ordinary.html", ORDINARY)
    before = resource.getrusage(resource.RUSAGE_SELF)
    begun = time.process_time()
    found = outcome(name, data)
    ended = time.process_time()
    after = resource.getrusage(resource.RUSAGE_SELF)
    unit = 1024**2 if sys.platform == "darwin" else 1024
    cost = {
        "times": (ended - begun) / (begun - ordinary),
        "megabytes": (after.ru_maxrss - before.ru_maxrss) / unit,
    }
    sys.stdout.write(json.dumps({"name": name, **cost, **found}) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Answer for each source; for one that broke a bound, say how its process ended."""
    for name, data in {"warm.html": article(), "warm.vtt": captions("hello"), "warm.eml": mail("", "hello")}.items():
        outcome(name, data)  # what is imported once is no source's fault
    for name, data in HOSTILE.items():
        child = os.fork()
        if child == 0:
            status = 1
            try:
                answer(name, data)
                status = 0
            finally:
                os._exit(status)
        _, status = os.waitpid(child, 0)
        if status:
            sys.stdout.write(json.dumps({"name": name, "ended": status}) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
