"""Write a briefing as an outline: OPML 2.0 (http://opml.org/spec2.opml), a line for each story, below its event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from email.utils import format_datetime

from newsreader.briefing.briefing import Heading, Part, Told, original_of
from newsreader.briefing.escaping import literal
from newsreader.citation import citation
from newsreader.text import clean_title


def outline(heading: Heading, parts: Iterable[Part]) -> Iterator[str]:
    """Yield an outline in pieces, one for each part."""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n'
        f"<head><title>{literal(clean_title(heading.title))}</title>"
        f"<dateCreated>{format_datetime(heading.made)}</dateCreated></head>\n<body>\n"
    )
    for part in parts:
        lines = [_line(told) for told in part.stories]
        if part.title:
            lines = [f'<outline text="{literal(part.title)}">', *lines, "</outline>"]
        yield "\n".join(lines) + "\n"
    yield "</body>\n</opml>\n"


def _line(told: Told) -> str:
    _, url = original_of(told.story)
    target = f' type="link" url="{literal(url)}"' if url else ""
    return f'<outline text="{literal(citation(told.story))}"{target}/>'
