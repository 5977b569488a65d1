"""A story as a page: title, meta line, summary, key points, topics, what the user added, links and disclosure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct
from textual.content import Content, Span

from newsreader.dates import exact_date, reading_minutes
from newsreader.events.others import NOBODY, Others
from newsreader.formats import is_markdown
from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.query import TextField
from newsreader.records import StoredStory, StoryMarks
from newsreader.story import Story, ai_sentence
from newsreader.text import clean_text
from newsreader.ui.highlight import Wanted, find_beside
from newsreader.ui.safe import block, line
from newsreader.ui.story.outlet import key_lead
from newsreader.ui.story.page import (
    ADDED_STYLE,
    Line,
    OutletTarget,
    Page,
    TagTarget,
    Targets,
    TopicTarget,
    added_places,
    separated,
)
from newsreader.ui.story.tellers import teller_lines
from newsreader.ui.story.text_links import titled_link, with_addresses
from newsreader.unsupported import LEAD, note_of, with_notes

_MATCH: Final = "$match-foreground on $match-background"
_BULLET: Final = Content.styled("• ", "$accent")
_DOT: Final = Content.styled(" · ", "$quiet")
_NO_BREAK: Final = "\u00a0"
_META_DOT: Final = Content.styled(f"{_NO_BREAK}· ", "$quiet")
"""A dot that never begins a row."""
MOST_CHARACTERS: Final = 300_000
"""Characters that are shown of a summary, or of anything else of a story; it would take too long to draw more."""
MOST_LINES: Final = 2_000
"""Paragraphs, lines of a paragraph or key points that are shown."""
_MOST_SEARCHED: Final = 30_000
"""Characters of a story, from its top, in which found words are marked."""
_LEFT_OUT: Final = "There is more than can be drawn at once; the rest is in the story's file."
_FILE_GONE: Final = "The file of this story is gone. This is the copy kept with your bookmark."
_SHOWN_PLAIN: Final = "This text has too much Markdown to be drawn as such, so it is shown as it is written."
_LONG_TITLE: Final = 150
"""Columns of a title from which the meta line stands above it, where no window is too low for it."""
_KIND_VERBS: Final = {"video": "Watch the original video", "audio": "Listen to the original"}


class PageFrame(Struct, frozen=True):
    """What stands around the page of a story, and what it has to do without.

    The hosts of the links that `told_hosts` names are told beside the page. `has_band` says that the outlet is told
    above it. `low_columns` are those of the page in a low window, 0 in any other. There its beginning has no blank
    lines, and the meta line is as short as a row.
    """

    told_hosts: frozenset[str] = frozenset()
    has_band: bool = False
    low_columns: int = 0

    @classmethod
    def of(cls, *, has_band: bool, low_columns: int) -> PageFrame:
        """Return the frame of a page with or without the band, which has no room for the hosts in a low window."""
        told = {"website"} if not has_band else set() if low_columns else {"original", "website"}
        return cls(frozenset(told), has_band, low_columns)


def story_page(
    stored: StoredStory,
    wanted: Sequence[Wanted],
    keymap: Keymap = DEFAULT_KEYMAP,
    frame: PageFrame = PageFrame(),  # noqa: B008 - it can't be changed
    others: Others = NOBODY,
) -> Page:
    """The whole story with the user's tags and note before its links and disclosure; found words marked.

    Below its meta line stand the `others` that tell the same event.
    """
    return _StoryLines(stored, wanted, keymap, frame, others).page()


class _StoryLines:
    """Makes the lines of one story."""

    def __init__(
        self, stored: StoredStory, wanted: Sequence[Wanted], keymap: Keymap, frame: PageFrame, others: Others
    ) -> None:
        self._stored = stored
        self._others = others
        self._frame = frame
        self._keymap = keymap
        self._wanted = wanted
        self._notes = sorted({note_of(each.things) for each in stored.unsupported}, key=len, reverse=True)
        self._targets = Targets()
        self._searched = 0

    def page(self) -> Page:
        story = with_notes(self._stored.story, self._stored.unsupported)
        parts = [
            *self._head(story),
            self._list("Topics", story.topics, TextField.TOPIC, TopicTarget),
            *self._added(self._stored.marks),
            self._links(story),
            _disclosure(story),
        ]
        return Page(separated(part for part in parts if part), self._targets.all)

    def _head(self, story: Story) -> list[list[Line]]:
        """Title, meta line and text; the meta line, which discloses the AI, is in sight however long the title is."""
        title = self._marked(line(story.title, "bold"), TextField.TITLE)
        gone = [] if self._stored.path else [Line(Content.styled(_FILE_GONE, "$warning"))]
        told = teller_lines(self._others, self._targets, self._frame.low_columns)
        text = self._text(story)
        if self._frame.low_columns:
            first, rest = text[:1], text[1:]
            top = [Line(self._low_meta(story)), title, *told, *gone]
            return [[*top, *(each for part in first for each in part)], *rest]
        head = [[title], [Line(self._meta(story)), *told]]
        return [*(reversed(head) if title.content.cell_length > _LONG_TITLE else head), gone, *text]

    def _low_meta(self, story: Story) -> Content:
        """The facts of the meta line that have room in one row, the AI's part first."""
        facts = [_ai_part(story), *self._facts(story)[self._frame.has_band :]]
        meta = Content("")
        for fact in filter(None, facts):
            longer = _META_DOT.join((meta, fact)) if meta else fact
            if meta and longer.cell_length > self._frame.low_columns:
                break
            meta = longer
        return meta

    def _meta(self, story: Story) -> Content:
        return _META_DOT.join(filter(None, (*self._facts(story), _ai_part(story))))

    def _facts(self, story: Story) -> list[Content]:
        """Outlet, date, and how long it takes to read it."""
        outlet = line(story.outlet.name, "$quiet") if story.outlet else Content.styled("no outlet", "$quiet")
        text = " ".join((self._stored.story.summary, *self._stored.story.key_points))
        sample = text[:_MOST_SEARCHED]
        minutes = max(round(reading_minutes(sample) * len(text) / max(len(sample), 1)), 1)
        return [
            self._targets.put(outlet, OutletTarget()) if story.outlet else outlet,
            Content.styled(exact_date(story.published), "$quiet"),
            Content.styled(f"{minutes} min", "$quiet"),
        ]

    # What the story says

    def _text(self, story: Story) -> list[list[Line]]:
        """Summary and key points, as Markdown where they are."""
        if is_markdown(self._stored.path or self._stored.archived_path):
            from newsreader.markdown_parser import TooMuchError  # they cost as much as a small story
            from newsreader.ui.story.markdown import MarkdownText

            targets = self._targets
            try:
                markdown = MarkdownText(targets, lambda content: self._marked(content, TextField.SUMMARY))
                return [markdown.body(story.summary), self._points(story, markdown.point)]
            except TooMuchError:
                return [[Line(Content.styled(_SHOWN_PLAIN, "$warning"))], *self._plain(story)]
        return self._plain(story)

    def _plain(self, story: Story) -> list[list[Line]]:
        paragraphs, left_out = _first(re.split(r"\n\s*\n", clean_text(story.summary[: MOST_CHARACTERS + 1])))
        left_out = left_out or len(story.summary) > MOST_CHARACTERS
        parts = [
            [self._marked(with_addresses(block(row), self._targets), TextField.SUMMARY) for row in lines]
            for paragraph in paragraphs
            if (lines := _first(paragraph.strip("\n").split("\n"))[0]) != [""]
        ]
        if left_out:
            parts.append([Line(Content.styled(_LEFT_OUT, "$warning"))])
        return [*parts, self._points(story, lambda point: with_addresses(line(point), self._targets))]

    def _points(self, story: Story, content_of: Callable[[str], Content]) -> list[Line]:
        if not story.key_points:
            return []
        texts, left_out = _first(story.key_points)
        points = [self._marked(content_of(point), TextField.POINTS).led_by(_BULLET) for point in texts]
        end = [Line(Content.styled(_LEFT_OUT, "$warning"))] if left_out else []
        return [Line(Content.styled("Key points", "bold $primary")), *points, *end]

    # What belongs to it

    def _list(
        self, name: str, values: Sequence[str], where: TextField, target: type[TopicTarget | TagTarget]
    ) -> list[Line]:
        """Topics or tags, each to be clicked."""
        if not values:
            return []
        lead = Content.styled(f"{name}  ", "$quiet")
        each = [self._targets.put(line(value), target(value)) for value in _first(values)[0]]
        if len(each) < len(values):
            each.append(Content.styled(_LEFT_OUT, "$warning"))
        return [self._marked(_DOT.join(each), where).led_by(lead)]

    def _added(self, marks: StoryMarks) -> list[list[Line]]:
        """What the user has put on the story, if anything."""
        tags = self._list("Tags", marks.tags, TextField.TAG, TagTarget)
        note = with_addresses(block(marks.note.strip(), "italic"), self._targets)
        if not note:
            return [tags]
        rows = [self._marked(row, TextField.NOTE) for row in note.split("\n", allow_blank=True)]
        return [tags, [Line(Content.styled("Your note", "bold $accent")), *rows]]

    def _links(self, story: Story) -> list[Line]:
        """The links of the story with the keys that open them; it says so where one is missing."""
        original = story.original
        kind = original.kind if original else ""
        verb = _KIND_VERBS.get(kind, "Read the original article" if kind == "article" else "Open the original")
        missing = "the link is missing" if kind else "no link"
        lines = self._link("original", verb, original.url if original else "", missing)
        if story.outlet:
            lines += self._link("website", "The outlet's website", story.outlet.website, "not known")
        return lines

    def _link(self, command: str, title: str, url: str, missing: str) -> list[Line]:
        lead = key_lead(self._keymap.first(command))
        if not url:
            return [Line(Content.styled(f"{title}: {missing}", "$quiet")).led_by(Content.styled(lead.plain, "$quiet"))]
        has_host = command not in self._frame.told_hosts
        return [Line(titled_link(title, url, self._targets, has_host=has_host)).led_by(lead)]

    def _marked(self, content: Content, where: TextField) -> Line:
        """A line with the words in it marked that were looked for, and what the source does not have in grey."""
        content = self._with_quiet_notes(content)
        text = content.plain[: max(_MOST_SEARCHED - self._searched, 0)]
        self._searched += len(text)
        added = [place for place in added_places(content) if place[1] <= len(text)]
        pieces = find_beside(text, added, self._wanted, where)
        spans = [Span(start, end, _MATCH) for place in pieces for start, end in place]
        found = sorted({(place[0][0], place[-1][1]) for place in pieces})
        return Line(content.add_spans(spans), found=tuple(found))

    def _with_quiet_notes(self, content: Content) -> Content:
        """The same with its notes in grey; their dot begins no row."""
        if LEAD not in content.plain:
            return content
        for note in self._notes:
            quiet = Content.styled(f"{_NO_BREAK}{note[1:]}", "$quiet").stylize(ADDED_STYLE)
            if note in content.plain:  # the longest first, as others may begin like it
                content = quiet.join(content.split(note, allow_blank=True))
        return content


def _first(texts: Sequence[str]) -> tuple[Sequence[str], bool]:
    """As many of `texts` as are shown at once, and whether others are left out."""
    room = MOST_CHARACTERS
    for number, text in enumerate(texts):
        room -= len(text)
        if room < 0 or number == MOST_LINES:
            return ([text[:MOST_CHARACTERS]] if number == 0 else texts[:number]), True
    return texts, False


def _ai_part(story: Story) -> Content:
    """What an AI wrote, as the meta line says it."""
    parts = " and ".join(story.ai_parts[:2])
    return Content.styled(f"AI {parts}", "$accent") if parts else Content("")


def _disclosure(story: Story) -> list[Line]:
    sentence = ai_sentence(story)
    return [Line(Content.styled(sentence, "$quiet italic"))] if sentence else []
