"""All that the reader shows of a story, as plain text that is read from top to bottom."""

from __future__ import annotations

from newsreader.bias import RATING_CAVEAT
from newsreader.cli.output import plural
from newsreader.cli.tellers import tellers_text
from newsreader.dates import exact_date, reading_minutes
from newsreader.events.others import NOBODY, Others
from newsreader.formats import is_markdown
from newsreader.markdown import shown_text
from newsreader.records import StoredStory
from newsreader.story import Bias, Original, Outlet, Story, ai_sentence
from newsreader.text import clean_line, clean_text
from newsreader.unsupported import with_notes


def story_text(stored: StoredStory, *, bookmarked: bool, outlet_stories: int | None, others: Others = NOBODY) -> str:
    """Return the story with the user's marks, its links, its outlet, and the `others` that tell its event.

    The library has `outlet_stories` of the outlet. None stands for a story that is shown without a library.
    """
    story, marks = stored.story, stored.marks
    state = f"{'Unread' if marks.read_at is None else 'Read'}, {'bookmarked' if bookmarked else 'not bookmarked'}"
    state += ", hidden" if marks.is_hidden else ""
    told = with_notes(story, stored.unsupported)
    summary, key_points = told.summary, told.key_points
    if is_markdown(stored.path or stored.archived_path):
        summary, key_points = shown_text(summary, key_points)
    parts = [clean_line(told.title), "\n".join((_meta(story), state)), clean_text(summary).strip("\n")]
    if key_points:
        parts.append("\n".join(("Key points", *(f"  • {clean_line(point)}" for point in key_points))))
    parts.append(
        _labelled(
            ("Topics", ", ".join(story.topics)),
            ("Tags", ", ".join(marks.tags)),
            ("Language", story.language),
        )
    )
    if marks.note.strip():
        parts.append(f"Your note\n{clean_text(marks.note).strip()}")
    parts.append(_original(story.original))
    parts.append(ai_sentence(story))
    parts.append(_outlet(story.outlet, outlet_stories))
    parts.append(tellers_text(others))
    parts.append(_labelled(("File", stored.path), ("Id", story.id)))
    return "\n\n".join(part for part in parts if part) + "\n"


def _meta(story: Story) -> str:
    outlet = f"{clean_line(story.outlet.name)} ({story.rating.name})" if story.outlet else "No outlet"
    minutes = reading_minutes(" ".join((story.summary, *story.key_points)))
    return f"{outlet}, {exact_date(story.published)}, {minutes} min to read"


def _original(original: Original | None) -> str:
    kind = original.kind if original else ""
    link = clean_line(original.url) if original else ""
    return f"Original {kind}".rstrip() + f": {link or ('the link is missing' if kind else 'no link')}"


def _outlet(outlet: Outlet | None, stories: int | None) -> str:
    if outlet is None:
        return "No outlet is named for this story, so nothing can be said of who tells it."
    facts = _labelled(
        ("Outlet", outlet.name or outlet.id),
        ("Country", outlet.country),
        ("Founded", "" if outlet.founded is None else str(outlet.founded)),
        ("Website", outlet.website or "not known"),
        ("Stories here", "" if stories is None else plural(stories, "story", "stories")),
    )
    described = clean_text(outlet.description).strip()
    return "\n\n".join(part for part in (facts, described, _rating(outlet.bias)) if part)


def _rating(bias: Bias | None) -> str:
    if bias is None or not bias.source:
        name = bias.rating.name if bias else "Not Rated"
        return f"Media bias: {name}. Nobody whose ratings this library holds has rated this outlet."
    when = exact_date(bias.as_of) if bias.as_of else "date not given"
    said = f"Media bias: {bias.rating.name}. {clean_line(bias.source)}, {when}. {RATING_CAVEAT}"
    return "\n".join(part for part in (said, clean_line(bias.note), clean_line(bias.url)) if part)


def _labelled(*named: tuple[str, str]) -> str:
    return "\n".join(f"{name}: {shown}" for name, text in named if (shown := clean_line(text)))
