from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest
from msgspec.structs import replace
from tests.faults.tidying import can_be_told, invented, tidied

from newsreader.identity import identify
from newsreader.matching.stories import Candidate, Home, Match, best_match, is_same_story, text_of
from newsreader.state.records import candidate_of
from newsreader.state.state import Bookmark
from newsreader.story import Original, Outlet, Story, with_id

LIBRARY = "/home/me/library"
DAY = date(2024, 6, 20)
STORY = with_id(
    Story(
        id="",
        title="Parliament votes on the budget",
        summary="The vote was close.",
        outlet=Outlet(id="dw"),
        published=DAY,
        original=Original("https://www.dw.com/en/budget-vote/a-1"),
    )
)
DECLARED = with_id(STORY, "budget")
PLAIN = with_id(replace(STORY, original=None))
LIKE = "Parliament voted on the budget"
UNDATED = replace(PLAIN, summary="Subscribers only.", outlet=None, published=None)
LONG = replace(
    PLAIN,
    title="Harbour bridge to close for repairs",
    summary="Deputies have voted to close the harbour bridge for six weeks of repairs. Buses will go round by the old"
    " lock, and a ferry will take people on foot across the harbour every ten minutes from Monday to Saturday. The"
    " repairs were put off twice, as the money for them was missing.",
)
BOILERPLATE = (
    "To read on, subscribe. " + "Your subscription pays for work like this, and can be ended at any time. " * 4
)
EDITED = replace(PLAIN, title="Ferry is back", summary="The ferry is back from Monday on.")
LIVE = replace(
    UNDATED,
    title="Drone attack on Kyiv kills four",
    summary="Follow our live coverage of the war in Ukraine: the latest from Kyiv and Moscow, drone attacks and air"
    " defence, the front in Donetsk, new Western sanctions against Russia, peace talks, grain exports and what it all"
    " means for readers at home. Updated through the day by our reporters.",
)
SHARED: tuple[tuple[str, Mapping[str, Any], str], ...] = (
    ("text", {}, "x.yaml"),
    ("text and path", {}, "a.yaml"),
    ("text and address", {"original": STORY.original}, "x.yaml"),
    ("text and id", {"id": "live", "id_declared": True}, "x.yaml"),
    ("text, path and day", {"published": DAY}, "a.yaml"),
)
OTHER = with_id(
    Story(id="", title="Storm reaches the coast", summary="Trains stopped.", outlet=Outlet(id="bbc"), published=DAY)
)


def bookmark(story: Story, path: str = "a.yaml") -> Bookmark:
    return Bookmark("u", datetime(2024, 6, 21, tzinfo=UTC), story, LIBRARY, path)


def candidate(story: Story, number: int = 1, path: str = "elsewhere/b.yaml", library: str = LIBRARY) -> Candidate:
    outlet = story.outlet.id if story.outlet else ""
    return Candidate(number, identify(story), story.title, outlet, library, path, text_of(story))


@pytest.mark.parametrize(
    ("kept", "now", "path", "is_sure"),
    [
        pytest.param(DECLARED, replace(DECLARED, summary="New", original=None), "x.yaml", True, id="declared id"),
        pytest.param(STORY, replace(STORY, title=LIKE, summary="New"), "x.yaml", True, id="address"),
        pytest.param(PLAIN, replace(PLAIN, title=LIKE, summary="N"), "a.yaml", True, id="path"),
        pytest.param(PLAIN, PLAIN, "x.yaml", True, id="all but the path"),
        pytest.param(UNDATED, UNDATED, "x.yaml", True, id="all but the path, without a day"),
        pytest.param(STORY, replace(STORY, published=date(2024, 7, 1)), "x.yaml", True, id="a corrected day"),
        pytest.param(LONG, replace(LONG, title="Update: " + LONG.title), "a.yaml", True, id="text and path"),
        pytest.param(
            EDITED,
            replace(EDITED, title="Update: ferry is back", summary=EDITED.summary + " Again."),
            "a.yaml",
            True,
            id="a short text of that title, edited, and path",
        ),
        pytest.param(
            PLAIN,
            replace(PLAIN, title="Parliment votes on the budget", summary="New"),
            "a.yaml",
            True,
            id="a typing error",
        ),
        pytest.param(
            STORY,
            replace(STORY, title="Parliament votes at last on the budget", summary="New"),
            "x.yaml",
            True,
            id="address, and a title with a word more",
        ),
        pytest.param(PLAIN, replace(PLAIN, summary="New"), "x.yaml", False, id="title and date"),
        pytest.param(LONG, replace(LONG, title="Update: " + LONG.title), "x.yaml", False, id="long text"),
    ],
)
def test_a_story_is_found_again_by(kept: Story, now: Story, path: str, is_sure: bool) -> None:
    found = best_match(candidate_of(bookmark(kept)), [candidate(OTHER, 7, "c.yaml"), candidate(now, 1, path)])
    assert found == Match(1, is_sure)


@pytest.mark.parametrize(
    ("kept", "now", "path"),
    [
        pytest.param(PLAIN, OTHER, "a.yaml", id="a file written anew with another story"),
        pytest.param(
            PLAIN,
            replace(OTHER, outlet=Outlet(id="dw")),
            "a.yaml",
            id="another story of that outlet and day, same path",
        ),
        pytest.param(DECLARED, with_id(OTHER, "budget"), "x.yaml", id="another story that declares the id"),
        pytest.param(DECLARED, with_id(OTHER, "budget"), "a.yaml", id="another story with its id in its file"),
        pytest.param(
            PLAIN, replace(PLAIN, outlet=Outlet(id="bbc"), summary="N"), "x.yaml", id="title of another outlet"
        ),
        pytest.param(
            replace(PLAIN, published=None), replace(PLAIN, published=None, summary="N"), "x.yaml", id="undated title"
        ),
        pytest.param(
            replace(PLAIN, summary=""), replace(OTHER, summary="", outlet=None), "x.yaml", id="two empty bodies"
        ),
        pytest.param(
            replace(UNDATED, title="Mayor resigns over tram contract"),
            UNDATED,
            "x.yaml",
            id="another story with its short text, both without a day",
        ),
        pytest.param(PLAIN, replace(PLAIN, title="Storm reaches the coast"), "a.yaml", id="its short text in its file"),
        pytest.param(
            replace(LONG, summary=BOILERPLATE),
            replace(LONG, title="Otters return to the canal", summary=BOILERPLATE),
            "a.yaml",
            id="its long text that speaks of neither, in its file",
        ),
        pytest.param(
            LONG, replace(LONG, title="Deputies vote to close harbour"), "a.yaml", id="another title of its long text"
        ),
        *(
            pytest.param(replace(LIVE, **given), replace(LIVE, title=title, **given), path, id=f"{title}: {name}")
            for title in ("New sanctions against Russia", "Peace talks in Moscow", "Drone attack on Moscow kills four")
            for name, given, path in SHARED
        ),
        pytest.param(
            replace(LIVE, published=DAY, original=STORY.original),
            replace(
                LIVE,
                published=date(2024, 7, 10),
                original=STORY.original,
                title="Second drone attack on Kyiv kills four",
            ),
            "a.yaml",
            id="a title with a word more, weeks after, over a standing text",
        ),
        *(
            pytest.param(PLAIN, replace(PLAIN, title=title, summary=summary), "a.yaml", id=f"{title} {summary}")
            for title in ("Second parliament votes on the budget", "Parliament votes on the budget again")
            for summary in ("The vote was close.", "Nobody was there.")
        ),
        pytest.param(
            replace(PLAIN, title="Russia attacks Ukraine"),
            replace(PLAIN, title="Ukraine attacks Russia"),
            "a.yaml",
            id="the same words in another order",
        ),
        pytest.param(
            replace(STORY, published=None),
            replace(STORY, title="Otters return to the canal", summary="Three were seen.", published=None),
            "x.yaml",
            id="another story of a live page, both without a day",
        ),
        pytest.param(
            DECLARED, replace(DECLARED, title="Storm reaches the coast", original=None), "a.yaml", id="its id and text"
        ),
        pytest.param(
            replace(UNDATED, title="Weekly roundup, week 12"),
            replace(UNDATED, title="Weekly roundup, week 13", summary="N"),
            "a.yaml",
            id="the next week's number",
        ),
        pytest.param(
            PLAIN, replace(PLAIN, summary="N", published=date(2024, 7, 1)), "a.yaml", id="the same title next week"
        ),
        pytest.param(
            STORY,
            replace(STORY, title="Live", summary="N", published=date(2024, 7, 1)),
            "x.yaml",
            id="another day of a live page",
        ),
        pytest.param(
            DECLARED,
            with_id(replace(STORY, title="Another view", summary="N"), "view"),
            "x.yaml",
            id="another summary of one original",
        ),
    ],
)
def test_a_story_is_not_mistaken_for(kept: Story, now: Story, path: str) -> None:
    assert best_match(candidate_of(bookmark(kept)), [candidate(now, 1, path)]) is None


def test_an_id_declared_in_another_library_proves_nothing() -> None:
    other = with_id(replace(OTHER, outlet=Outlet(id="dw")), "budget")
    assert (
        best_match(candidate_of(bookmark(DECLARED)), [candidate(other, library="/mnt/other")], Home.ELSEWHERE) is None
    )


def test_declaring_the_id_does_not_take_a_bookmark_over() -> None:
    thief = with_id(replace(OTHER, outlet=Outlet(id="dw")), "budget")
    undeclared = with_id(replace(STORY, summary="Edited."))
    assert best_match(candidate_of(bookmark(DECLARED)), [candidate(thief, 1), candidate(undeclared, 2)]) == Match(
        2, True
    )


def test_two_that_tie_are_told_apart_by_what_comes_after() -> None:
    copies = [candidate(STORY, 1, "copy.yaml"), candidate(STORY, 2, "a.yaml")]
    assert best_match(candidate_of(bookmark(STORY)), copies) == Match(2, True)


def test_two_that_stay_tied_are_no_match() -> None:
    copies = [candidate(STORY, 1, "copy.yaml"), candidate(STORY, 2, "other.yaml")]
    assert best_match(candidate_of(bookmark(STORY)), copies) is None


def test_nothing_matches_nothing() -> None:
    assert best_match(candidate_of(bookmark(STORY)), []) is None


@pytest.mark.parametrize(
    ("kept", "now", "path", "same"),
    [
        (STORY, replace(STORY, summary="Edited"), "x.yaml", True),
        (DECLARED, replace(DECLARED, summary="Edited"), "x.yaml", True),
        (DECLARED, with_id(OTHER, "budget"), "x.yaml", False),
        (DECLARED, with_id(OTHER, "budget"), "a.yaml", False),
        (DECLARED, STORY, "a.yaml", False),
        (PLAIN, replace(PLAIN, summary="Edited"), "a.yaml", True),
        (PLAIN, replace(PLAIN, summary="Edited"), "x.yaml", False),
    ],
)
def test_bookmarking_again_needs_the_same_id_and_one_thing_more(kept: Story, now: Story, path: str, same: bool) -> None:
    assert is_same_story(candidate_of(bookmark(kept)), candidate(now, path=path)) is same


@pytest.mark.parametrize("seed", range(3))
def test_bookmarks_survive_years_of_tidying(seed: int) -> None:
    """30% of the files moved, 15% of the stories retitled, 25% edited, 20% of the addresses with noise."""
    chance = random.Random(seed)
    before = [invented(chance, number) for number in range(4000)]
    bookmarks = [bookmark(story, path) for story, path in before[:2000]]
    gone = {number for number in range(2000) if chance.random() < 0.1}
    later = {
        number: tidied(chance, story, path, number) for number, (story, path) in enumerate(before) if number not in gone
    }
    index = _Index(candidate(story, number, path) for number, (story, path) in later.items())
    found = [best_match(candidate_of(kept), index.candidates(kept)) for kept in bookmarks]
    wrong = [number for number, match in enumerate(found) if match is not None and match.story != number]
    told = [
        number
        for number, (story, _) in enumerate(before[:2000])
        if number in later and can_be_told(story, later[number][0])
    ]
    assert wrong == []
    assert sum(found[number] is not None for number in told) >= 0.99 * len(told)


class _Index:
    """All stories of a library, by each thing that a bookmark could share with them."""

    def __init__(self, stories: Iterable[Candidate]) -> None:
        self._by_key: dict[object, set[Candidate]] = defaultdict(set)
        for story in stories:
            for key in self._keys(story):
                self._by_key[key].add(story)

    def candidates(self, kept: Bookmark) -> list[Candidate]:
        keys = self._keys(candidate(kept.story, path=kept.path))
        return sorted(set().union(*(self._by_key[key] for key in keys)), key=lambda story: story.story)

    @staticmethod
    def _keys(story: Candidate) -> list[object]:
        identity = story.identity
        keys = [identity.id, identity.url_key, identity.title_key, identity.body_key, story.path]
        return [key for key in keys if key is not None]
