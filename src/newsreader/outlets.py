"""The registry of outlets: who a story's file means, and what is known of them.

A file names its outlet by id, by name, by a mapping of its own, or, on a plain-text page, only by
an encyclopaedia-like description. The registry finds the outlet and completes what the file left out.
A rating is never inferred: where neither file nor registry has one, there is none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from newsreader.bias import NOT_RATED
from newsreader.folding import tokens
from newsreader.story import Bias, Outlet

_NAME_LIMIT: Final = 60
_ACRONYM = re.compile(r"[A-Z][A-Z.&]{1,4}")
_LEADING_ARTICLE = re.compile(r"^(?:the|die|der|das|le|la|les|el|los)\s+", re.IGNORECASE)
_SUBJECT_ENDS = re.compile(
    r"\s*(?:[(（,;:—–]|\s-\s|\b(?:is|was|are|were|has|ist|war|est|était|es|era|é|foi)\b|\s—\s|は|、|—)",
)
_WORD = re.compile(r"\w{4,}")
_COMMON_WORDS: Final = frozenset(
    {"this", "that", "with", "from", "which", "their", "were", "also", "news", "based", "known", "have", "into", "over"}
)
_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
_SLUG = re.compile(r"[^a-z0-9]+")


class Resolution(Struct, frozen=True):
    """An outlet as it is shown; `message` and `fix` say what did not fit, "" where all did."""

    outlet: Outlet
    message: str = ""
    fix: str = ""


class Registry:
    """All outlets a library knows by itself, found by id, name, alias or description."""

    def __init__(self, outlets: Iterable[Outlet] = ()) -> None:
        self.outlets: tuple[Outlet, ...] = tuple(outlets)
        self._by_id = {outlet.id: outlet for outlet in reversed(self.outlets)}
        self._by_name = _unambiguous_names(self.outlets, _exact_key)
        self._by_words = _unambiguous_names(self.outlets, _name_key)

    def resolve(self, stated: Outlet) -> Resolution:
        """Return the whole outlet for what a story's file `stated` of it."""
        known = self._find(stated)
        if known is not None:
            return _merge(stated, known)
        if stated.name or stated.description:
            name = stated.name or subject(stated.description)
            return Resolution(replace(stated, id=stated.id or slug(name), name=name))
        return self._unknown(stated)

    def _find(self, stated: Outlet) -> Outlet | None:
        if stated.id in self._by_id:
            return self._by_id[stated.id]
        for name in filter(None, (stated.name, stated.id)):
            known = self._by_name.get(_exact_key(name)) or self._by_words.get(_name_key(name))
            if known is not None:
                return known
        if stated.description and not stated.id and not stated.name:
            return self._find_described(stated)
        return None

    def _find_described(self, stated: Outlet) -> Outlet | None:
        """Return the outlet whose name or alias the description opens with; the longest such name wins."""
        opening = stated.description[:200]
        return _opened_by(_exact_key(opening), self._by_name, stated) or _opened_by(
            _name_key(opening), self._by_words, stated
        )

    def _unknown(self, stated: Outlet) -> Resolution:
        near = get_close_matches(stated.id, [*self._by_id, *self._by_name], n=1)
        hint = f'Did you mean "{near[0]}"?' if near else "Add it to outlets.yaml, or correct the id."
        return Resolution(
            replace(stated, name=stated.id),
            f'The outlet "{stated.id}" is not in the registry.',
            hint,
        )


def subject(description: str) -> str:
    """Return the name a description is about: what stands before its verb ("The X is a ..." gives "The X")."""
    opening = description.strip()
    end = _SUBJECT_ENDS.search(opening, 1)
    name = opening[: end.start()] if end else opening.split("\n")[0]
    name = name.strip(" .\t\"'“”„»«*_")
    if len(name) > _NAME_LIMIT:
        name = name[: _NAME_LIMIT - 1].rsplit(" ", 1)[0] + "…"
    return name


def slug(name: str) -> str:
    """Return an id made from a name: lower case ASCII letters and digits with hyphens; other scripts are kept."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    made = _SLUG.sub("-", plain.encode("ascii", "ignore").decode()).strip("-")
    return made or re.sub(r"\s+", "-", name.casefold().strip())


def _exact_key(name: str) -> str:
    """Return a name as it is written, but for case, width and space, and without its article."""
    folded = unicodedata.normalize("NFKC", name).casefold().strip()
    return _LEADING_ARTICLE.sub("", re.sub(r"\s+", " ", folded))


def _name_key(name: str) -> str:
    """Return the words of a name as the search compares them; accents and kinds of apostrophes do not matter."""
    return _LEADING_ARTICLE.sub("", " ".join(tokens(name)))


def _opened_by(opening: str, names: Mapping[str, Outlet], stated: Outlet) -> Outlet | None:
    """Return the outlet with the longest of the `names` that the text begins with; an acronym needs more that fits."""
    fitting = [
        (name, outlet) for name, outlet in names.items() if opening.startswith(name) and _ends_there(opening, len(name))
    ]
    for name, outlet in sorted(fitting, key=lambda pair: -len(pair[0])):
        if not _is_acronym_of(name, outlet) or _agrees(stated, outlet):
            return outlet
    return None


def _unambiguous_names(outlets: Sequence[Outlet], key_of: Callable[[str], str]) -> dict[str, Outlet]:
    """Return the names and aliases that belong to one outlet only, by their key.

    A name goes before another outlet's alias.
    """
    found: dict[str, Outlet] = {}
    disputed: set[str] = set()
    for outlet in outlets:
        for alias in outlet.aliases:
            key = key_of(alias)
            if found.setdefault(key, outlet) is not outlet:
                disputed.add(key)
    for key in disputed:
        del found[key]
    names: dict[str, Outlet] = {}
    alike: set[str] = set()  # names that differ by what the key leaves out
    for outlet in reversed(outlets):
        key = key_of(outlet.name)
        if key in names and _exact_key(names[key].name) != _exact_key(outlet.name):
            alike.add(key)
        names[key] = outlet
    found |= names
    for key in alike:
        del found[key]
    found.pop("", None)
    return found


def _ends_there(opening: str, end: int) -> bool:
    """Return whether a word of `opening` ends at `end`; scripts without spaces end one anywhere."""
    return not opening[end : end + 1].isalnum() or bool(_UNSPACED.match(opening[end - 1]))


def _is_acronym_of(name_key: str, outlet: Outlet) -> bool:
    return any(_name_key(name) == name_key and _ACRONYM.fullmatch(name) for name in (outlet.name, *outlet.aliases))


def _agrees(stated: Outlet, known: Outlet) -> bool:
    """Return whether a description that opens with a mere acronym of `known` is about `known`.

    Acronyms are shared (LBC is a station in London and one in Lebanon), so something more has to fit.
    """
    if stated.website and known.website:
        return _host(stated.website) == _host(known.website)
    text, words = stated.description.casefold(), f" {_name_key(stated.description)} "
    if any(len(name) > 5 and f" {_name_key(name)} " in words for name in (known.name, *known.aliases)):
        return True
    if known.country and known.country.casefold() in text:
        return True
    if not known.description:
        return not known.country
    return len(_content_words(text) & _content_words(known.description.casefold())) >= 2


def _content_words(text: str) -> set[str]:
    return set(_WORD.findall(text)) - _COMMON_WORDS


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _merge(stated: Outlet, known: Outlet) -> Resolution:
    """Return `known` with what the file says itself on top."""
    bias, message, fix = _merge_bias(stated.bias, known.bias)
    merged = replace(
        known,
        name=stated.name or known.name,
        aliases=stated.aliases or known.aliases,
        description=stated.description or known.description,
        website=stated.website or known.website,
        country=stated.country or known.country,
        founded=stated.founded if stated.founded is not None else known.founded,
        bias=bias,
    )
    if stated.name and _name_key(stated.name) != _name_key(known.name) and stated.id != known.id:
        merged = replace(merged, name=known.name)
    return Resolution(merged, message, fix)


def _merge_bias(stated: Bias | None, known: Bias | None) -> tuple[Bias | None, str, str]:
    if stated is None or known is None:
        return stated or known, "", ""
    if stated.rating == known.rating:
        return (
            Bias(
                known.rating,
                stated.source or known.source,
                stated.url or known.url,
                stated.as_of or known.as_of,
                stated.note or known.note,
            ),
            "",
            "",
        )
    if stated.rating == NOT_RATED:
        return known, "", ""
    return (
        stated,
        f"The rating here is {stated.rating.name}, in the registry it is {known.rating.name}.",
        "Correct the one that is out of date; until then the story shows its own.",
    )
