"""What the documents show works: commands and what they write, story files, filters, settings, links."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from subprocess import CompletedProcess
from typing import Final

import pytest
from msgspec.structs import fields
from tests.unit.documents import DOCUMENTS, ROOT, Block, Table, anchors, blocks, codes, links, name_of, parts
from textual.theme import BUILTIN_THEMES

from newsreader.config import Config, load_config
from newsreader.config.fetch import FetchSettings
from newsreader.config.summarize import SummarizeSettings
from newsreader.errors import Severity
from newsreader.formats import parse, parse_outlets
from newsreader.keys.keymap import Keymap
from newsreader.query import FIELDS, parse_query
from newsreader.ui.theme.builtin import OWN_THEMES, OWN_VARIABLES
from newsreader.ui.theme.user import read_user_themes

README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = ROOT / "docs" / "guide"
ENDINGS: Final = {"yaml": ".yaml", "markdown": ".md", "text": ".txt"}
FAULTY: Final = "mistake.yaml"
"""The one file that is shown for the fault in it."""

Call = Callable[..., CompletedProcess[str]]

documents = pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)


class _Walk:
    """A reader who does what a page says, from its top to its end, in a new home."""

    def __init__(self, home: Mapping[str, str], call: Call) -> None:
        self._home = home
        self._folder = Path(home["HOME"])
        self._call = call
        self.commands = 0

    def follow(self, part: Block | Table) -> None:
        if isinstance(part, Table):
            if part.columns[0] == "filter" and part.columns[-1] == "of the sample":
                self._try_filters(part)
        elif part.file:
            self._write(part)
        elif part.language == "console":
            self._type(part)

    def _write(self, block: Block) -> None:
        path = Path(block.file.replace("~", str(self._folder)))
        if path.parts[len(self._folder.parts)] == ".config":
            path = Path(self._home["XDG_CONFIG_HOME"], *path.parts[len(self._folder.parts) + 1 :])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")

    def _type(self, block: Block) -> None:
        """Give the commands of a block. Below each may stand what it writes, and `echo $?` with its exit code."""
        for given in re.findall(
            r"^\$ (newsreader.*\n(?:(?!\$ ).*\n)*)(?:\$ echo \$\?\n(\d)\n)?", block.text, re.MULTILINE
        ):
            command, *shown = given[0].splitlines()
            self._give(command, shown, int(given[1] or 0))

    def _give(self, command: str, shown: list[str], code: int) -> None:
        name, *words = shlex.split(command)
        assert name == "newsreader"
        words = [re.sub(r"^~", str(self._folder), word) for word in words]
        done = self._call(self._home, *words, code=code)
        written = (done.stdout + done.stderr).replace(str(self._folder), "~")
        place = 0
        for line in shown:
            assert line in ("", "…") or line in written[place:], f"{command} wrote:\n{written}"
            place = written.index(line, place) if line not in ("", "…") else place
        self.commands += 1

    def _try_filters(self, table: Table) -> None:
        for row in table.rows:
            for example in codes(row[0]):
                done = self._call(self._home, "list", "--format", "ids", "--", example)
                assert len(done.stdout.split()) == int(row[-1]), example


@documents
def test_what_a_page_says_can_be_done_from_its_top_to_its_end(document: Path, home: dict[str, str], call: Call) -> None:
    walk = _Walk(home, call)
    wanted = 0
    for part in parts(document):
        walk.follow(part)
        if isinstance(part, Block) and part.language == "console":
            wanted += len(re.findall(r"^\$ (?!echo \$\?$)", part.text, re.MULTILINE))
    assert walk.commands == wanted


def test_every_story_file_is_read_without_a_problem() -> None:
    seen = set()
    for document, block in blocks(*ENDINGS):
        path = Path(block.file or f"story{ENDINGS[block.language]}")
        data = block.text.encode()
        if path.name == "outlets.yaml":
            outlets = parse_outlets(data, path.name)
            assert outlets.problems == (), name_of(document)
            assert all(outlet.bias and outlet.bias.source and outlet.bias.as_of for outlet in outlets.outlets)
            continue
        parsed = parse(data, path.name)
        problems = [problem for problem in parsed.problems if problem.severity is not Severity.NOTE]
        assert bool(problems) == (path.name == FAULTY), f"{name_of(document)}: {problems}"
        assert parsed.stories
        seen.add((name_of(document), block.language))
    assert seen >= {(page, kind) for page in ("README.md", "docs/guide/stories.md") for kind in ENDINGS}


def test_every_toml_block_is_loaded_without_a_problem(tmp_path: Path) -> None:
    shown = list(blocks("toml"))
    assert len(shown) >= 2
    for document, block in shown:
        if "/themes/" in block.file:
            continue
        file = tmp_path / "config.toml"
        file.write_text(block.text, encoding="utf-8")
        loaded = load_config(file)
        assert loaded.problems == (), name_of(document)
        for view in loaded.config.views:
            parse_query(view.filter, date(2026, 1, 1))


def test_every_theme_is_loaded_and_one_shows_all_that_can_be_in_it(tmp_path: Path) -> None:
    for number, (_, block) in enumerate(blocks("toml")):
        if "/themes/" in block.file:
            (tmp_path / f"{number}.toml").write_text(block.text, encoding="utf-8")
    read = read_user_themes(tmp_path, ())
    assert read.problems == ()
    assert any(each.given >= set(OWN_VARIABLES) for each in read.themes)


def test_every_theme_that_is_named_is_there() -> None:
    table = next(part for part in parts(GUIDE / "themes.md") if isinstance(part, Table))
    named = {name for row in table.rows for name in codes(row[0])}
    assert named
    assert named <= {*BUILTIN_THEMES, *(theme.name for theme in OWN_THEMES)}


def test_every_filter_that_is_shown_is_understood() -> None:
    shown = [
        example
        for document in DOCUMENTS
        for part in parts(document)
        if isinstance(part, Table) and part.columns[0] == "filter"
        for row in part.rows
        for example in codes(row[0])
    ]
    assert len(shown) > 60
    for example in shown:
        parse_query(example, date(2026, 1, 1))


@pytest.mark.parametrize("document", [ROOT / "README.md", GUIDE / "filters.md"], ids=name_of)
def test_every_field_of_the_filter_is_shown(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert [field for field in FIELDS if f"{field}:" not in text] == []


def test_every_value_of_the_filters_fields_is_in_the_guide() -> None:
    text = (GUIDE / "filters.md").read_text(encoding="utf-8")
    for field in FIELDS.values():
        assert [value for value in field.values if f"`{field.name}:{value}" not in text] == []


@pytest.mark.parametrize(
    ("column", "settings"), [("setting", Config()), ("setting of `[summarize]`", SummarizeSettings())]
)
def test_every_setting_is_in_the_guide_with_its_default(column: str, settings: Config | SummarizeSettings) -> None:
    table = next(part for part in parts(GUIDE / "config.md") if isinstance(part, Table) and part.columns[0] == column)
    told = {codes(row[0])[0]: row[1].strip("`") for row in table.rows}
    defaults = {field.name: getattr(settings, field.name) for field in fields(settings)}
    assert told == {name: _as_toml(value) for name, value in defaults.items()}


def _as_toml(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
        case int() | float():
            return str(value)
        case _:
            assert not value or isinstance(value, Keymap | FetchSettings | SummarizeSettings)
            return "none"


def test_every_message_that_is_a_symptom_is_one_of_the_program() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    tables = [part for part in parts(GUIDE / "troubleshooting.md") if isinstance(part, Table)]
    symptoms = [
        code for table in tables if table.columns[0] == "symptom" for row in table.rows for code in codes(row[0])
    ]
    messages = [code for code in symptoms if " " in code and not code.startswith("config.toml:")]
    assert len(messages) > 10
    for message in messages:
        assert [part for part in message.split("…") if part.strip() not in source] == [], message


@documents
def test_every_link_leads_somewhere(document: Path) -> None:
    for target in links(document):
        if target.startswith("https://"):
            continue
        file, _, anchor = target.partition("#")
        linked = (document.parent / file).resolve() if file else document
        assert linked.exists(), target
        assert linked.is_relative_to(ROOT), target
        assert not anchor or anchor in anchors(linked), target


def test_every_page_of_the_guide_can_be_reached_from_the_readme() -> None:
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        document = waiting.pop()
        reached.add(document)
        found = {(document.parent / link.partition("#")[0]).resolve() for link in links(document) if ".md" in link}
        waiting += [page for page in found if page.is_file() and page not in reached]
    assert set(DOCUMENTS) <= reached


def test_the_two_commands_stand_in_the_readme_once() -> None:
    started = [line for line in README.splitlines() if line.startswith("python3 -m venv")]
    assert [line.rsplit("/", 1)[1] for line in started] == ["newsreader", "pytest"]
