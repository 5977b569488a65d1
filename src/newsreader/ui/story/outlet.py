"""Who tells the story, and where they lean."""

from __future__ import annotations

from textual.content import Content

from newsreader.bias import RATING_CAVEAT
from newsreader.dates import exact_date
from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.story import Bias, Outlet, Story
from newsreader.text import clean_line
from newsreader.ui.safe import block, line
from newsreader.ui.story.gauge import large_gauge, small_gauge_content
from newsreader.ui.story.page import Line, OutletTarget, Page, Targets, separated
from newsreader.ui.story.text_links import address_content, named_links, with_addresses


def outlet_band(story: Story, keymap: Keymap = DEFAULT_KEYMAP) -> Page:
    """Who tells the story and where they lean; below it who says so, and where the links lead."""
    if story.outlet is None:
        return Page([Line(Content.styled("No outlet is named for this story.", "$quiet"))])
    targets = Targets()
    name = targets.put(line(story.outlet.name, "bold"), OutletTarget())
    lines = [Line(Content.assemble(name, "  ", small_gauge_content(story.rating)))]
    source = _rating_source(story.outlet.bias)
    if source:
        lines.append(Line(Content.styled(source, "$quiet")))
    urls = {"original": story.original.url if story.original else "", "website": story.outlet.website}
    links = [(key_lead(keymap.first(name)), name, url) for name, url in urls.items() if url]
    if links:
        lines.append(Line(named_links(links, targets)))
    return Page(lines, targets.all)


def outlet_page(story: Story, stories: int | None, keymap: Keymap = DEFAULT_KEYMAP) -> Page:
    """All that is known of the outlet of a story; `stories` is how many the library has of it, None if not counted."""
    outlet = story.outlet
    if outlet is None:
        text = "No outlet is named for this story, so nothing can be said of who tells it."
        return Page([Line(Content.styled(text, "$quiet"))])
    targets = Targets()
    gauge = [Line(row) for row in large_gauge(outlet.rating).split("\n", allow_blank=True)]
    parts = [
        _heading(outlet, targets),
        [Line(Content.styled("Media bias", "$quiet")), *gauge],
        _rating_lines(outlet.bias),
    ]
    if outlet.description:
        description = with_addresses(block(outlet.description), targets)
        parts.append([Line(paragraph) for paragraph in description.split("\n", allow_blank=True)])
    parts.append(_link(keymap.first("website"), "Website", outlet.website, targets))
    parts.append(_link(keymap.first("original"), "Original", story.original.url if story.original else "", targets))
    if stories is not None:
        count = "1 story" if stories == 1 else f"{stories:,} stories"
        of_outlet = targets.put(Content(f"{count} of this outlet"), OutletTarget())
        parts.append([Line(of_outlet).led_by(key_lead(keymap.first("this-outlet")))])
    return Page(separated(parts), targets.all)


def key_lead(key: str) -> Content:
    """A key before what it does; nothing where there is no key."""
    return Content.styled(key, "bold $accent") + ("  " if key else "")


def _heading(outlet: Outlet, targets: Targets) -> list[Line]:
    facts = [clean_line(outlet.country)] if outlet.country else []
    if outlet.founded is not None:
        facts.append(f"founded {outlet.founded}")
    lines = [Line(targets.put(line(outlet.name, "bold"), OutletTarget()))]
    return [*lines, Line(Content.styled(", ".join(facts), "$quiet"))] if facts else lines


def _rating_lines(bias: Bias | None) -> list[Line]:
    if bias is None or not bias.source:
        return [Line(Content.styled("Nobody whose ratings this library holds has rated this outlet.", "$quiet"))]
    lines = [Line(Content.styled(_rating_source(bias) + ".", "$quiet"))]
    if bias.note:
        lines.append(Line(line(bias.note, "$quiet")))
    return [*lines, Line(Content.styled(RATING_CAVEAT, "$quiet"))]


def _rating_source(bias: Bias | None) -> str:
    if bias is None or not bias.source:
        return ""
    when = f", {exact_date(bias.as_of)}" if bias.as_of else ", date not given"
    return f"{clean_line(bias.source)}{when}"


def _link(key: str, title: str, url: str, targets: Targets) -> list[Line]:
    lead = key_lead(key)
    if not url:
        return [Line(Content.styled(f"{title}: not known", "$quiet")).led_by(Content.styled(lead.plain, "$quiet"))]
    address = Line(address_content(url, targets), margin=Content(" " * lead.cell_length))
    return [Line(Content(title)).led_by(lead), address]
