"""Writing ratings of outlets into the text of a registry, of which everything else stays as it is.

The text is not written anew: words are put in and taken out at the places of values. What comes out is read again and
compared, so that a text of an unforeseen shape is refused, never spoiled.
"""

from __future__ import annotations

import codecs
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from newsreader.errors import FormatError, Severity
from newsreader.formats.blocks import one_line
from newsreader.formats.reports import ParsedOutlets
from newsreader.formats.yaml.places import Extent, comments, extents
from newsreader.formats.yaml.registry_text import BY_HAND, NotRatedError, RegistryText, field_of
from newsreader.formats.yaml.story import parse_outlet_registry
from newsreader.story import Bias, Outlet

_ENCODINGS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class _Registry(Struct, frozen=True):
    """A registry as it is: its byte order mark, encoding and text, the places of its values, and what is read of it."""

    mark: bytes
    encoding: str
    text: str
    documents: list[Extent]
    parsed: ParsedOutlets


def with_ratings(data: bytes, ratings: Sequence[tuple[Outlet, Bias]]) -> bytes:
    """Return the registry `data` with these ratings; outlets that it does not have are added at its end.

    Of several for one outlet the last counts. Raises NotRatedError where the registry has an error, or has a shape in
    which that is not possible.
    """
    registry = _read(data)
    wanted = {outlet.id: (outlet, bias) for outlet, bias in ratings}
    there: dict[str, Extent] = {}
    for each in _mappings(registry.documents):
        there.setdefault(_id_of(each), each)
    page = RegistryText(registry.text)
    changed = [page.changed(there[id], bias) for id, (_, bias) in wanted.items() if id in there]
    made = page.edited([edit for edits in changed for edit in edits])
    added = [Outlet(id, each.name or id, bias=bias) for id, (each, bias) in wanted.items() if id not in there]
    if added:
        made = _with_added(made, _places(made), added)
    rated = [replace(each, bias=wanted[each.id][1]) if each.id in wanted else each for each in registry.parsed.outlets]
    return _checked(registry, made, [*rated, *added], rated=wanted.keys(), added=len(added))


def with_outlets(data: bytes, outlets: Sequence[Outlet]) -> bytes:
    """Return the registry `data` with `outlets` added at its end: the id, the name and the website of each.

    Raises NotRatedError where the registry has one of the ids, has an error, or has a shape in which that is not
    possible.
    """
    registry = _read(data)
    taken = {each.id for each in registry.parsed.outlets}
    there = next((each.id for each in outlets if each.id in taken), None)
    if there is not None:
        raise NotRatedError(f"There is an outlet {there} in outlets.yaml already.")
    added = [Outlet(each.id, each.name or each.id, website=each.website) for each in outlets]
    made = _with_added(registry.text, registry.documents, added)
    return _checked(registry, made, [*registry.parsed.outlets, *added], rated=(), added=len(added))


def _read(data: bytes) -> _Registry:
    """Return what there is. Raises NotRatedError where it has an error."""
    mark, encoding, text = _decoded(data)
    parsed = _sound(parse_outlet_registry(data, "outlets.yaml")) if text.strip() else ParsedOutlets()
    return _Registry(mark, encoding, text, _places(text), parsed)


def _places(text: str) -> list[Extent]:
    try:
        return extents(text)
    except FormatError as error:
        raise NotRatedError(f"Line {error.line}: {error.message} {error.fix}") from error


def _with_added(text: str, documents: Sequence[Extent], outlets: Sequence[Outlet]) -> str:
    page = RegistryText(text)
    return page.edited(page.added(documents, outlets))


def _checked(
    registry: _Registry, made: str, expected: Sequence[Outlet], *, rated: Collection[str], added: int
) -> bytes:
    """Return what was made of a registry as bytes, once it is sure that nothing else has changed."""
    written = registry.mark + made.encode(registry.encoding)
    _compare(registry.parsed, written, expected)
    _compare_text(registry, made, rated, added=added)
    return written


def _sound(parsed: ParsedOutlets) -> ParsedOutlets:
    fault = next((problem for problem in parsed.problems if problem.severity is Severity.ERROR), None)
    if fault is not None:
        raise NotRatedError(f"outlets.yaml has an error in line {fault.line}: {fault.message} Fix that first.")
    return parsed


def _decoded(data: bytes) -> tuple[bytes, str, str]:
    """Return the byte order mark of `data`, its encoding, and its text."""
    mark, encoding = next(((mark, name) for mark, name in _ENCODINGS if data.startswith(mark)), (b"", "utf-8"))
    try:
        return mark, encoding, data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise NotRatedError("outlets.yaml is not UTF-8 text. Save it as UTF-8 first.") from error


def _mappings(documents: Sequence[Extent]) -> Iterator[Extent]:
    """Give what may be an outlet, in the order in which the registry is read."""
    for document in documents:
        for unit in document.items if document.is_list else [document]:
            if unit.is_mapping:
                yield unit


def _id_of(mapping: Extent) -> str:
    found = field_of(mapping, "id")
    return one_line(found[1].text or "") if found else ""


def _compare(before: ParsedOutlets, written: bytes, expected: Sequence[Outlet]) -> None:
    """Raise NotRatedError unless the reader finds the expected outlets in what was written, and no new problem."""
    after = parse_outlet_registry(written, "outlets.yaml")
    known = {problem.message for problem in before.problems}
    if after.outlets != tuple(expected) or any(problem.message not in known for problem in after.problems):
        raise NotRatedError(f"The rating can't be written into outlets.yaml without changing more. {BY_HAND}")


def _compare_text(registry: _Registry, made: str, rated: Collection[str], *, added: int) -> None:
    """Raise NotRatedError unless all data but the ratings of `rated`, and all comments, are in the text that was made.

    The last `added` outlets of it are new.
    """
    try:
        after = extents(made)
    except FormatError as error:
        raise NotRatedError(f"The rating can't be written into outlets.yaml. {BY_HAND}") from error
    then, now = _rest(registry.documents, rated), _rest(after, rated)
    if added:
        now = now[:-added]
    if then != now or comments(registry.text, registry.documents) != comments(made, after):
        raise NotRatedError(f"The rating can't be written into outlets.yaml without losing something. {BY_HAND}")


def _rest(documents: Sequence[Extent], rated: Collection[str]) -> list[object]:
    """Return the data of all outlets, without the ratings of those with these ids; nothing of one that has no more."""
    rest: list[object] = []
    left = set(rated)
    for document in documents:
        for unit in document.items if document.is_list else [document]:
            if unit.is_mapping and _id_of(unit) in left:
                left.remove(_id_of(unit))
                bias = field_of(unit, "bias")
                kept = [(key.data(), value.data()) for key, value in unit.pairs() if not bias or value is not bias[1]]
                rest.append(kept)
            elif unit.text != "":
                rest.append(unit.data())
    return rest
