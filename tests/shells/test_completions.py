"""What the shells offer behind `newsreader`. This needs bash, zsh and fish, and is run by `.ci/run`."""

from __future__ import annotations

import pytest
from tests.shells.conftest import Complete

from newsreader.cli.command import Group
from newsreader.cli.commands import PROGRAM
from newsreader.query import FIELDS, Field

GROUPS = [PROGRAM, *(command for command in PROGRAM.commands if isinstance(command, Group))]


def test_all_commands_are_offered(complete: Complete) -> None:
    assert complete("newsreader ") == {command.name for command in PROGRAM.commands}


@pytest.mark.parametrize("group", GROUPS[1:], ids=lambda group: str(group.name))
def test_the_commands_of_a_group_are_offered(complete: Complete, group: Group) -> None:
    assert complete(f"newsreader {group.name} ") == {command.name for command in group.commands}


def test_a_command_goes_on_from_its_beginning(complete: Complete) -> None:
    assert complete("newsreader bookm") == {"bookmark"}
    assert complete("newsreader bookmark ex") == {"export"}


def test_a_command_is_found_behind_options_and_their_values(complete: Complete) -> None:
    assert complete("newsreader --library list book") == {"bookmark"}
    assert complete("newsreader --rescan bookmark --library x i") == {"import"}


def test_the_options_of_a_command_are_offered(complete: Complete) -> None:
    assert {word.rstrip("=") for word in complete("newsreader list --")} == {
        "--help", "--library", "--rescan", "--limit", "--format",
    }  # fmt: skip
    assert {word.rstrip("=") for word in complete("newsreader bookmark export --fo")} == {"--format", "--force"}
    assert {word.rstrip("=") for word in complete("newsreader --f")} == {"--filter"}
    assert {word.rstrip("=") for word in complete("newsreader bookmark remove --q")} == {"--query"}
    assert {word.rstrip("=") for word in complete("newsreader open x --w")} == {"--website"}


def test_the_choices_of_an_option_are_offered(complete: Complete) -> None:
    assert complete("newsreader list --format ") == {"table", "json", "jsonl", "ids"}
    assert complete("newsreader show --format m") == {"markdown"}
    assert complete("newsreader stats --format ") == {"table", "json"}
    assert {word.removeprefix("--format=") for word in complete("newsreader list --format=json")} == {"json", "jsonl"}


def test_folders_alone_are_offered_for_a_library_and_files_for_an_import(complete: Complete) -> None:
    assert complete("newsreader --library n") == {"news folder"}
    assert complete("newsreader init n") == {"news folder"}
    assert complete("newsreader bookmark import n") == {"news folder", "notes.json"}
    assert complete("newsreader check not") == {"notes.json"}


def test_behind_a_filter_may_stand_a_file(complete: Complete) -> None:
    assert "notes.json" in complete("newsreader export notes")
    assert "notes.json" in complete("newsreader export is:unread notes")
    assert complete("newsreader export is:unr") == {"is:unread"}
    assert "notes.json" in complete("newsreader import no")


@pytest.mark.parametrize(
    "before", ["list ", "--filter ", "mark read ", "tag add later ", "list climate ferry ", "bookmark add --query "]
)
def test_the_fields_of_the_filter_are_offered(complete: Complete, before: str) -> None:
    assert complete(f"newsreader {before}bi") == {"bias:"}
    assert complete(f"newsreader {before}") >= {f"{field}:" for field in FIELDS}


@pytest.mark.parametrize("field", [field for field in FIELDS.values() if field.values], ids=lambda field: field.name)
def test_the_values_of_a_field_are_offered(complete: Complete, field: Field) -> None:
    offered = {f"{field.name}:{value}" for value in field.values}
    assert complete(f"newsreader list {field.name}:") == offered


def test_a_value_goes_on_from_its_beginning_also_behind_a_comma_and_a_minus(complete: Complete) -> None:
    assert complete("newsreader list bias:lef") == {"bias:left"}
    assert complete("newsreader list ferry bias:left,rig") == {"bias:left,right"}
    assert complete("newsreader list -is:b") == {"-is:bookmarked"}


def test_nothing_is_offered_where_nothing_is_known(complete: Complete) -> None:
    assert complete("newsreader list --limit ") == set()
    assert complete("newsreader list title:") == set()
    assert complete("newsreader paths ") == set()
    assert complete("newsreader note set ") == set()
    assert complete("newsreader tag rename ") == set()
