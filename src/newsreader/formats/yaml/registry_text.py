"""The text of a registry of outlets, and what is put in and taken out of it at the places of values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from newsreader.errors import NewsreaderError
from newsreader.formats.field_names import BIAS_FIELDS, field_name
from newsreader.formats.yaml.places import Extent, has_comment
from newsreader.formats.yaml.text import scalar_text
from newsreader.story import Bias, Outlet, published_text

_LINE_END: Final = re.compile(r"\r\n|\r|\n")
BY_HAND: Final = "Write the rating into the file by hand."
"""What is left where the program can't write a rating."""


class NotRatedError(NewsreaderError):
    """Signal that a rating was not written, and the text stays as it was; the message says why."""


class Edit(Struct, frozen=True):
    """Put `text` in place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str


def field_of(mapping: Extent, name: str) -> tuple[Extent, Extent] | None:
    """Return the key and the value of a field; the first of several counts."""
    return next(((key, value) for key, value in mapping.pairs() if field_name(key.text or "") == name), None)


def _fields(bias: Bias) -> dict[str, str]:
    """Return what is written of a rating."""
    fields = {
        "rating": bias.rating.id,
        "source": bias.source,
        "url": bias.url,
        "as_of": published_text(bias.as_of),
        "note": bias.note,
    }
    return {name: text for name, text in fields.items() if text}


def _flow(bias: Bias) -> str:
    return "{" + ", ".join(f"{name}: {scalar_text(text, in_list=True)}" for name, text in _fields(bias).items()) + "}"


def _block(bias: Bias) -> list[str]:
    return [f"{name}: {scalar_text(text)}" for name, text in _fields(bias).items()]


def _names(outlet: Outlet) -> dict[str, str]:
    return {"id": outlet.id, "name": outlet.name} | ({"website": outlet.website} if outlet.website else {})


def _flow_entry(outlet: Outlet) -> str:
    words = ", ".join(f"{name}: {scalar_text(text, in_list=True)}" for name, text in _names(outlet).items())
    return f"{{{words}{f', bias: {_flow(outlet.bias)}' if outlet.bias else ''}}}"


def _block_entry(outlet: Outlet) -> list[str]:
    lines = [f"{name}: {scalar_text(text)}" for name, text in _names(outlet).items()]
    return [*lines, "bias:", *(f"  {line}" for line in _block(outlet.bias))] if outlet.bias else lines


class RegistryText:
    """A text, and where its lines begin and end."""

    def __init__(self, text: str) -> None:
        self._text = text
        end = _LINE_END.search(text)
        self._break = end.group() if end else "\n"

    def edited(self, edits: Sequence[Edit]) -> str:
        """Return the text with `edits` made. Raises NotRatedError where two of them are about the same place."""
        parts: list[str] = []
        at = 0
        for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
            if edit.start < at:
                raise NotRatedError(f"The rating in outlets.yaml is written in an unforeseen way. {BY_HAND}")
            parts += [self._text[at : edit.start], edit.text]
            at = edit.end
        return "".join([*parts, self._text[at:]])

    # A rating of an outlet that is there

    def changed(self, outlet: Extent, bias: Bias) -> list[Edit]:
        """Return what makes `bias` the rating of an outlet."""
        found = field_of(outlet, "bias")
        if found is None:
            return self._with_bias(outlet, bias)
        key, value = found
        if value.is_marked or value.is_list:
            raise NotRatedError(f"The bias of this outlet in outlets.yaml is no mapping. {BY_HAND}")
        if not value.is_mapping:
            return self._in_place_of_word(outlet, key, value, bias)
        is_plain = not has_comment(self._text, value) and all(
            field_name(name.text or "") in BIAS_FIELDS for name, _ in value.pairs()
        )
        if value.is_flow and is_plain:
            return [Edit(value.start, value.end, _flow(bias))]
        return self._field_by_field(value, bias)

    def _with_bias(self, outlet: Extent, bias: Bias) -> list[Edit]:
        if outlet.is_flow:
            return [self._appended(outlet, f"bias: {_flow(bias)}")]
        return [self._below(outlet.end, ["bias:", *(f"  {line}" for line in _block(bias))], self._column(outlet))]

    def _in_place_of_word(self, outlet: Extent, key: Extent, value: Extent, bias: Bias) -> list[Edit]:
        """Return what makes a mapping of a bias that is a rating alone, or nothing."""
        if outlet.is_flow:
            gap = "" if self._text[value.start - 1].isspace() else " "
            return [Edit(value.start, value.end, gap + _flow(bias))]
        start = value.start
        while start > key.end and self._text[start - 1] in " \t":
            start -= 1
        return [Edit(start, value.end, ""), self._below(value.end, _block(bias), self._column(outlet) + 2)]

    def _field_by_field(self, mapping: Extent, bias: Bias) -> list[Edit]:
        """Return what changes a mapping in which something stands that is to stay."""
        wanted = _fields(bias)
        edits: list[Edit] = []
        seen: set[str] = set()
        last: Extent | None = None
        for key, value in mapping.pairs():
            name = field_name(key.text or "")
            if name not in BIAS_FIELDS or name in seen:
                last = value
                continue
            seen.add(name)
            if name in wanted:
                edits.append(self._value(value, scalar_text(wanted[name], in_list=mapping.is_flow)))
            elif not mapping.is_flow and last is not None and self._is_line(key, value):
                edits.append(self._without(key, value))
                continue
            elif value.start < value.end:
                edits.append(Edit(value.start, value.end, '""'))
            last = value
        missing = {name: text for name, text in wanted.items() if name not in seen}
        if missing and mapping.is_flow:
            words = ", ".join(f"{name}: {scalar_text(text, in_list=True)}" for name, text in missing.items())
            edits.append(self._appended(mapping, words))
        elif missing and last is not None:
            lines = [f"{name}: {scalar_text(text)}" for name, text in missing.items()]
            edits.append(self._below(last.end, lines, self._column(mapping)))
        return edits

    def _value(self, value: Extent, text: str) -> Edit:
        gap = "" if value.start < value.end or self._text[value.start - 1 : value.start] in ("", " ") else " "
        return Edit(value.start, value.end, gap + text)

    def _is_line(self, key: Extent, value: Extent) -> bool:
        """Return whether a field begins its line, and no comment stands within it."""
        is_first = not self._text[self._line_start(key.start) : key.start].strip(" ")
        whole = Extent(key.start, value.end, is_mapping=True, items=[key, value])
        return is_first and not value.is_marked and not has_comment(self._text, whole)

    def _without(self, key: Extent, value: Extent) -> Edit:
        """Return what removes a field; a comment behind it stays."""
        end = self._line_end(value.end)
        behind = self._text[value.end : end]
        if behind.strip():
            return Edit(key.start, end - len(behind.lstrip()), "")
        following = _LINE_END.match(self._text, end)
        if following is None:  # the last line, which has no end
            start = self._line_start(key.start)
            ends = [found for found in _LINE_END.finditer(self._text, max(start - 2, 0), start) if found.end() == start]
            return Edit(ends[0].start() if ends else start, end, "")
        return Edit(self._line_start(key.start), following.end(), "")

    # An outlet that is not there

    def added(self, documents: Sequence[Extent], outlets: Sequence[Outlet]) -> list[Edit]:
        """Return what adds outlets, with their ratings where they have any, at the end of the registry."""
        last = documents[-1] if documents else None
        if last is not None and last.is_list and last.is_flow:
            return [self._appended(last, ", ".join(_flow_entry(outlet) for outlet in outlets))]
        entries = [_block_entry(outlet) for outlet in outlets]
        if last is not None and last.is_mapping:
            return [self._below(last.end, [line for entry in entries for line in ("---", *entry)], 0)]
        items = [[f"- {first}", *(f"  {line}" for line in rest)] for first, *rest in entries]
        if last is not None and last.is_list:
            gap = [""] if self._has_gap(last) else []
            lines = [line for item in items for line in (*gap, *item)]
            return [self._below(last.end, lines, self._column(last))]
        start = "" if not self._text or self._text.endswith(("\n", "\r")) else self._break
        end = len(self._text)
        return [Edit(end, end, start + "".join(line + self._break for item in items for line in item))]

    def _has_gap(self, outlets: Extent) -> bool:
        """Return whether an empty line stands above the last item of a list."""
        if len(outlets.items) < 2:
            return False
        above = self._text[outlets.items[-2].end : outlets.items[-1].start]
        return any(not line.strip() for line in _LINE_END.split(above)[1:-1])

    # Places

    def _appended(self, flow: Extent, words: str) -> Edit:
        """Return what adds an entry to what stands in brackets."""
        at = flow.items[-1].end if flow.items else flow.start + 1
        return Edit(at, at, f", {words}" if flow.items else words)

    def _below(self, place: int, lines: Sequence[str], column: int) -> Edit:
        """Return what adds lines below the one with `place`, from `column` on."""
        end = self._line_end(place)
        return Edit(end, end, "".join(self._break + (" " * column + line if line else "") for line in lines))

    def _column(self, value: Extent) -> int:
        return value.start - self._line_start(value.start)

    def _line_start(self, place: int) -> int:
        return max(self._text.rfind("\n", 0, place), self._text.rfind("\r", 0, place)) + 1

    def _line_end(self, place: int) -> int:
        found = _LINE_END.search(self._text, place)
        return found.start() if found else len(self._text)
