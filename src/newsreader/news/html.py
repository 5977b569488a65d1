"""HTML turned into Markdown or into plain text, whoever wrote it.

What is not text is left out: scripts, pictures, frames, forms. The work is bounded, and no input makes it fail.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Any, Final

from newsreader.text import encodable

LARGEST: Final = 2_000_000
"""Most characters that are converted."""

MOST_TAGS: Final = 40_000
"""Most tags that are converted: each costs memory, even an empty one."""

_LEFT_OUT: Final = ["iframe", "object", "embed", "video", "audio", "form", "button", "nav", "svg", "noscript"]
_TAG = re.compile(r"<[^<>]*>")
_KNOWN_TAG = re.compile(r"</?(?:p|br|div|a|b|i|em|strong|ul|ol|li|h[1-6]|span|blockquote)(?:\s[^<>]*)?/?>", re.I)
_ESCAPED_TAG = re.compile(r"&lt;/?(?:p|br|div|a|ul|ol|li|h[1-6]|span|blockquote)\b", re.I)
_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_TO_OTHER_SCHEME = re.compile(r"\]\(<?(?!https?://|mailto:)", re.I)
_WEB: Final = ("http://", "https://", "mailto:")
_EMPTY_LINES = re.compile(r"\n{3,}")


def to_markdown(html: str, base_url: str) -> str:
    """Return `html` as Markdown, its links completed by `base_url`, the address of the page.

    What is beyond `LARGEST` characters or `MOST_TAGS` tags is left out. Never raises.
    """
    return _converted(html, {"output_format": "markdown", "base_url": base_url or None})


def to_text(html: str) -> str:
    """Return the text of `html`, with an empty line between its paragraphs. Bounded as `to_markdown`. Never raises."""
    return _converted(html, {"output_format": "plain"})


def bounded(html: str, most_characters: int = LARGEST, most_tags: int = MOST_TAGS) -> str:
    """Return the beginning of `html` that has at most so many characters and tags."""
    html = html[:most_characters]
    if html.count("<") <= most_tags:
        return html
    end = 0
    for _ in range(most_tags):
        end = html.index("<", end) + 1
    return html[: end - 1]


def _converted(html: str, options: dict[str, Any]) -> str:
    html = bounded(encodable(html).replace("\0", ""))
    if not _KNOWN_TAG.search(html) and _ESCAPED_TAG.search(html):
        html = unescape(html)  # all of it was escaped twice
    if "<" not in html and "&" not in html:
        return html.strip()
    made = _convert(html, options)
    if not made and (rest := _TAG.sub(" ", html)).strip():
        made = unescape(" ".join(rest.split()))  # so deep that the library gives nothing
    made = _ENTITY.sub(lambda found: unescape(found.group()), made)
    return _EMPTY_LINES.sub("\n\n", made).strip()


def _convert(html: str, options: dict[str, Any]) -> str:
    from html_to_markdown import ConversionOptions, convert
    from html_to_markdown.exceptions import ConversionError

    chosen = ConversionOptions(
        skip_images=True, extract_metadata=False, autolinks=False, exclude_selectors=_LEFT_OUT, **options
    )
    try:
        made = convert(html, chosen).content or ""
        if _TO_OTHER_SCHEME.search(made):
            visitor: Any = _LinksOfTheWeb()  # its other methods are optional
            made = convert(html, chosen, visitor).content or ""
    except (ConversionError, ValueError):
        return ""
    return str(made)


class _LinksOfTheWeb:
    """Leave of a link to anything else only its words."""

    def visit_link(self, _context: object, address: str, text: str, _title: str) -> object:
        """Tell the converter what becomes of a link."""
        is_web = address.strip().lower().startswith(_WEB) or ":" not in address.split("/")[0]
        return "continue" if is_web else {"custom": text}
