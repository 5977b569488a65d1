"""Languages written as locales of a system, in stories and in the filter."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.shelf import Shelf, titles

from newsreader.formats import parse
from newsreader.story import language_tag

_LOCALES = [
    ("pt_BR", "pt-BR"),
    ("pt_BR.UTF-8", "pt-BR"),
    ("de_DE@euro", "de-DE"),
    ("en_US.utf8", "en-US"),
    ("sr_RS.UTF-8@latin", "sr-RS"),
    ("zh_Hans_CN", "zh-Hans-CN"),
    ("zh_Hans-CN", "zh-Hans-CN"),
    ("de.UTF-8", "de"),
    ("pt-BR.UTF-8", "pt-BR"),
    ("PT_br", "PT-br"),
]


@pytest.mark.parametrize(("locale", "tag"), _LOCALES)
def test_a_locale_is_read_as_its_language_tag_and_reported(locale: str, tag: str) -> None:
    for name, text in (
        ("x.yaml", f"title: T\nsummary: s\nlanguage: {locale}\n"),
        ("x.md", f"---\ntitle: T\nlanguage: {locale}\n---\n\ns\n"),
    ):
        parsed = parse(text.encode(), name)
        assert [placed.story.language for placed in parsed.stories] == [tag]
        (problem,) = parsed.problems
        assert problem.line == 3
        assert problem.message == f"`language` is not written as a language tag: {locale}."
        assert problem.fix == f"Write {tag}."


@pytest.mark.parametrize(("locale", "tag"), _LOCALES)
def test_a_story_with_a_locale_is_found_by_language_and_by_locale(locale: str, tag: str, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.put("a.yaml", {"title": "Marked", "language": locale}, {"title": "Other", "language": "fr"})
    reader = shelf.reader()
    for looked_for in (tag.split("-")[0], tag, tag.lower(), locale, locale.upper()):
        assert titles(reader, f'lang:"{looked_for}"') == ["Marked"], looked_for
    reader.close()


@pytest.mark.parametrize("text", ["Portuguese", "C", "POSIX", "pt_", "", "x_y"])
def test_what_is_no_locale_stays_as_it_is(text: str) -> None:
    assert language_tag(text) == text


@given(st.from_regex(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?", fullmatch=True))
def test_a_language_tag_stays_as_it_is_and_is_what_its_locale_means(tag: str) -> None:
    assert language_tag(tag) == tag == language_tag(tag.replace("-", "_") + ".UTF-8")
