"""Names of keys, and who has which key when the user wants others."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from textual.keys import _character_to_key

from newsreader.config import load_config
from newsreader.keys.commands import BY_NAME, COMMANDS, FORMER_NAMES, KeyContext
from newsreader.keys.keymap import DEFAULT_KEYMAP, Clash, Keymap, remapped
from newsreader.keys.names import KeyNameError, character_of, key_name, parse_key


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("/", "slash"), ("?", "question_mark"), ("Ctrl+r", "ctrl+r"), ("ctrl+R", "ctrl+r"), ("F1", "f1"),
        ("Space", "space"), ("PgDn", "pagedown"), ("page down", "pagedown"), ("Shift+Tab", "shift+tab"),
        ("↓", "down"), ("down", "down"), ("B", "B"), ("Shift+b", "B"), ("Ctrl++", "ctrl+plus"), ("-", "minus"),
        ("ctrl-x", "ctrl+x"), ("Shift+Ctrl+Up", "ctrl+shift+up"), ("ä", "ä"), ("esc", "escape"), (" Del ", "delete"),
    ],
)  # fmt: skip
def test_keys_are_written_as_people_do(written: str, key: str) -> None:
    assert parse_key(written) == key


@pytest.mark.parametrize(
    ("written", "fix"),
    [("", "Write it as in"), ("Ctr+e", '"Ctrl+e"'), ("Spce", '"Space"'), ("F99", '"F9"'), ("Ctrl+i", '"Tab"'),
     ("Ctrl+m", '"Enter"'), ("Ctrl+[", '"Esc"'), ("Shift+1", "Write that sign."), ("Ctrl+", "Write it as in")],
)  # fmt: skip
def test_what_is_no_key_says_what_is(written: str, fix: str) -> None:
    with pytest.raises(KeyNameError) as caught:
        parse_key(written)
    assert fix in caught.value.fix


def test_every_key_is_named_so_that_it_is_understood_again() -> None:
    for command in COMMANDS:
        for key in command.keys:
            assert parse_key(key_name(key)) == key


@pytest.mark.parametrize("character", [chr(code) for code in range(0x21, 0x7F)])
def test_signs_are_called_as_events_call_them(character: str) -> None:
    assert parse_key(character) == _character_to_key(character)
    assert character_of(parse_key(character)) == character == key_name(parse_key(character))


def clashing(keymap: Keymap) -> list[tuple[str, str]]:
    return [
        (one.name, other.name)
        for one, other in combinations(COMMANDS, 2)
        if one.clashes_with(other) and set(keymap.keys_of(one.name)) & set(keymap.keys_of(other.name))
    ]


def test_no_key_means_two_things_in_one_place() -> None:
    assert clashing(DEFAULT_KEYMAP) == []
    assert len(BY_NAME) == len(COMMANDS)
    typed = [command for command in COMMANDS if command.place.takes_text]
    assert {command.place for command in typed} == {
        KeyContext.FIND,
        KeyContext.FILTER,
        KeyContext.BOX,
        KeyContext.NOTE,
        KeyContext.ADD,
    }
    assert not any(character_of(key) for command in typed for key in command.keys)


def test_a_key_that_is_wanted_is_lost_to_who_had_it() -> None:
    keymap, clashes = remapped({"sort": ("s",), "next-unread": ("space",)})
    assert clashes == []
    assert (keymap.keys_of("sort"), keymap.keys_of("bookmark")) == (("s",), ("b",))
    assert keymap.lost["bookmark"] == {"s": "sort"}
    assert keymap.lost["list-select"] == {"space": "next-unread"}
    assert keymap.lost["story-read-on"] == {"space": "next-unread"}
    assert keymap.shown("list-select") == "“Select”"
    assert clashing(keymap) == []


def test_two_commands_can_change_keys() -> None:
    keymap, clashes = remapped({"next-unread": ("p",), "previous-unread": ("n",)})
    assert (keymap.first("next-unread"), keymap.first("previous-unread"), clashes) == ("p", "n", [])


def test_of_two_that_want_a_key_the_first_has_it() -> None:
    keymap, clashes = remapped({"read": ("x",), "note": ("x", "e"), "list-down": ("x",), "box-down": ("f5",)})
    assert clashes == [Clash("note", "x", "read"), Clash("list-down", "x", "read")]
    assert (keymap.keys_of("note"), keymap.keys_of("list-down")) == (("e",), ())


def test_nobody_is_caught_without_a_key() -> None:
    keymap, clashes = remapped({"box-accept": ("escape", "enter"), "read": ("q", "m"), "note": ("ctrl+q",)})
    assert keymap.keys_of("box-close") == ("escape",)
    assert keymap.keys_of("quit") == ("ctrl+q",)
    assert keymap.keys_of("back-or-quit") == ()
    assert Clash("box-accept", "escape", "box-close", is_last=True) in clashes
    assert Clash("note", "ctrl+q", "quit", is_last=True) in clashes
    assert clashing(keymap) == []


@pytest.mark.parametrize(
    ("line", "message", "fix"),
    [
        ('nxt-unread = "n"', 'There is no command "nxt-unread".', 'Did you mean "next-unread"?'),
        ('zzzzzz = "n"', 'There is no command "zzzzzz".', "newsreader keys"),
        ('note = "Ctr+e"', '"note": There is no key "Ctr+e".', 'Did you mean "Ctrl+e"?'),
        ("note = 3", 'The keys of "note" have to be text', "Write"),
        ("note = [3]", 'The keys of "note" have to be text', "Write"),
        ('filter-clear = "c"', '"c" would be typed as text here.', "Ctrl"),
        ('box-close = "Space"', '"Space" would be typed as text here.', "Ctrl"),
        ("quit = []", '"quit" needs a key', "Name one."),
        ('note = "x"', '"note" can\'t have x, which "read" has.', "take x off one of them"),
    ],
)
def test_a_bad_key_says_where_and_how_to_fix_it(tmp_path: Path, line: str, message: str, fix: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f'theme = "a"\n[keys]\nread = "x"\n{line}\n', encoding="utf-8")
    loaded = load_config(file)
    (problem,) = loaded.problems
    assert problem.line == 4
    assert message in problem.message
    assert fix in problem.fix
    assert loaded.config.keys.keys_of("read") == ("x",)


def test_keys_of_the_config(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[keys]\nbookmark = ["b", "x"]\nnext-unread = "Ctrl+n"\nthis-outlet = []\n', encoding="utf-8")
    loaded = load_config(file)
    assert loaded.problems == ()
    keys = loaded.config.keys
    assert [keys.every(name) for name in ("bookmark", "next-unread", "this-outlet")] == ["b x", "Ctrl+n", ""]
    file.write_text("keys = 3\n", encoding="utf-8")
    (problem,) = load_config(file).problems
    assert '"keys" has to be a table' in problem.message


@pytest.mark.parametrize(
    ("lines", "quits", "backs", "notes"),
    [
        ('quit = "q"', "q", "", 1),
        ('quit = ["q", "ctrl+q"]', "q Ctrl+q", "", 1),
        ('quit = "Q"', "Q", "", 1),
        ('quit = "Q"\nback-or-quit = "q"', "Q", "q", 0),
        ('back-or-quit = "Q"', "Ctrl+q", "Q", 0),
        ("back-or-quit = []", "Ctrl+q", "", 0),
        ('quit = "q"\nback-or-quit = "x"', "q", "x", 0),
        ('note = "q"', "Ctrl+q", "", 0),
    ],
)
def test_a_config_from_before_q_went_back_leaves_with_the_keys_that_it_names(
    tmp_path: Path, lines: str, quits: str, backs: str, notes: int
) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f"[keys]\n{lines}\n", encoding="utf-8")
    loaded = load_config(file)
    assert loaded.problems == ()
    assert [loaded.config.keys.every(name) for name in ("quit", "back-or-quit")] == [quits, backs]
    assert len(loaded.notes) == notes
    assert all((note.line, "back-or-quit" in note.fix) == (2, True) for note in loaded.notes)


def test_former_names_of_the_views_work_and_are_noted(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[keys]\nview-1 = "F5"\nview-6 = "F6"\nview-2 = "F7"\nview-unread = "F8"\n', encoding="utf-8")
    loaded = load_config(file)
    keys = loaded.config.keys
    assert [keys.every(f"view-{name}") for name in ("all", "center", "unread", "left")] == ["F5", "F6", "F8", "8"]
    assert [note.message for note in loaded.notes] == [
        'The command "view-1" is called "view-all" now.',
        'The command "view-6" is called "view-center" now.',
    ]
    (problem,) = loaded.problems
    assert problem.message == 'There is no command "view-2".', "its own name is there, too"


def test_every_former_name_is_that_of_a_command() -> None:
    assert set(FORMER_NAMES.values()) <= set(BY_NAME)
    assert not set(FORMER_NAMES) & set(BY_NAME)
