"""Who tells the story, and where they lean."""

from __future__ import annotations

from typing import Final

from rich.cells import cell_len
from textual.content import Content

from newsreader.bias import RATING_CAVEAT
from newsreader.dates import exact_date
from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.story import Bias, Outlet, Story
from newsreader.text import clean_line
from newsreader.ui.safe import block, line
from newsreader.ui.story.gauge import large_gauge, small_gauge_content
from newsreader.ui.story.page import Line, LinkTarget, OutletTarget, Page, Targets, separated
from newsreader.ui.story.text_links import LINK_STYLE, named_links, titled_link, with_addresses
from newsreader.ui.terminal.graphemes import fit

_GAP: Final = "  "


def outlet_band(story: Story, keymap: Keymap = DEFAULT_KEYMAP, low_columns: int = 0) -> Page:
    """Who tells the story and where they lean; below it who says so, and where the links lead.

    In a low window all of it stands on one line of so many columns.
    """
    if low_columns:
        return outlet_line(story, low_columns, keymap)
    targets = Targets()
    lines = rated_outlet(story.outlet, targets)
    if story.outlet is None:
        return Page(lines)
    links = [(key_lead(keymap.first(name)), name, url) for name, url in _urls(story).items()]
    if links:
        lines.append(Line(named_links(links, targets)))
    return Page(lines, targets.all)


def rated_outlet(outlet: Outlet | None, targets: Targets | None = None) -> list[Line]:
    """An outlet with its rating, and below it whose rating that is and of when; the name is one of the `targets`."""
    if outlet is None:
        return [Line(Content.styled("No outlet is named for this story.", "$quiet"))]
    name = line(outlet.name, "bold")
    if targets is not None:
        name = targets.put(name, OutletTarget())
    lines = [Line(Content.assemble(name, _GAP, small_gauge_content(outlet.rating)))]
    source = _rating_source(outlet.bias)
    return [*lines, Line(Content.styled(source, "$quiet"))] if source else lines


def outlet_line(story: Story, columns: int, keymap: Keymap = DEFAULT_KEYMAP) -> Page:
    """The band on one line of so many `columns`: outlet, gauge and links, with as many words as there is room for."""
    name = story.outlet.name if story.outlet else "no outlet"
    targets, facts = Targets(), Content("")
    for has_rating, has_titles in ((True, True), (True, False), (False, False)):
        targets = Targets()
        facts = _outlet_facts(story, keymap, targets, has_rating=has_rating, has_titles=has_titles)
        if cell_len(name) + len(_GAP) + facts.cell_length <= columns:
            break
    fitted = fit(line(name).plain, max(columns - len(_GAP) - facts.cell_length, 1))
    shown = Content.styled(fitted, "bold" if story.outlet else "$quiet")
    if story.outlet:
        shown = targets.put(shown, OutletTarget())
    return Page([Line(Content.assemble(shown, _GAP, facts))], targets.all)


def _outlet_facts(story: Story, keymap: Keymap, targets: Targets, *, has_rating: bool, has_titles: bool) -> Content:
    """The gauge, and the links by their keys, with or without the words for them."""
    pieces = [small_gauge_content(story.rating, has_words=has_rating)] if story.outlet else []
    for name, url in _urls(story).items():
        lead = key_lead(keymap.first(name))
        shown = lead + Content.styled(name, LINK_STYLE) if has_titles else lead.rstrip()
        if shown:
            pieces.append(targets.put(shown, LinkTarget(url, name)))
    return Content(_GAP).join(pieces)


def _urls(story: Story) -> dict[str, str]:
    """The addresses that the band has, by the commands that open them."""
    urls = {
        "original": story.original.url if story.original else "",
        "website": story.outlet.website if story.outlet else "",
    }
    return {name: url for name, url in urls.items() if url}


def outlet_page(
    story: Story, stories: int | None, keymap: Keymap = DEFAULT_KEYMAP, *, is_beside_story: bool = False
) -> Page:
    """All that is known of the outlet of a story; `stories` is how many the library has of it, None if not counted.

    Beside the story the host of its original is left out: it is told there.
    """
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
    original = story.original.url if story.original else ""
    links = _link(keymap.first("website"), "Website", outlet.website, targets)
    links += _link(keymap.first("original"), "Original", original, targets, has_host=not is_beside_story)
    if stories is not None:
        count = "1 story" if stories == 1 else f"{stories:,} stories"
        of_outlet = targets.put(Content(f"{count} of this outlet"), OutletTarget())
        links.append(Line(of_outlet).led_by(key_lead(keymap.first("this-outlet"))))
    parts.append(links)
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


def _link(key: str, title: str, url: str, targets: Targets, *, has_host: bool = True) -> list[Line]:
    lead = key_lead(key)
    if not url:
        return [Line(Content.styled(f"{title}: not known", "$quiet")).led_by(Content.styled(lead.plain, "$quiet"))]
    return [Line(titled_link(title, url, targets, has_host=has_host)).led_by(lead)]
