"""Writing the rating of an outlet into the text of a registry, of which everything else stays as it is.

The text is not written anew: words are put in and taken out at the places of values. What comes out is read again and
compared, so that a text of an unforeseen shape is refused, never spoiled.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from typing import Final

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


def with_rating(data: bytes, outlet: Outlet, bias: Bias) -> bytes:
    """Return the registry `data` with `bias` as that of `outlet`, which is added where the registry does not have it.

    Raises NotRatedError where the registry has an error, or has a shape in which that is not possible.
    """
    mark, encoding, text = _decoded(data)
    before = _sound(parse_outlet_registry(data, "outlets.yaml")) if text.strip() else ParsedOutlets()
    try:
        documents = extents(text)
    except FormatError as error:
        raise NotRatedError(f"Line {error.line}: {error.message} {error.fix}") from error
    target = next((each for each in _mappings(documents) if _id_of(each) == outlet.id), None)
    page = RegistryText(text)
    added = Outlet(outlet.id, outlet.name or outlet.id, bias=bias)
    edits = page.added(documents, [added]) if target is None else page.changed(target, bias)
    made = page.edited(edits)
    written = mark + made.encode(encoding)
    if target is None:
        expected = (*before.outlets, added)
    else:
        expected = tuple(replace(each, bias=bias) if each.id == outlet.id else each for each in before.outlets)
    _compare(before, written, expected)
    _compare_text(text, documents, made, outlet.id, added=int(target is None))
    return written


def with_outlets(data: bytes, outlets: Sequence[Outlet]) -> bytes:
    """Return the registry `data` with `outlets` added at its end: the id, the name and the website of each.

    Raises NotRatedError where the registry has one of the ids, has an error, or has a shape in which that is not
    possible.
    """
    mark, encoding, text = _decoded(data)
    before = _sound(parse_outlet_registry(data, "outlets.yaml")) if text.strip() else ParsedOutlets()
    taken = {each.id for each in before.outlets}
    there = next((each.id for each in outlets if each.id in taken), None)
    if there is not None:
        raise NotRatedError(f"There is an outlet {there} in outlets.yaml already.")
    documents = extents(text)
    added = [Outlet(each.id, each.name or each.id, website=each.website) for each in outlets]
    page = RegistryText(text)
    made = page.edited(page.added(documents, added))
    written = mark + made.encode(encoding)
    _compare(before, written, (*before.outlets, *added))
    _compare_text(text, documents, made, "", added=len(added))
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


def _compare_text(text: str, documents: Sequence[Extent], made: str, outlet_id: str, *, added: int) -> None:
    """Raise NotRatedError unless all data but the one rating, and all comments, are in the text that was made.

    The last `added` outlets of it are new.
    """
    try:
        after = extents(made)
    except FormatError as error:
        raise NotRatedError(f"The rating can't be written into outlets.yaml. {BY_HAND}") from error
    then, now = _rest(documents, outlet_id), _rest(after, outlet_id)
    if added:
        now = now[:-added]
    if then != now or comments(text, documents) != comments(made, after):
        raise NotRatedError(f"The rating can't be written into outlets.yaml without losing something. {BY_HAND}")


def _rest(documents: Sequence[Extent], outlet_id: str) -> list[object]:
    """Return the data of all outlets, without the rating of the one with this id; nothing of one that has no more."""
    rest: list[object] = []
    is_first = True
    for document in documents:
        for unit in document.items if document.is_list else [document]:
            if unit.is_mapping and is_first and _id_of(unit) == outlet_id:
                is_first = False
                bias = field_of(unit, "bias")
                kept = [(key.data(), value.data()) for key, value in unit.pairs() if not bias or value is not bias[1]]
                rest.append(kept)
            elif unit.text != "":
                rest.append(unit.data())
    return rest
