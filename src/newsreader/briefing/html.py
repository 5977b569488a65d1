"""Write a briefing as one web page: without script, and without anything that a browser would have to load."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256

from newsreader.briefing.briefing import Heading, Part, has_rating
from newsreader.briefing.escaping import literal
from newsreader.briefing.markup import caveat_markup, part_markup
from newsreader.briefing.style import STYLE
from newsreader.text import clean_title


def html_page(heading: Heading, parts: Iterable[Part]) -> Iterator[str]:
    """Yield a page in pieces, one for each part. Its policy lets nothing run and nothing load."""
    title = literal(clean_title(heading.title))
    yield f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="newsreader">
<title>{title}</title>
<style>
{STYLE}</style>
</head>
<body>
<header>
<h1 dir="auto">{title}</h1>
<p class="made">{literal(heading.line)}</p>
</header>
<main>
"""
    is_rated = False
    for part in parts:
        is_rated = is_rated or has_rating(part)
        yield _in_html("\n".join(part_markup(part))) + "\n"
    yield "</main>\n"
    if is_rated:
        yield f"<footer>{caveat_markup()}</footer>\n"
    yield "</body>\n</html>\n"


def _in_html(markup: str) -> str:
    """Return elements as HTML writes them; all text in them is escaped."""
    return markup.replace("<br/>", "<br>").replace("<hr/>", "<hr>")


def _policy() -> str:
    """Return the policy of the page: only its own style, which is told by its hash."""
    digest = b64encode(sha256(f"\n{STYLE}".encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
