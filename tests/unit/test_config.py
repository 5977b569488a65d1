"""A setting that is wrong says what, where and what was meant; the rest counts."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from newsreader.config import Config, choose_library, load_config, require_config
from newsreader.errors import UsageError
from newsreader.paths import Paths
from newsreader.views import View


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "config", tmp_path / "data", tmp_path / "cache")


def test_without_a_file_all_is_default(file: Path) -> None:
    loaded = load_config(file)
    assert (loaded.config, loaded.problems) == (Config(), ())


def test_every_setting_is_read(file: Path) -> None:
    file.write_text(
        'library = "/news"\ntheme = "dark"\ntext_width = 80\nread_after = 2\nread_when = "end"\nascii = true\n'
        'sort = "event"\n'
    )
    assert require_config(file) == Config("/news", "dark", 80, 2.0, "end", ascii=True, sort="event")


@pytest.mark.parametrize(
    ("text", "line", "message", "fix"),
    [
        ('\n\nlibary = "x"\n', 3, 'There is no setting "libary".', 'Did you mean "library"?'),
        ("# a\nwholly_unlike = 1\n", 2, 'There is no setting "wholly_unlike".', "The settings are library, theme"),
        ("theme = 3\n", 1, '"theme" has to be text in quotes.', "'newsreader-dark'"),
        ("library = true\n", 1, '"library" has to be text in quotes.', "The default, ''"),
        ("[library]\npath = 1\n", 1, '"library" has to be text in quotes.', "is used"),
        ("text_width = 29\n", 1, '"text_width" has to be a whole number from 30 to 200.', "72"),
        ("text_width = 201\n", 1, '"text_width" has to be', "72"),
        ("text_width = 80.0\n", 1, '"text_width" has to be', "72"),
        ("text_width = true\n", 1, '"text_width" has to be', "72"),
        ('text_width = "80"\n', 1, '"text_width" has to be', "72"),
        ("ascii = 1\n", 1, '"ascii" has to be true or false.', "Nothing is set."),
        ("read_after = -1\n", 1, '"read_after" has to be a number of seconds from 0 to 3600.', "5.0"),
        ("read_after = nan\n", 1, '"read_after" has to be', "5.0"),
        ("read_after = inf\n", 1, '"read_after" has to be', "5.0"),
        ("read_after = false\n", 1, '"read_after" has to be', "5.0"),
        ("read_after = 2024-06-20\n", 1, '"read_after" has to be', "5.0"),
        (
            'read_when = "later"\n',
            1,
            '"read_when" has to be "opened" or "shown" or "end".',
            "The default, 'opened', is used.",
        ),
        (
            'read_when = "shwon"\n',
            1,
            '"read_when" has to be "opened" or "shown" or "end".',
            'Did you mean "shown"? The default',
        ),
        ('sort = "evnt"\n', 1, '"sort" has to be "newest" or "oldest" or', 'Did you mean "event"?'),
        ("read_when = true\n", 1, '"read_when" has to be text in quotes.', "'opened'"),
        (
            "\nviews = 3\n",
            2,
            '"views" has to be a table of names and filters.',
            'Write [views], then Left = "bias:left"',
        ),
        ("[[views]]\nx = 1\n", 1, '"views" has to be a table', "[views]"),
        ('[veiws]\nLeft = "bias:left"\n', 1, 'There is no setting "veiws".', 'Did you mean "views"?'),
    ],
)
def test_a_bad_value_leaves_the_default_and_is_reported(
    file: Path, text: str, line: int, message: str, fix: str
) -> None:
    file.write_text(text)
    loaded = load_config(file)
    assert loaded.config == Config()
    (problem,) = loaded.problems
    assert (problem.path, problem.line) == (str(file), line)
    assert message in problem.message
    assert fix in problem.fix
    with pytest.raises(UsageError, match=r"config\.toml"):
        require_config(file)


def test_a_bad_value_costs_no_other(file: Path) -> None:
    file.write_text("text_width = 1\nread_after = 0\n")
    loaded = load_config(file)
    assert loaded.config == Config(read_after=0)
    assert len(loaded.problems) == 1


def test_views_are_read_in_their_order(file: Path) -> None:
    file.write_text(
        'theme = "dark"\n[views]\nWar = "war -tariff"\n"Às vésperas" = "date:..2020"\n'
        'two = """is:unread\nlang:pt"""\nAll = ""\n'
    )
    assert require_config(file).views == (
        View("War", "war -tariff"),
        View("Às vésperas", "date:..2020"),
        View("two", "is:unread lang:pt"),
        View("All", ""),
    )


@pytest.mark.parametrize(
    ("bad", "line", "message", "fix"),
    [
        ("bad = 3", 4, 'The filter of the view "bad" has to be text in quotes.', 'Left = "bias:left"'),
        ("'bad' = true", 4, 'The filter of the view "bad" has to be text', ""),
        ('theme = ["war"]', 4, 'The filter of the view "theme" has to be text', ""),
        ('bad.x = "war"', 4, 'The filter of the view "bad" has to be text', ""),
        ('"" = "war"', 4, "A view has no name.", "Give it one"),
        ('"  " = "war"', 4, "A view has no name.", "Give it one"),
        ('" good " = "war"', 4, 'There are two views "good".', "rename the other"),
        (f'"{"x" * 41}" = "war"', 4, f'The view "{"x" * 40}…" has more than 40 letters.', "Shorten its name."),
        ('"b\\u0061d" = 3', 2, 'The filter of the view "bad" has to be text', ""),
    ],
)
def test_a_bad_view_costs_only_itself(file: Path, bad: str, line: int, message: str, fix: str) -> None:
    file.write_text(f'theme = "dark"\n[views]\ngood = "peace"\n{bad}\n"{"y" * 40}" = "last"\n')
    loaded = load_config(file)
    assert loaded.config == Config(theme="dark", views=(View("good", "peace"), View("y" * 40, "last")))
    (problem,) = loaded.problems
    assert (problem.path, problem.line) == (str(file), line)
    assert message in problem.message
    assert fix in problem.fix


def test_the_name_of_a_view_is_fit_to_be_shown(file: Path) -> None:
    file.write_text('views = {"\\u001b[31mred\\u202e" = "war\\u001b]0;x\\u0007"}\n')
    assert require_config(file).views == (View("red", "war"),)


def test_a_hundred_views_are_enough(file: Path) -> None:
    file.write_text("[views]\n" + "".join(f'v{number} = "{number}"\n' for number in range(100)))
    assert len(require_config(file).views) == 100
    file.write_text("[views]\n" + "".join(f'v{number} = "{number}"\n' for number in range(300)))
    loaded = load_config(file)
    assert loaded.config.views[-1] == View("v99", "99")
    assert [(problem.line, problem.message) for problem in loaded.problems] == [(1, "There are more than 100 views.")]


def test_a_setting_is_not_looked_for_among_the_views(file: Path) -> None:
    file.write_text('[views]\ntheme = "war"\n\n[theme]\ndark = true\n')
    loaded = load_config(file)
    assert loaded.config.views == (View("theme", "war"),)
    assert [(problem.line, problem.message) for problem in loaded.problems] == [
        (4, '"theme" has to be text in quotes.')
    ]


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"theme = \n", (1, 9)),
        (b'theme = "a"\ntheme = "b"\n', (2, 12)),
        (b"\xff\xfe", (1, 1)),
        (b"a = " + b"[" * 5000, (1, 1)),
        (b"text_width = " + b"9" * 5000, (1, 1)),
        (b"read_after = 2024-13-45\n", None),
        (b"\0", None),
    ],
)
def test_a_file_that_is_no_toml_says_where(file: Path, data: bytes, place: tuple[int, int] | None) -> None:
    file.write_bytes(data)
    loaded = load_config(file)
    assert loaded.config == Config()
    (problem,) = loaded.problems
    assert problem.line >= 1
    assert place is None or (problem.line, problem.column) == place
    assert problem.fix


def test_a_byte_order_mark_does_not_matter(file: Path) -> None:
    file.write_bytes(b'\xef\xbb\xbftheme = "nord"\r\nread_afterr = 1\r\n')
    loaded = load_config(file)
    assert loaded.config.theme == "nord"
    assert [(problem.line, problem.column > 0) for problem in loaded.problems] == [(2, True)]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_file_in_utf_16_is_named_as_such(file: Path, encoding: str) -> None:
    file.write_bytes('\ufefftheme = "nord"\n'.encode(encoding))
    (problem,) = load_config(file).problems
    assert problem.message == "The config file is UTF-16, not UTF-8 text."
    assert problem.fix == "Save it as UTF-8, or move the file away."


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (Path.mkdir, "Is a directory"),
        (os.mkfifo, "not a regular file"),
        (lambda path: path.symlink_to("/dev/zero"), "not a regular file"),
        (lambda path: path.write_bytes(b"#" * (1024 * 1024 + 1)), "larger than 1 MB"),
    ],
    ids=["folder", "pipe", "device", "too large"],
)
def test_what_can_not_be_read_is_reported(file: Path, make: Callable[[Path], object], told: str) -> None:
    make(file)
    loaded = load_config(file)
    (problem,) = loaded.problems
    assert problem.message.startswith("The config file can't be read: ")
    assert told in problem.message
    assert loaded.config == Config()


def test_the_nearest_named_library_opens(tmp_path: Path, paths: Paths) -> None:
    named, in_environment, in_config = (tmp_path / name for name in ("named", "environment", "config"))
    for folder in (named, in_environment, in_config):
        folder.mkdir()
    environment, config = {"NEWSREADER_LIBRARY": str(in_environment)}, Config(library=str(in_config))
    assert choose_library(str(named), environment, config, paths).root == named
    assert choose_library(None, environment, config, paths).root == in_environment
    assert choose_library(None, {}, config, paths).root == in_config
    assert choose_library(None, {"NEWSREADER_LIBRARY": ""}, Config(), paths).is_sample
    paths.default_library.mkdir(parents=True)
    choice = choose_library(None, {}, Config(), paths)
    assert (choice.root, choice.is_sample) == (paths.default_library, False)


@pytest.mark.parametrize("folder", ["/nowhere/at/all", "~nobody-of-that-name/news", "a\0b"])
def test_a_library_that_is_named_has_to_be_there(folder: str, paths: Paths) -> None:
    with pytest.raises(UsageError, match="There is no library at"):
        choose_library(folder, {}, Config(), paths)


def test_the_folder_of_a_library_says_which_index_is_its_own(tmp_path: Path, paths: Paths) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "a")
    assert paths.index_file(tmp_path / "a") == paths.index_file(tmp_path / "link")
    assert paths.index_file(tmp_path / "a") != paths.index_file(tmp_path / "b")


def test_a_view_has_the_key_that_the_config_gives_it(file: Path) -> None:
    file.write_text('[views]\nSea = { filter = "coast", key = "F6" }\nHill = { filter = "hill" }\n')
    assert require_config(file).views == (View("Sea", "coast", key="f6"), View("Hill", "hill"))


@pytest.mark.parametrize(
    ("view", "message", "fix"),
    [
        ('{ filter = "x", key = "b" }', 'can\'t have b, which is the key of the command "bookmark".', "F6"),
        ('{ filter = "x", key = "Shift+b" }', 'can\'t have B, which is the key of the command "bookmarks-only".', "F6"),
        ('{ filter = "x", key = "k" }', 'can\'t have k, which is the key of the command "list-up".', "F6"),
        ('{ filter = "x", key = "F2" }', 'can\'t have F2, which is the key of the command "sort".', "F6"),
        ('{ filter = "x", key = "F7" }', 'can\'t have F7, which is the key of the view "good".', "F6"),
        ('{ filter = "x", key = "Ctr+e" }', 'There is no key "Ctr+e".', 'Did you mean "Ctrl+e"?'),
        ('{ filter = "x", key = 3 }', "The key of a view has to be text", "As in"),
        ('{ filter = "x", kye = "F6" }', 'A view has no "kye".', "Write it as in"),
    ],
)
def test_a_key_that_a_view_can_not_have_costs_only_the_key(file: Path, view: str, message: str, fix: str) -> None:
    good = 'good = { filter = "peace", key = "F7" }'
    file.write_text(f'[views]\n{good}\nbad = {view}\n[keys]\nsort = "F2"\n')
    loaded = load_config(file)
    assert loaded.config.views == (View("good", "peace", key="f7"), View("bad", "x"))
    (problem,) = loaded.problems
    assert problem.line == 3
    assert message in problem.message
    assert fix in problem.fix


def test_a_view_in_a_table_needs_its_filter(file: Path) -> None:
    file.write_text('[views]\nbad = { key = "F7" }\n')
    (problem,) = load_config(file).problems
    assert problem.message == 'The filter of the view "bad" has to be text in quotes.'
