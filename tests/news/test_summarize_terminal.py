"""Summaries on a real terminal: the counting line, the question, and Ctrl+C."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from tests.news.conftest import Reader
from tests.news.false_model import PATH, TEXT, FalseModel
from tests.news.server import FeedServer
from tests.news.test_fetch_terminal import Held
from tests.news.texts import item, rss
from tests.ui.terminal import Terminal

COMMAND = (sys.executable, "-m", "newsreader", "summarize", "berth")


@contextmanager
def terminal(reader: Reader, *words: str) -> Iterator[Terminal]:
    """The command in a terminal, until the block ends."""
    made = Terminal([*COMMAND, *words], reader.home, 80, 24)
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def model(reader: Reader, server: FeedServer) -> FalseModel:
    """A model, and a library with two stories to be summarized."""
    items = [item(number).replace("took its first boat on Monday.", f"is new. {TEXT}") for number in (1, 2)]
    reader.feeds(server.serve("/feed", rss(*items)))
    reader.fetch()
    model = FalseModel(server)
    with reader.config.open("a", encoding="utf-8") as file:
        file.write(model.config("good", "price_in = 1000\nprice_out = 1000"))
    return model


def made_by_model(reader: Reader) -> int:
    return sum("made: model" in text for text in reader.stories().values())


@pytest.mark.parametrize(("typed", "code", "count"), [("y\r", 0, 2), ("n\r", 1, 0), ("\r", 1, 0), ("\x04", 1, 0)])
def test_what_costs_much_is_asked_for(reader: Reader, model: FalseModel, typed: str, code: int, count: int) -> None:
    with terminal(reader) as shown:
        shown.wait_for(lambda text: "Send it? [y/N]" in text, "it asks")
        shown.press(typed)
        assert shown.wait_for_end() == code
    assert made_by_model(reader) == model.times() == count


def test_a_line_counts_and_makes_way_for_the_result(reader: Reader, server: FeedServer, model: FalseModel) -> None:
    held = Held(server, PATH, b"")
    with terminal(reader, "--yes") as shown:
        shown.wait_for(lambda text: "0/2 stories  0 failed" in text, "it counts")
        held.is_asked.wait()
        server.routes[PATH] = model.answers
        held.let_go()
        assert shown.wait_for_end() == 0
        text = shown.text
    assert "/2 stories" not in text
    assert "2 stories summarized" in text


def test_ctrl_c_leaves_what_is_written_whole(reader: Reader, server: FeedServer, model: FalseModel) -> None:
    held = Held(server, PATH, b"")
    hold = server.routes[PATH]
    server.routes[PATH] = lambda request: model.answers(request) if model.times() == 0 else hold(request)
    with terminal(reader, "--yes") as shown:
        shown.wait_for(lambda text: "1/2 stories" in text, "the first is summarized")
        held.is_asked.wait()
        before = reader.stories()
        shown.press("\x03")
        assert shown.wait_for_end() == 130
        assert "Interrupted. 1 summary is written whole." in shown.text
    assert reader.stories() == before
    assert made_by_model(reader) == 1
    assert reader.run("check").stdout == ""
