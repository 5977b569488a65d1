"""A story and its outlet as something to show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from textual.content import Content

from newsreader.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.query import TextField
from newsreader.store.records import StoredStory, StoryMarks
from newsreader.story import Bias, Outlet, Story
from newsreader.text import clean_line, clean_text
from newsreader.ui.ages import exact_date, reading_minutes
from newsreader.ui.gauge import large_gauge, small_gauge_content
from newsreader.ui.highlight import Wanted, find_words
from newsreader.ui.safe import block, line

_MATCH: Final = "$match-foreground on $match-background"
_EMPHASIS: Final = re.compile(
    r"(?<!\w)(?P<strong>\*\*|__)(?P<strong_text>\S(?:[^\n]*?\S)?)(?P=strong)(?!\w)"
    r"|(?<![\w*])(?P<em>[*_])(?P<em_text>[^\s*_](?:[^\n*_]*?[^\s*_])?)(?P=em)(?![\w*])"
)
_FILE_GONE: Final = "The file of this story is gone. This is the copy kept with your bookmark."
_SIDEBAR_LINK_LIMIT: Final = 56
_BLANK: Final = Content("\n\n")
_KIND_VERBS: Final = {"video": "Watch the original video", "audio": "Listen to the original"}
RATING_CAVEAT: Final = "It rates online news content and says nothing of accuracy."


def story_content(stored: StoredStory, wanted: Sequence[Wanted], keymap: Keymap = DEFAULT_KEYMAP) -> Content:
    """The whole story with the user's tags and note before its links and disclosure; found words marked."""
    story = stored.story
    parts = [_marked(Content.styled(clean_line(story.title), "bold"), wanted, TextField.TITLE), _meta(story)]
    if not stored.path:
        parts.append(Content.styled(_FILE_GONE, "$warning"))
    for paragraph in story.summary.split("\n\n"):
        if paragraph.strip():
            parts.append(_marked(_paragraph(paragraph, stored.path), wanted, TextField.SUMMARY))
    if story.key_points:
        points = [Content.styled("Key points", "bold $primary")]
        points += [Content.assemble(("• ", "$accent"), _marked(line(point), wanted, TextField.POINTS))
                   for point in story.key_points]  # fmt: skip
        parts.append(Content("\n").join(points))
    if story.topics:
        topics = Content(" · ").join([line(topic) for topic in story.topics])
        parts.append(Content.assemble(("Topics  ", "$quiet"), _marked(topics, wanted, TextField.TOPIC)))
    parts += _added(stored.marks, wanted)
    parts.append(links_content(story, keymap))
    if story.ai_generated:
        by = f" ({clean_line(story.generator)})" if story.generator else ""
        parts.append(Content.styled(f"This summary was written by an AI{by}.", "$quiet italic"))
    return _BLANK.join(parts)


def _added(marks: StoryMarks, wanted: Sequence[Wanted]) -> list[Content]:
    """What the user has put on the story, if anything."""
    parts: list[Content] = []
    if marks.tags:
        tags = Content(" · ").join([line(tag) for tag in marks.tags])
        parts.append(Content.assemble(("Tags  ", "$quiet"), _marked(tags, wanted, TextField.TAG)))
    if marks.note.strip():
        note = _marked(block(marks.note.strip(), "italic"), wanted, TextField.NOTE)
        parts.append(Content.assemble(("Your note", "bold $accent"), "\n", note))
    return parts


def links_content(story: Story, keymap: Keymap = DEFAULT_KEYMAP) -> Content:
    """The links of a story with the keys that open them; it says so where one is missing."""
    original = story.original
    kind = original.kind if original else ""
    verb = _KIND_VERBS.get(kind, "Read the original article" if kind == "article" else "Open the original")
    key = keymap.first("original")
    rows = [_link(key, verb, original.url if original else "", "the link is missing" if kind else "no link")]
    if story.outlet:
        rows.append(_link(keymap.first("website"), "The outlet's website", story.outlet.website, "not known"))
    return Content("\n").join(rows)


def outlet_band(story: Story) -> Content:
    """Who tells the story and where they lean, and below it who says so."""
    if story.outlet is None:
        return Content.styled("No outlet is named for this story.", "$quiet")
    first = Content.assemble(line(story.outlet.name, "bold"), "  ", small_gauge_content(story.rating))
    source = _rating_source(story.outlet.bias)
    return Content.assemble(first, "\n", (source, "$quiet")) if source else first


def outlet_content(story: Story, stories: int | None, keymap: Keymap = DEFAULT_KEYMAP) -> Content:
    """All that is known of the outlet of a story; `stories` is how many the library has of it, None if not counted."""
    outlet = story.outlet
    if outlet is None:
        return Content.styled("No outlet is named for this story, so nothing can be said of who tells it.", "$quiet")
    parts = [
        _outlet_heading(outlet),
        Content("\n").join([Content.styled("Media bias", "$quiet"), large_gauge(outlet.rating)]),
        _rating_text(outlet.bias),
    ]
    if outlet.description:
        parts.append(block(outlet.description))
    parts.append(_sidebar_link(keymap.first("website"), "Website", outlet.website))
    parts.append(_sidebar_link(keymap.first("original"), "Original", story.original.url if story.original else ""))
    if stories is not None:
        count = "1 story" if stories == 1 else f"{stories:,} stories"
        parts.append(Content.assemble(_key(keymap.first("this-outlet")), f"{count} of this outlet"))
    return _BLANK.join(parts)


def _outlet_heading(outlet: Outlet) -> Content:
    facts = [clean_line(outlet.country)] if outlet.country else []
    if outlet.founded is not None:
        facts.append(f"founded {outlet.founded}")
    heading = line(outlet.name, "bold")
    return Content.assemble(heading, "\n", (", ".join(facts), "$quiet")) if facts else heading


def _rating_text(bias: Bias | None) -> Content:
    if bias is None or not bias.source:
        return Content.styled("Nobody whose ratings this library holds has rated this outlet.", "$quiet")
    parts = [Content.styled(_rating_source(bias) + ".", "$quiet")]
    if bias.note:
        parts.append(line(bias.note, "$quiet"))
    parts.append(Content.styled(RATING_CAVEAT, "$quiet"))
    return Content("\n").join(parts)


def _rating_source(bias: Bias | None) -> str:
    if bias is None or not bias.source:
        return ""
    when = f", {exact_date(bias.as_of)}" if bias.as_of else ", date not given"
    return f"{clean_line(bias.source)}{when}"


def _meta(story: Story) -> Content:
    facts = [clean_line(story.outlet.name)] if story.outlet else ["no outlet"]
    facts.append(exact_date(story.published))
    facts.append(f"{reading_minutes(' '.join((story.summary, *story.key_points)))} min")
    if story.ai_generated:
        facts.append("AI summary")
    return Content.styled(" · ".join(facts), "$quiet")


def _link(key: str, title: str, url: str, missing: str) -> Content:
    if not url:
        return Content.styled(f"{_key(key).plain}{title}: {missing}", "$faint")
    return Content.assemble(_key(key), f"{title}\n   ", line(url, "$primary"))


def _key(key: str) -> Content:
    """A key and a gap before what it does; nothing where there is no key."""
    return Content.styled(key, "bold $accent") + ("  " if key else "")


def _sidebar_link(key: str, title: str, url: str) -> Content:
    if not url:
        return Content.styled(f"{_key(key).plain}{title}: not known", "$faint")
    return Content.assemble(_key(key), f"{title}\n", Content.styled(clean_line(url, _SIDEBAR_LINK_LIMIT), "$primary"))


def _paragraph(text: str, path: str) -> Content:
    """A paragraph; in a Markdown file `*so*` and `**so**` are emphasis."""
    cleaned = clean_text(text)
    if not path.lower().endswith(".md"):
        return Content(cleaned)
    pieces: list[Content] = []
    at = 0
    for match in _EMPHASIS.finditer(cleaned):
        pieces.append(Content(cleaned[at : match.start()]))
        if match["strong_text"]:
            pieces.append(Content.styled(match["strong_text"], "bold"))
        else:
            pieces.append(Content.styled(match["em_text"], "italic"))
        at = match.end()
    return Content("").join([*pieces, Content(cleaned[at:])])


def _marked(content: Content, wanted: Sequence[Wanted], where: TextField) -> Content:
    for start, end in find_words(content.plain, wanted, where):
        content = content.stylize(_MATCH, start, end)
    return content
