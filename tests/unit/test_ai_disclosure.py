"""What is said of the part that an AI has in a story is all of it, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.story import Origin, Story, ai_sentence


@pytest.mark.parametrize(
    ("story", "sentence"),
    [
        (Story("x", "Title", "Text.", ("Point",)), "Title, summary and key points were written by an AI."),
        (Story("x", "Title", "Text."), "Title and summary were written by an AI."),
        (Story("x", "Title", "", ("Point",)), "Title and key points were written by an AI."),
        (Story("x", "Title"), "Title was written by an AI."),
        (
            Story("x", "Title", "Text.", generator="Model 7\x1b[31m"),
            "Title and summary were written by an AI (Model 7).",
        ),
    ],
)
def test_the_sentence_names_every_part(story: Story, sentence: str) -> None:
    written = Story(
        story.id, story.title, story.summary, story.key_points, ai_generated=True, generator=story.generator
    )
    assert ai_sentence(written) == sentence
    assert ai_sentence(story) == ""


def test_the_prompts_of_this_program_ask_for_no_title() -> None:
    own = Origin(made="model", prompt="summary-1")
    story = Story("x", "Title", "Text.", ("Point",), ai_generated=True, origin=own)
    assert ai_sentence(story) == "Summary and key points were written by an AI."
    other = Story("x", "Title", "Text.", ai_generated=True, origin=Origin(made="model", prompt="mine"))
    assert ai_sentence(other) == "Title and summary were written by an AI."


@given(st.text(), st.text(), st.lists(st.text()), st.text())
def test_a_story_that_no_ai_wrote_has_no_such_sentence(
    title: str, summary: str, points: list[str], generator: str
) -> None:
    story = Story("x", title, summary, tuple(points), generator=generator)
    assert story.ai_parts == ()
    assert ai_sentence(story) == ""
