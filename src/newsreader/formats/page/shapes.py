"""What each line of a plain-text page is, told by its shape alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto
from typing import Final, NamedTuple

from newsreader.formats.blocks import BULLETS, DASHES, ITEM_SIGN

_LONGEST_SPECIAL_LINE: Final = 400
"""A longer line is prose, unless it is a bullet or has an address."""

LABELS: Final = {
    "id": "id",
    "outlet": "outlet",
    "outlet name": "name",
    "outlet id": "outlet id",
    "alias": "alias",
    "aliases": "aliases",
    "country": "country",
    "founded": "founded",
    "description": "description",
    "date": "published",
    "published": "published",
    "published on": "published",
    "topic": "topic",
    "topics": "topics",
    "tags": "topics",
    "language": "language",
    "event": "event",
    "generator": "generator",
    "rating source": "source",
    "rating link": "url",
    "rated as of": "as_of",
    "rating note": "note",
}
"""The labels of lines that carry one field each."""

_BULLET = re.compile(rf"[ \t]*{ITEM_SIGN}(?P<text>.*)")
_RULE = re.compile(rf"[_ \t{DASHES}]*")
_WEB = re.compile(r"https?://\S", re.IGNORECASE)
_BARE_LINK = re.compile(r"(https?://\S+?)[.,;]?", re.IGNORECASE)
_NAMED_LINK = re.compile(r"\[([^\[\]]*)\]\((https?://.+)\)\.?", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?:/\S*)?")
_PLACEHOLDER = re.compile(r"[\[<(]?(?:url|link|here)?[\]>)]?\.?", re.IGNORECASE)
_LABEL = re.compile(r"[ \t]*([^\W\d_]+(?: [^\W\d_]+){0,2})[ \t]*[:：][ \t]*(.*)")
_RATING = re.compile(
    r"""\s* (?P<source>AllSides(?:['’]s?)? \s+)? (?:(?P<media>media \s+)? bias \s+ rating | (?(source)rating|(?!)))
        \s* (?:™|®|\(TM\)|\(R\))? \s* (?:[:：–—=-] \s* (?P<value>.{0,120}) | $)""",
    re.IGNORECASE | re.VERBOSE,
)
_WEBSITE = re.compile(r"\s*(?:official\s+)?(?:web\s?site|web\s?page|homepage|site)\s*[:：](?P<link>.*)", re.IGNORECASE)
_ORIGINAL = re.compile(
    r"""\s* (?:(?:read|watch|see|view|hear|find|listen\s+to|link\s+to) \s+)? (?:the \s+)? (?:full \s+)? original \b
        (?:\s+ (?P<kind>video|film|clip|audio|podcast|recording|article|story|text|post|report|piece)\b)?
        (?P<here>\s+ (?:(?:is|can\s+be\s+found|is\s+available)\s+)? here\b)? \s* (?P<end>[.:：–—-]|$|(?=[\[<(]|https?:))
        (?P<link>.*)""",
    re.IGNORECASE | re.VERBOSE,
)
_KINDS = {
    "video": ("video", "film", "clip"),
    "audio": ("audio", "podcast", "recording"),
    "article": ("article", "story", "text", "post", "report", "piece"),
}
_KIND_OF_WORD = {word: kind for kind, words in _KINDS.items() for word in words}

_MADE = r"(?:generated|written|created|produced|made|summari[sz]ed|composed|compiled|prepared)"
_AI = r"(?:AI|A\.I\.|artificial\s+intelligence|(?:large\s+)?language\s+model|LLM)(?!\w)"
_WORK = r"(?:summary|summaries|text|page|story|article|content)"
_DISCLOSURE = re.compile(
    rf"""[\s*_(\[]* (?:(?:please\s+)?note:?\s+|disclosure:\s+|disclaimer:\s+)?
    (?:
      (?:(?:this|the)\s+)? (?:{_WORK}\s+)? (?:(?:has\s+been|was|is)\s+)? (?:(?:automatically|entirely|fully|partly)\s+)?
        {_MADE} \s+ (?:automatically\s+)? (?:by|with|using|with\s+the\s+help\s+of) \s+ (?:an?\s+|the\s+)? {_AI}
    | (?:(?:this|the)\s+{_WORK}\s+(?:is|was)\s+ | (?:this|an?)\s+(?:is\s+)?(?:an\s+)?)?
        {_AI} [-\s]? {_MADE} (?:\s+{_WORK})?
    | (?:this|the)\s+summary \s+ (?:has\s+been|was|is) \s+ (?:automatically\s+)? generated \s+ (?=by\s)
    ) (?P<rest>.*)""",
    re.IGNORECASE | re.VERBOSE,
)
_WORDS_OF_DISCLOSURE = ("ai", "a.i.", "intelligence", "language model", "llm", "generated")
_GENERATOR = re.compile(
    r"""(?:\s+(?:model|system|tool|assistant)\b)?
        (?: \s*[,:]?\s* (?:by|using|with|from|model|named|called)\s+ (?P<name>[\w][\w.:/+ -]*?)
          | \s*\((?P<inner>[^()]+)\)
        )?
        [\s.!*_)\]]*""",
    re.IGNORECASE | re.VERBOSE,
)

_PRONOUN = r"(?!(?:it|this|that|he|she|there|they|here|what|who|which|we|es|er|das|dies|il|elle|ce|ça|esto?|ella)\b)"
_COPULA = (
    r"(?:\s+(?:is|was|are|ist|war|est|es|è|é)\s+(?:an?|the|one\s+of|eine?|der|die|das|une?|una?|le|la|les|el|l['’])\b"
    r"|は|\s+(?:هي|هو)\s|\s+[—–]\s|\s+является\s|是)"
)
_ENCYCLOPAEDIC = re.compile(rf"[\"'“„«]?{_PRONOUN}(?P<first>[^\W\d_])[^.!?。\n]{{0,120}}?{_COPULA}", re.IGNORECASE)
_MEDIUM = re.compile(
    r"news|broadcast|magazine|website|web\s?site|publication|publisher|journal|tabloid|daily|weekly|television|radio"
    r"|channel|network|media|press\b|blog|podcast|outlet|zeitung|zeitschrift|magazin|sender|rundfunk|agentur|périodique"
    r"|quotidien|hebdomadaire|chaîne|agence|periódico|diario|revista|cadena|agencia|新聞|放送|通信社|報道|雑誌|报|新闻"
    r"|газет|журнал|агентств|телеканал|издани|صحيفة|قناة|وكالة|شبكة|مجلة|هيئة",
    re.IGNORECASE,
)


class Kind(Enum):
    """Name what a line can be."""

    BLANK = auto()
    TEXT = auto()
    BULLET = auto()
    ADDRESS = auto()
    RATING = auto()
    WEBSITE = auto()
    ORIGINAL = auto()
    DISCLOSURE = auto()
    LABEL = auto()


class Shape(NamedTuple):
    """A line taken apart.

    `name` is the label's field, the kind of the original, the source of the rating, or the generator;
    `value` what follows. `whole` is False where a line says more than its fields can hold.
    """

    kind: Kind
    value: str = ""
    name: str = ""
    whole: bool = True


def shape_of(line: str) -> Shape:
    """Return the shape of a clean `line`."""
    text = line.strip()
    if not text:
        return Shape(Kind.BLANK)
    if bullet := _BULLET.fullmatch(line):
        content = bullet["text"].strip()
        if text[0] in BULLETS or not _RULE.fullmatch(content):
            return Shape(Kind.BULLET, content)
    if (address := _address(text)) and not _original(text):
        return Shape(Kind.ADDRESS, address)
    if len(text) > _LONGEST_SPECIAL_LINE and "://" not in text[:_LONGEST_SPECIAL_LINE]:
        return Shape(Kind.TEXT, text)
    return _special(text) or Shape(Kind.TEXT, text)


def link_in(text: str) -> str | None:
    """Return the address that `text` consists of, "" for an empty place or a placeholder, None if it is something else.

    A host without https:// is given as it is.
    """
    text = text.strip()
    if _PLACEHOLDER.fullmatch(text):
        return ""
    return _address(text) or (text if _HOST.fullmatch(text) else None)


def is_encyclopaedic(paragraph: str, *, of_a_medium: bool) -> bool:
    """Return whether `paragraph` begins like an entry of an encyclopaedia: "The X is a ...".

    It has to be one of a news medium if `of_a_medium`.
    """
    found = _ENCYCLOPAEDIC.match(paragraph)
    if not found or found["first"].islower():
        return False
    return not of_a_medium or bool(_MEDIUM.search(paragraph[:400]))


def has_shape(line: str) -> bool:
    """Return whether `line` is taken for something else than prose."""
    return shape_of(line).kind not in (Kind.TEXT, Kind.BLANK)


def _special(text: str) -> Shape | None:
    """Return the shape of a line that carries a field; words it must have keep the slower patterns from most prose."""
    lower = text.casefold()
    shape = _original(text) if "original" in lower else None
    if not shape and "rating" in lower:
        shape = _rating(text)
    if not shape and any(word in lower for word in _WORDS_OF_DISCLOSURE):
        shape = _disclosure(text)
    if not shape and ":" in text.replace("：", ":"):
        shape = _website(text) or _label(text)
    return shape


def _address(text: str) -> str:
    if named := _NAMED_LINK.fullmatch(text):
        return named[2]
    for opening, closing in ("<>", "[]", "()"):
        if text.startswith(opening):
            inner = text.removesuffix(".")
            if inner.endswith(closing) and _WEB.match(inner[1:-1].strip()):
                return inner[1:-1].strip()
    bare = _BARE_LINK.fullmatch(text)
    return bare[1] if bare else ""


def _original(text: str) -> Shape | None:
    if (named := _NAMED_LINK.fullmatch(text)) and "original" in named[1].casefold():
        text = f"{named[1]} <{named[2]}>"
    found = _ORIGINAL.fullmatch(text)
    if not found:
        return None
    link = link_in(found["link"])
    if link is None or not (found["kind"] or found["here"] or found["end"] in (":", "：") or link):
        return None
    return Shape(Kind.ORIGINAL, link, _KIND_OF_WORD.get((found["kind"] or "").casefold(), ""))


def _website(text: str) -> Shape | None:
    found = _WEBSITE.fullmatch(text)
    link = link_in(found["link"]) if found else None
    return None if link is None else Shape(Kind.WEBSITE, link)


def _rating(text: str) -> Shape | None:
    found = _RATING.fullmatch(text)
    if not found:
        return None
    return Shape(Kind.RATING, found["value"] or "", "AllSides" if found["source"] or found["media"] else "")


def _disclosure(text: str) -> Shape | None:
    found = _DISCLOSURE.fullmatch(text)
    if not found:
        return None
    rest = _GENERATOR.fullmatch(found["rest"])
    if not rest:
        return Shape(Kind.DISCLOSURE, text, whole=False)
    return Shape(Kind.DISCLOSURE, text, (rest["name"] or rest["inner"] or "").strip())


def _label(text: str) -> Shape | None:
    found = _LABEL.fullmatch(text)
    name = LABELS.get(found[1].casefold()) if found else None
    if not found or not name or not (found[2] or name == "description"):
        return None
    return Shape(Kind.LABEL, found[2], name)


_ITEM = re.compile(r"[ \t]*(?:\(?(?P<mark>\d{1,2}|[a-z])[.)]|(?P<o>o))[ \t]+(?P<text>\S.*)")
_FEWEST: Final = 2


def begins_item(line: str) -> bool:
    """Return whether a line of prose could be an item of such a list."""
    return _ITEM.fullmatch(line) is not None


def with_lists(lines: Sequence[str], shapes: Sequence[Shape]) -> Sequence[Shape]:
    """Return the `shapes` with a bullet for each item of the first such list, on a page without bullets."""
    if any(shape.kind is Kind.BULLET for shape in shapes):
        return shapes
    items: list[tuple[int, str]] = []
    expected = ""
    for number, (line, shape) in enumerate(zip(lines, shapes, strict=True)):
        found = _ITEM.fullmatch(line) if shape.kind is Kind.TEXT else None
        mark = (found["mark"] or found["o"]) if found else ""
        if found and mark == expected:
            items.append((number, found["text"].strip()))
        elif found and (mark in ("1", "a") or found["o"]) and len(items) < _FEWEST:
            items = [(number, found["text"].strip())]
        elif shape.kind is Kind.BLANK or (items and shape.kind is Kind.TEXT and line[:1].isspace()):
            continue  # between two items, or the rest of one
        elif len(items) >= _FEWEST:
            break
        else:
            items = []
            expected = ""
            continue
        expected = "o" if mark == "o" and found and found["o"] else _after(mark)
    if len(items) < _FEWEST:
        return shapes
    changed = list(shapes)
    for number, text in items:
        changed[number] = Shape(Kind.BULLET, text)
    return changed


def _after(mark: str) -> str:
    return str(int(mark) + 1) if mark.isdecimal() else chr(ord(mark) + 1)
