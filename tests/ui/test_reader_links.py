"""Opening and copying links, with a stand-in for the desktop's opener."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.ui.conftest import Desk

STORM_LINK = "https://harbour.example/storm"


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """A desktop whose opener only notes what it is given; tells what that was."""
    noted = tmp_path / "opened"
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("xdg-open", "open"):
        script = folder / name
        script.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$#\" \"$@\" >> '{noted}.part' && mv '{noted}.part' '{noted}'\n")
        script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", ":7")
    return lambda: noted.read_text().split() if noted.exists() else []


async def test_the_original_opens_in_the_browser(full_desk: Desk, opened: Callable[[], list[str]]) -> None:
    async with full_desk.open() as ui:
        await ui.press("o")
        await ui.until(opened, "the opener was started")
        assert opened() == ["1", STORM_LINK]
        assert ui.notices() == ["Opening: harbour.example"]


async def test_the_website_of_the_outlet_opens(full_desk: Desk, opened: Callable[[], list[str]]) -> None:
    async with full_desk.open() as ui:
        await ui.rush("j", "w")
        await ui.until(opened, "the opener was started")
        assert opened() == ["1", "https://hill.example"], "of the story the cursor is on by now"


async def test_the_link_is_copied(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("y")
        assert ui.app.clipboard == STORM_LINK
        assert ui.notices() == [f"Copied: {STORM_LINK}"]


async def test_without_an_original_the_website_is_copied(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.rush("G", "y")
        assert ui.app.clipboard == "https://hill.example"


@pytest.mark.parametrize("surroundings", [{}, {"DISPLAY": ":7", "SSH_CONNECTION": "1.2.3.4 5 6.7.8.9 22"}])
async def test_without_a_browser_the_address_is_shown_and_copied(
    full_desk: Desk, opened: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch, surroundings: dict[str, str]
) -> None:
    monkeypatch.delenv("DISPLAY")
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)
    async with full_desk.open() as ui:
        await ui.press("o")
        assert ui.app.clipboard == STORM_LINK
        assert ui.notices() == [
            "No browser to open here: The address is copied instead.",
            f"Copied: {STORM_LINK}",
        ]
        assert STORM_LINK in ui.screen_text()
    assert opened() == []


async def test_an_opener_that_can_not_be_started_is_told(
    full_desk: Desk, opened: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_named: object) -> None:
        raise OSError(8, "Exec format error")

    monkeypatch.setattr("newsreader.ui.opener.subprocess.Popen", fail)
    async with full_desk.open() as ui:
        await ui.press("o")
        await ui.until(lambda: len(ui.notices()) == 2, "the failure is told")
        assert "could not be started" in ui.notices()[1]
        assert STORM_LINK in ui.notices()[1]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://good.example@evil.example/",
        "https://evil.example/\\x",
        "--remote-debugging-port=9222",
        "https://",
        "https://a.example/" + "x" * 3000,
    ],
)
async def test_a_bad_link_is_refused(desk: Desk, opened: Callable[[], list[str]], url: str) -> None:
    desk.library.story("bad", "Bad link", original={"url": url, "kind": "article"})
    async with desk.open() as ui:
        await ui.press("o", "y")
        assert ui.app.clipboard == ""
        assert len(ui.notices()) == 2
        assert all(notice.startswith(("Not opened: ", ": This story has no link")) for notice in ui.notices())
    assert opened() == []


async def test_a_missing_link_is_told(desk: Desk, opened: Callable[[], list[str]]) -> None:
    desk.library.story("bare", "No link at all")
    async with desk.open() as ui:
        await ui.press("o", "w", "y")
        assert [notice.removeprefix(": ") for notice in ui.notices()] == [
            "This story has no link to its original. Its file can have one, under original: url:",
            "The website of this outlet is not known. outlets.yaml can have it, under website:",
            "This story has no link to copy. Its file can have one, under original: url:",
        ]
    assert opened() == []


async def test_link_keys_in_an_empty_library_do_no_harm(desk: Desk, opened: Callable[[], list[str]]) -> None:
    async with desk.open() as ui:
        await ui.press("o", "w", "y", "f", "b", "m", "enter", "z", "z")
        assert ui.app.clipboard == ""
    assert opened() == []
