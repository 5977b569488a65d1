"""Text of several lines brought into one form, whichever file it comes from.

Paragraphs are separated by one empty line. A line break within a paragraph comes from how the file was typed, and
becomes a space. It stays where Markdown gives it a meaning: in lists, quotes, tables, code, below a heading and after
two spaces.
"""

from __future__ import annotations

import re
from typing import Final

from newsreader.text import clean_line, clean_text

BULLETS: Final = "•‣▪▫◦·∙⋅●○■□◆◇❖▶▸►➔➜➢➤✓✔⁃⦿⦾・"
"""Each begins an item wherever it begins a line."""

DASHES: Final = r"*–—\-"
"""Each begins an item where a space follows it; escaped for a set in a pattern."""

SIGNS: Final = "+»›→⇒➡👉"
"""These, too, but not in a line of them alone."""

NUMBER: Final = r"(?:\d{1,3}[.)]|[a-z]\))"
"""The number or letter of an item."""

SPACES: Final = " \t\u00a0\u2000-\u200a\u3000"
_VARIATION: Final = "[\ufe0e\ufe0f]?"
ITEM_SIGN: Final = rf"(?:[{BULLETS}]{_VARIATION}[ \t]*|[{DASHES}{SIGNS}]{_VARIATION}[ \t]+)"
"""A pattern for the sign of an item with what follows it."""

_OF_FONTS = re.compile(
    rf"^([{SPACES}]*)(?:[\uf020-\uf0ff](?=[{SPACES}])|[\uf06c-\uf06f\uf071-\uf076\uf0a7\uf0a8\uf0b7\uf0d8\uf0e0\uf0e8\uf0fc])",
    re.MULTILINE,
)
_MAY_HAVE_ONE: Final = re.compile("[\uf020-\uf0ff]")


def with_plain_bullets(text: str) -> str:
    """Return `text` with • for each bullet of the fonts Symbol and Wingdings, whose characters are for private use.

    It has to be done before the text is cleaned, which leaves nothing of such a character.
    """
    return _OF_FONTS.sub(r"\1•", text) if not text.isascii() and _MAY_HAVE_ONE.search(text) else text


_EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_OPENS_BLOCK = re.compile(r"[ \t]*(?:(?:[-*+•]|\d{1,9}[.)]|#{1,6})(?:[ \t]|$)|>|```|~~~|\|)")
_BREAKS_PARAGRAPH = re.compile(r"[ \t]*(?:(?:[-*+•]|1[.)]|#{1,6})(?:[ \t]|$)|>|```|~~~|\||[=-]{2,}[ \t]*$)")
_MARKS = frozenset("-*+•>#`~|=0123456789")
"""What every line begins with whose break may mean something."""
_LIST = re.compile(r"[ \t]*(?:[-*+•]|\d{1,9}[.)])(?:\s|$)")
_FENCE = re.compile(r"[ \t]*(`{3,}(?=[^`]*$)|~{3,})(.*)")
_INDENT = re.compile(r"[ \t]*")
_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff]"
_BREAK_IN_WIDE = re.compile(f"(?<={_WIDE})\n(?={_WIDE})")
_BULLET = re.compile(rf"[ \t]*(?:{ITEM_SIGN}|{NUMBER}[ \t]+)(?=\S)")

_KEY_POINTS_HEADINGS: Final = frozenset(
    {
        "key points",
        "key takeaways",
        "keypoints",
        "takeaways",
        "highlights",
        "kernpunkte",
        "das wichtigste",
        "points clés",
        "puntos clave",
        "要点",
        "أبرز النقاط",
        "главное",
    }
)
_LONGEST_HEADING: Final = 60


def tidy(text: str) -> str:
    """Return `text` cleaned, in paragraphs separated by exactly one empty line. Doing it twice changes nothing."""
    text = clean_text(text).strip()
    if "\n" not in text:
        return text
    lines = [line.strip() for line in text.split("\n")]
    if _MARKS.isdisjoint({line[:1] for line in lines}) and "  \n" not in text and "\\\n" not in text:
        return "\n\n".join([join_lines(block) for block in "\n".join(lines).split("\n\n") if block])
    return _tidy_markdown(text)


def _tidy_markdown(text: str) -> str:
    blocks: list[str] = []
    fence = ""
    in_list = False
    for raw in _EMPTY_LINES.split(text):
        continues_list = in_list and raw.startswith(("  ", "\t"))
        if fence or continues_list:
            block = _keep_lines(raw, dedent=False)
        elif _is_markdown(raw):
            block = _keep_lines(raw, dedent=True)
        else:
            block = join_lines(raw)
        if not fence:
            in_list = continues_list or bool(_LIST.match(block))
        fence = _fence_after(block, fence)
        blocks.append(block)
    return "\n\n".join(blocks).strip()


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text that is `tidy`."""
    return text.split("\n\n") if text else []


def one_line(text: str) -> str:
    """Return what `clean_line` makes of `text`, quickly where there is nothing to clean."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return clean_line(text)


def join_lines(text: str) -> str:
    """Return the lines of `text` as one, with a space between them where the script has spaces."""
    text = "\n".join([line.strip() for line in text.split("\n")]).strip()
    return (text if text.isascii() else _BREAK_IN_WIDE.sub("", text)).replace("\n", " ")


def split_points(text: str) -> tuple[str, ...]:
    """Return the points in a text of one point a line.

    Where lines have bullets, those without one continue the line above.
    """
    lines = [line for line in clean_text(with_plain_bullets(text)).split("\n") if line.strip()]
    if not any(_BULLET.match(line) for line in lines):
        return tuple(one_line(line) for line in lines)
    points: list[list[str]] = []
    for line in lines:
        bullet = _BULLET.match(line)
        if bullet or not points:
            points.append([line[bullet.end() if bullet else 0 :]])
        else:
            points[-1].append(line)
    return tuple(one_line(join_lines("\n".join(point))) for point in points)


def names_key_points(heading: str) -> bool:
    """Return whether `heading` is one that stands above key points, in any case, with or without emphasis or colon."""
    if len(heading) > _LONGEST_HEADING:
        return False
    words = " ".join(heading.replace("*", " ").replace("_", " ").replace("#", " ").split())
    return words.casefold().rstrip(":： ") in _KEY_POINTS_HEADINGS


def _is_markdown(block: str) -> bool:
    """Return whether the line breaks of `block` mean something."""
    lines = block.split("\n")
    if "  \n" in block or "\\\n" in block or _OPENS_BLOCK.match(lines[0]):
        return True
    return any(line.lstrip()[:1] in _MARKS and _BREAKS_PARAGRAPH.match(line) for line in lines[1:])


def _keep_lines(block: str, *, dedent: bool) -> str:
    lines = block.split("\n")
    margin = min(len(indent.group()) for line in lines if (indent := _INDENT.match(line))) if dedent else 0
    kept = [line[margin:].rstrip() + ("  " if line.endswith("  ") else "") for line in lines]
    return "\n".join(kept).rstrip()


def fence_after(line: str, fence: str) -> str:
    """Return the signs that opened the code which is open after `line`, "" for none.

    `fence` is what was open before it.

    Code is closed by the same sign, at least as often, with nothing behind it.
    """
    found = _FENCE.match(line)
    if found is None:
        return fence
    signs, rest = found.groups()
    if not fence:
        return signs
    return "" if signs.startswith(fence) and not rest.strip() else fence


def _fence_after(block: str, fence: str) -> str:
    """Return what `fence_after` gives for the last line of `block`."""
    if "```" in block or "~~~" in block:
        for line in block.split("\n"):
            fence = fence_after(line, fence)
    return fence
