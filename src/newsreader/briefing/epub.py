"""Write a briefing as a book: EPUB 3.3 (https://www.w3.org/TR/epub-33/), with a chapter for each day.

The book is written chapter by chapter, so it may be larger than the memory. Its identifier is made of what is in it,
so the same stories of the same moment give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import IO, Final
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from msgspec import Struct

from newsreader.briefing.briefing import Heading, Part, has_rating
from newsreader.briefing.escaping import literal
from newsreader.briefing.markup import caveat_markup, part_markup
from newsreader.briefing.style import STYLE
from newsreader.dates import local_day
from newsreader.text import clean_title, encodable

_MOST_PARTS: Final = 60
"""Parts of a chapter: a reading device loads a chapter as a whole."""

_MOST_NAMED: Final = 1_000
"""Parts that the table of contents names; of a larger book it names the chapters alone."""

_CONTAINER: Final = """\
<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_PAGE: Final = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">
<head><title>{title}</title><link rel="stylesheet" type="text/css" href="style.css"/></head>
<body>
{body}
</body>
</html>
"""


class _Chapter(Struct):
    """A chapter as the table of contents names it; `parts` are the ids and titles of what is in it."""

    name: str
    title: str
    parts: list[tuple[str, str]]


def write_epub(file: IO[bytes], heading: Heading, parts: Iterable[Part]) -> None:
    """Write a book into `file`, which can be written at any place."""
    moment = heading.made.astimezone(UTC)
    chapters: list[_Chapter] = []
    digest = sha256()
    count, is_rated = 0, False
    with ZipFile(file, "w") as book:
        _add(book, moment, "mimetype", "application/epub+zip", is_plain=True)  # has to come first, as it is
        _add(book, moment, "META-INF/container.xml", _CONTAINER)
        _add(book, moment, "EPUB/style.css", STYLE)
        for day, some in _chapters(parts):
            chapter = _Chapter(f"chapter-{len(chapters) + 1:05}.xhtml", day, [])
            body: list[str] = [f"<h1>{literal(day)}</h1>"]
            for part in some:
                count += 1
                is_rated = is_rated or has_rating(part)
                place = f"part-{count}"
                chapter.parts += [(place, _title_of(part))] if count <= _MOST_NAMED else []
                body.append(f'<div id="{place}">')
                body += part_markup(part, is_xml=True)
                body.append("</div>")
            text = _PAGE.format(title=literal(day), body="\n".join(body))
            digest.update(text.encode())
            _add(book, moment, f"EPUB/{chapter.name}", text)
            chapters.append(chapter)
        _add(book, moment, "EPUB/title.xhtml", _title_page(heading, is_rated=is_rated))
        _add(book, moment, "EPUB/nav.xhtml", _contents(heading.title, chapters, with_parts=count <= _MOST_NAMED))
        _add(book, moment, "EPUB/package.opf", _package(heading, moment, chapters, digest.digest()))


def _chapters(parts: Iterable[Part]) -> Iterator[tuple[str, list[Part]]]:
    """Yield what stands under one day, in the order of the parts; a day with very many is several chapters."""
    day, some = "", list[Part]()
    for part in parts:
        published = part.stories[0].story.published
        own = local_day(published).isoformat() if published else "Without a date"
        if some and (own != day or len(some) >= _MOST_PARTS):
            yield day, some
            some = []
        day = own
        some.append(part)
    if some:
        yield day, some


def _title_of(part: Part) -> str:
    return clean_title(part.title or part.stories[0].story.title)


def _title_page(heading: Heading, *, is_rated: bool) -> str:
    title = literal(clean_title(heading.title))
    body = f'<h1 dir="auto">{title}</h1>\n<p class="made">{literal(heading.line)}</p>'
    body += f"\n{caveat_markup()}" if is_rated else ""
    return _PAGE.format(title=title, body=body)


def _contents(title: str, chapters: Sequence[_Chapter], *, with_parts: bool) -> str:
    lines = ['<nav epub:type="toc" id="toc">', "<h1>Contents</h1>", "<ol>"]
    lines.append(f'<li><a href="title.xhtml" dir="auto">{literal(clean_title(title))}</a></li>')
    for chapter in chapters:
        lines.append(f'<li><a href="{chapter.name}">{literal(chapter.title)}</a>')
        if with_parts:
            lines.append("<ol>")
            for place, title in chapter.parts:
                lines.append(f'<li><a href="{chapter.name}#{place}" dir="auto">{literal(title)}</a></li>')
            lines.append("</ol>")
        lines.append("</li>")
    return _PAGE.format(title="Contents", body="\n".join([*lines, "</ol>", "</nav>"]))


def _package(heading: Heading, moment: datetime, chapters: Sequence[_Chapter], content: bytes) -> str:
    identifier = UUID(bytes=sha256(content + encodable(heading.title).encode()).digest()[:16], version=5)
    items = [
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
        '<item id="style" href="style.css" media-type="text/css"/>',
        '<item id="title" href="title.xhtml" media-type="application/xhtml+xml"/>',
    ]
    references = ['<itemref idref="title"/>', '<itemref idref="nav"/>']
    for number, chapter in enumerate(chapters, 1):
        items.append(f'<item id="c{number}" href="{chapter.name}" media-type="application/xhtml+xml"/>')
        references.append(f'<itemref idref="c{number}"/>')
    newline = "\n"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:{identifier}</dc:identifier>
<dc:title>{literal(clean_title(heading.title))}</dc:title>
<dc:language>en</dc:language>
<dc:date>{moment:%Y-%m-%d}</dc:date>
<dc:creator>newsreader</dc:creator>
<meta property="dcterms:modified">{moment:%Y-%m-%dT%H:%M:%SZ}</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityHazard">none</meta>
</metadata>
<manifest>
{newline.join(items)}
</manifest>
<spine>
{newline.join(references)}
</spine>
</package>
"""


def _add(book: ZipFile, moment: datetime, name: str, text: str, *, is_plain: bool = False) -> None:
    """Add a file, whose times are those of the book."""
    entry = ZipInfo(name, (max(moment.year, 1980), moment.month, moment.day, moment.hour, moment.minute, moment.second))
    entry.compress_type = ZIP_STORED if is_plain else ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    book.writestr(entry, text)
