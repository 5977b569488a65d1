"""A story as one line to be quoted."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.citation import citation
from newsreader.story import Original, Outlet, Story
from newsreader.text import clean_line

FULL = Story("a", "The ferry sails", outlet=Outlet("hp", "Harbour Post"), published=date(2024, 6, 20),
             original=Original("https://harbour.example/ferry"))  # fmt: skip


@pytest.mark.parametrize(
    ("story", "line"),
    [
        (FULL, "“The ferry sails.” Harbour Post, 2024-06-20. https://harbour.example/ferry"),
        (Story("a", "Does it sail?", outlet=Outlet("hp")), "“Does it sail?” hp."),
        (Story("a", "It sails", published=datetime(2024, 6, 20, 9)), "“It sails.” 2024-06-20."),
        (Story("a", "It sails", original=Original("javascript:alert(1)", "article")), "“It sails.”"),
    ],
)
def test_what_is_known_is_told_and_what_is_not_is_left_out(story: Story, line: str) -> None:
    assert citation(story) == line


@given(st.text(max_size=60), st.text(max_size=30), st.text(max_size=40))
def test_it_is_one_clean_line_whatever_the_story_holds(title: str, name: str, url: str) -> None:
    line = citation(Story("a", title, outlet=Outlet("", name), original=Original(f"https://x.example/{url}")))
    assert line == clean_line(line)
    assert "\n" not in line
