"""Links in a text: what of them is shown, and what a click on them means."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Final

from textual.content import Content
from textual.style import Style

from newsreader.links import LinkRefusedError, checked_link, leads_elsewhere
from newsreader.story import Story
from newsreader.text import clean_line
from newsreader.ui.safe import line
from newsreader.ui.story.addresses import addresses_in
from newsreader.ui.story.page import ADDED_STYLE, LinkTarget, Target, Targets

LINK_STYLE: Final = "$primary"
ORIGINAL: Final = "the original"
WEBSITE: Final = "the outlet's website"
RATING: Final = "the rating"
_MOST_TARGETS: Final = 500
"""Addresses of a text that are made to be clicked."""
_LONGEST_REFUSED: Final = 60


def link_content(content: Content, url: str, targets: Targets) -> Content:
    """The words of a link made to be clicked, and after them the host it leads to, unless they are its address."""
    text = content.plain
    try:
        link = checked_link(url)
    except LinkRefusedError:
        return Content.assemble(content, _added(clean_line(url, _LONGEST_REFUSED)))
    clickable = targets.put(content, LinkTarget(url, text), LINK_STYLE)
    if url.isascii() and not leads_elsewhere(link, text):
        clickable = clickable.stylize(Style(link=url))
    if text == url and has_plain_host(url):
        return clickable
    return Content.assemble(clickable, _added(link.host))


def _added(where: str) -> Content:
    """Behind the words of a link, where it leads."""
    return Content.styled(f" [{where}]", "$quiet").stylize(ADDED_STYLE)


def titled_link(title: str, url: str, targets: Targets, *, has_host: bool) -> Content:
    """A link by what it is of, to be clicked as a whole, perhaps with the host it leads to."""
    try:
        link = checked_link(url)
    except LinkRefusedError:
        return Content.assemble(title, "  ", (clean_line(url, _LONGEST_REFUSED), "$quiet"))
    content = Content.assemble((title, LINK_STYLE), ("  ", ""), (short_host(url), "$quiet")) if has_host else None
    clickable = targets.put(content or Content.styled(title, LINK_STYLE), LinkTarget(url, title))
    return clickable.stylize(Style(link=link.url)) if url.isascii() else clickable


def named_links(links: Sequence[tuple[Content, str, str]], targets: Targets) -> Content:
    """Links on one line, each as a lead, a word to be clicked, and the host; the host of all of them stands once."""
    hosts = [short_host(url) for _, _, url in links]
    is_one = len(set(hosts)) == 1
    pieces: list[Content] = []
    for (lead, word, url), host in zip(links, hosts, strict=True):
        clickable = targets.put(Content(word), LinkTarget(url, word), LINK_STYLE)
        pieces.append(Content.assemble(lead, clickable, "" if is_one else (f" {host}", "$quiet")))
    text = Content("  ").join(pieces)
    return Content.assemble(text, "  ", (hosts[0], "$quiet")) if is_one else text


def host_of(url: str) -> str:
    """The host of an address in ASCII; the beginning of the address itself where it is none that is opened."""
    try:
        return checked_link(url).host
    except LinkRefusedError:
        return clean_line(url, _LONGEST_REFUSED)


def short_host(url: str) -> str:
    """The host of an address as `host_of` tells it, but without the www. before a name."""
    host = host_of(url)
    short = host.removeprefix("www.")
    return short if "." in short else host


def has_plain_host(url: str) -> bool:
    """Whether the host of an address can be read off it as it is: one of other letters may look like another."""
    return url.split("/")[2].isascii() if url.count("/") >= 2 else url.isascii()


def address_content(url: str, targets: Targets) -> Content:
    """An address to be clicked, in full."""
    return link_content(line(url), url, targets)


def with_addresses(content: Content, targets: Targets) -> Content:
    """`content` with the web addresses that are written out in it made to be clicked."""
    text = content.plain
    if "://" not in text or len(targets.all) > _MOST_TARGETS:
        return content
    pieces: list[Content] = []
    at = 0
    for start, end in islice(addresses_in(text), _MOST_TARGETS):
        pieces += [content[at:start], link_content(content[start:end], text[start:end], targets)]
        at = end
    return Content("").join([*pieces, content[at:]])


def story_links(story: Story, targets: Sequence[Target]) -> list[LinkTarget]:
    """The links of a story, each once: original, website, those in its text, and where its rating is from."""
    outlet = story.outlet
    links = [LinkTarget(story.original.url, ORIGINAL)] if story.original else []
    if outlet:
        links.append(LinkTarget(outlet.website, WEBSITE))
    links += [target for target in targets if isinstance(target, LinkTarget)]
    if outlet and outlet.bias:
        links.append(LinkTarget(outlet.bias.url, RATING))
    by_url: dict[str, LinkTarget] = {}
    for link in links:
        if link.url:
            by_url.setdefault(link.url, link)
    return list(by_url.values())
