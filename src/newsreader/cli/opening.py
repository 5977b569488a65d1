"""Open the original of a story, or the website of its outlet, in a browser."""

from __future__ import annotations

import sys
from argparse import Namespace

from newsreader.cli.output import say, write
from newsreader.cli.session import open_reader
from newsreader.errors import NewsreaderError
from newsreader.links import Link, checked_link
from newsreader.story import Story
from newsreader.text import clean_line


def open_story(arguments: Namespace) -> int:
    """Open the original of the story that `arguments` name, or the website of its outlet.

    Where no browser can be opened the address is written, and the exit code is 1. Raises LinkRefusedError for an
    address that is not opened.
    """
    with open_reader(arguments) as reader:
        story = reader.search.find(arguments.id).story
    url = _website_of(story) if arguments.website else _original_of(story)
    link = checked_link(url)
    reason = _opened(link)
    if reason:
        say(f"{reason} This is the address:")
        write(f"{link.url}\n")
        return NewsreaderError.exit_code
    return 0


def _original_of(story: Story) -> str:
    if story.original is None or not story.original.url:
        raise NewsreaderError("This story has no link to its original. Its file can have one, under original: url:")
    return story.original.url


def _website_of(story: Story) -> str:
    if story.outlet is None or not story.outlet.website:
        raise NewsreaderError("The website of this outlet is not known. outlets.yaml can have it, under website:")
    return story.outlet.website


def _opened(link: Link) -> str:
    """Open `link`; returns why that was not possible, "" where it was."""
    from newsreader.ui.terminal.opener import BrowserRefusedError, find_browser, open_for_command, open_in_terminal

    try:
        browser = find_browser()
    except BrowserRefusedError as error:
        return str(error)
    if browser is None:
        return "There is no browser to open here."
    if browser.is_in_terminal and not all(stream.isatty() for stream in (sys.stdin, sys.stdout)):
        return "The only browser that is installed here needs a terminal."
    say(f"Opening {link.host}")
    try:
        is_well = open_in_terminal(link, browser) == 0 if browser.is_in_terminal else open_for_command(link, browser)
    except OSError as error:
        return f"The browser could not be started ({clean_line(error.strerror or str(error))})."
    return "" if is_well else "The browser failed."
