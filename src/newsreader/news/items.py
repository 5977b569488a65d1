"""From the items of a feed to stories: which are new, which change a story, and which are left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from newsreader.folding import tokens
from newsreader.news.extract import extract
from newsreader.news.feeds import Feed, Item
from newsreader.news.html import to_text
from newsreader.news.identity import canonical, folded_title, story_id, text_hash
from newsreader.news.subscriptions import Subscription
from newsreader.story import Origin, Original, Outlet, Story
from newsreader.text import clean_line, clean_text, clean_title

_AHEAD: Final = timedelta(hours=24)
_SAME_TITLE_DAYS: Final = 2
_LONGEST_SUMMARY: Final = 100_000
_LEAST_TO_EXTRACT: Final = 600
_TITLE_WORDS: Final = 12
_EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)


class Candidate(Struct, frozen=True):
    """An item that may become a story: its id, and the key of its title.

    `published` is what the item states, else the moment of the fetch less a second for each item before it. That keeps
    the order of the feed.
    """

    item: Item
    id: str
    title_key: str
    published: datetime

    @property
    def day(self) -> str:
        """Return the day on which it was published, in ISO 8601."""
        return self.published.date().isoformat()


def candidates(feed: Feed, subscription: Subscription, now: datetime) -> list[Candidate]:
    """Return the items of `feed` that may be stories, newest first; what lies ahead and what is dropped is left out."""
    shared = _links_of_many(feed.items)
    ahead = [item for item in feed.items if item.published and item.published > now + _AHEAD]
    is_clock_wrong = 2 * len(ahead) > len(feed.items)
    dropped = [_terms(term) for term in subscription.drop]
    found: dict[str, Candidate] = {}
    for place, item in enumerate(feed.items):
        moment = item.published
        if moment is not None and moment > now + _AHEAD:
            if not is_clock_wrong:
                continue
            moment = None
        moment = moment if moment is not None and moment >= _EARLIEST else now - timedelta(seconds=place)
        if dropped and _is_dropped(item, dropped):
            continue
        link = item.link if item.link and canonical(item.link) not in shared else None
        candidate = Candidate(item, story_id(link, subscription.url, item.guid), folded_title(_title(item)), moment)
        found.setdefault(item.guid, candidate)
    return sorted(found.values(), key=lambda each: each.published, reverse=True)


def is_same_story(day: str, other: str) -> bool:
    """Return whether two stories of one feed with the same title, published on these days, are one."""
    try:
        apart = datetime.fromisoformat(day) - datetime.fromisoformat(other)
    except ValueError:
        return False
    return abs(apart) <= timedelta(days=_SAME_TITLE_DAYS)


class Made(Struct, frozen=True):
    """The story that an item becomes, and the text that its summary was taken from, "" where that is the summary."""

    story: Story
    source: str = ""


def story_of(
    candidate: Candidate, subscription: Subscription, feed: Feed, outlet: Outlet | None, now: datetime
) -> Made:
    """Return what an item becomes."""
    item = candidate.item
    text = clean_text(to_text(item.html))[:_LONGEST_SUMMARY].strip()
    title = _title(item)
    summary, made = text or title, "feed"  # a story has a text, and many items are a headline alone
    points: tuple[str, ...] = ()
    if subscription.summarize == "extract" and len(text) >= _LEAST_TO_EXTRACT:
        taken = extract(text, title)
        if taken.summary:
            summary, points, made = " ".join(taken.summary), taken.key_points, "extract"
    topics = dict.fromkeys([*([subscription.folder] if subscription.folder else []), *item.topics])
    is_extract = made == "extract"
    story = Story(
        id=candidate.id,
        title=title or clean_title(" ".join(text.split()[:_TITLE_WORDS])) or "Untitled",
        summary=summary,
        key_points=points,
        outlet=Outlet(id=outlet.id) if outlet else None,
        published=candidate.published,
        original=Original(item.link, item.kind or "article") if item.link else None,
        topics=tuple(topics),
        language=feed.language,
        id_declared=True,
        origin=Origin(
            feed=subscription.url,
            fetched=now.replace(microsecond=0).isoformat(),
            made=made,
            text=text_hash(text if is_extract else f"{title}\n{item.html}"),
        ),
    )
    return Made(story, text if is_extract else "")


def content_hash(item: Item) -> str:
    """Return the hash of what an item says, by which a change of it is noticed."""
    return text_hash(f"{_title(item)}\n{item.html}")


def _title(item: Item) -> str:
    """Return the title; a name of another site behind it is cut, which aggregators add."""
    suffix = f" - {item.source_name}"
    return item.title.removesuffix(suffix) if item.source_name and len(item.title) > len(suffix) else item.title


def _links_of_many(items: Sequence[Item]) -> set[str]:
    """Return the links that lead to no single item: several items have them, or they are the front page of a site."""
    titles: dict[str, set[str]] = {}
    for item in items:
        if item.link:
            titles.setdefault(canonical(item.link), set()).add(folded_title(item.title))
    return {link for link, of in titles.items() if len(of) > 1 or ("/" not in link and "?" not in link)}


def _terms(term: str) -> tuple[str, ...]:
    return tuple(tokens(term))


def _is_dropped(item: Item, dropped: Sequence[tuple[str, ...]]) -> bool:
    words = tokens(" ".join((item.title, to_text(item.html)[:20_000], *item.topics)))
    joined = f" {' '.join(words)} "
    return any(term and f" {' '.join(term)} " in joined for term in dropped)


def without_old_clock(story: Story, before: Story) -> Story:
    """Return a changed story with the moment of `before`: an item without a date would get a new one each time."""
    return replace(story, published=before.published)


def shown_title(candidate: Candidate) -> str:
    """Return the title of an item for a message."""
    return clean_line(_title(candidate.item), 100)
