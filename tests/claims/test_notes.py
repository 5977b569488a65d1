"""What a source does not have is written behind its sentence."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsreader.sentences import sentences
from newsreader.story import Story
from newsreader.unsupported import Unsupported, listed, note_of, things_listed, with_notes


def test_a_note_stands_behind_its_sentence_wherever_that_stands() -> None:
    story = Story(
        "a", "45 ferries", "It rained. Rzehak paid 45.\n\nRzehak paid 45. It was 4:5.", ("Rzehak paid 45.", "It rained")
    )
    noted = with_notes(story, (Unsupported("Rzehak paid 45.", ("Rzehak", "45")), Unsupported("It rained", ("rain",))))
    assert noted.title == "45 ferries"
    assert noted.summary == (
        "It rained. Rzehak paid 45. · not in the text: Rzehak, 45\n\n"
        "Rzehak paid 45. · not in the text: Rzehak, 45 It was 4:5."
    )
    assert noted.key_points == ("Rzehak paid 45. · not in the text: Rzehak, 45", "It rained · not in the text: rain")


def test_a_story_without_any_is_as_it_was() -> None:
    story = Story("a", "One", "Two.")
    assert with_notes(story, ()) is story


@given(st.text(max_size=200), st.lists(st.text(min_size=1, max_size=5), min_size=1, max_size=3))
def test_nothing_of_a_text_is_lost(text: str, things: list[str]) -> None:
    found = tuple(Unsupported(sentence, tuple(things)) for sentence in sentences(text))
    noted = with_notes(Story("a", "One", text), found).summary
    assert noted.count(note_of(things)) >= len(found)
    assert len(noted) == len(text) + len(found) * len(note_of(things))


def test_things_are_listed_in_the_origin_of_a_story() -> None:
    assert listed(("1,200", "Rzehak", "1,200", "a;b")) == "1,200; Rzehak; a b"
    assert things_listed("1,200; Rzehak;; a b;") == ("1,200", "Rzehak", "a b")
    assert things_listed("") == ()
