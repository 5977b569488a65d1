"""Opening and copying links, with a stand-in for the desktop's opener."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import pytest

from newsreader.links import LONGEST, Link
from newsreader.ui.app import CLIPBOARD_LIMIT
from newsreader.ui.boxes.confirm import ConfirmScreen
from newsreader.ui.boxes.links import LinksScreen
from newsreader.ui.story.page import LinkTarget
from newsreader.ui.terminal.opener import Browser, find_browser
from newsreader.ui.widgets.story_view import StoryView

if TYPE_CHECKING:
    from tests.ui.conftest import Desk

STORM_LINK = "https://harbour.example/storm"


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """A desktop whose opener only notes the addresses it gets, and gives them back."""
    noted = tmp_path / "opened"
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("xdg-open", "open"):
        script = folder / name
        script.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$#\" \"$@\" >> '{noted}.part' && mv '{noted}.part' '{noted}'\n")
        script.chmod(0o755)
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
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
        assert ui.notices() == [f"No browser to open here: The address is copied instead: {STORM_LINK}"]
        assert STORM_LINK in ui.screen_text()
    assert opened() == []


async def test_an_opener_that_can_not_be_started_is_reported(
    full_desk: Desk, opened: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_named: object) -> None:
        raise OSError(8, "Exec format error")

    monkeypatch.setattr("newsreader.ui.terminal.opener.subprocess.Popen", fail)
    async with full_desk.open() as ui:
        await ui.press("o")
        reason = "The browser could not be started (Exec format error)"
        told = [f"{reason}: The address is copied instead: {STORM_LINK}"]
        await ui.until(lambda: ui.notices() == told, "the failure is told")
        assert ui.app.clipboard == STORM_LINK


HOSTILE: Final = (
    "javascript:alert(1)",
    "JavaScript://harbour.example/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "file:///etc/passwd",
    "ftp://evil.example/",
    "ssh://evil.example",
    "smb://evil.example/share",
    "vscode://file/etc/passwd",
    "view-source:https://evil.example",
    "--remote-debugging-port=9222",
    "--proxy=x https://evil.example",
    "//evil.example/",
    "https:",
    "https:///evil.example",
    "https://",
    "https://user@evil.example/",
    "https://good.example:443@evil.example/",
    "https://good.example%2f@evil.example/",
    "https://good.example%40evil.example/",
    "https://evil.example/\\x",
    "https:\\\\evil.example",
    "https://evil.example/a b",
    "https://evil.example/\t",
    "https://evil.example/\nSet-Cookie: x",
    "https://evil.example/\x1b]52;c;eA==\x07",
    "https://evil.example/\u202egpj.exe",
    "https://ev\u200bil.example/",
    "https://evil.example\u2028.good.example/",
    "https://evil.example\uff20good.example/",
    "https://fa\u00df.example/",
    "https://evil.example:99999/",
    "https://$(touch x).example/",
    "https://`id`.example/",
    "https://evil.example;id/",
    "https://a.example/" + "x" * 3000,
)
"""Addresses that may not reach a browser as they are; some are plain after cleaning."""


@pytest.mark.parametrize("url", HOSTILE)
async def test_a_hostile_address_reaches_no_browser_by_any_way(
    desk: Desk, opened: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    handed: list[Link] = []
    monkeypatch.setattr("newsreader.ui.main.links.open_in_window", lambda link, *_: handed.append(link))
    outlet = {"name": "Evil", "website": url, "bias": {"rating": "left", "source": "x", "url": url}}
    desk.library.story("bad", "Bad link", original={"url": url, "kind": "article"}, outlet=outlet, topics=[url])
    desk.library.write("text.md", f"---\ntitle: In the text\n---\nGo [here]({url}), <{url}> or [there]: {url}\n")
    async with desk.open(size=(130, 40)) as ui:
        for _ in range(2):
            await ui.press("o", "w", "y")
            ui.app.keys.run("links")
            await ui.settled()
            if isinstance(ui.app.screen, LinksScreen):
                await ui.press("enter")
            for target in ui.main.query_one(StoryView).page.targets:
                if isinstance(target, LinkTarget):
                    ui.app.keys.start(ui.main.links.open_target(target))
                    await ui.settled()
                    if isinstance(ui.app.screen, ConfirmScreen):
                        await ui.press("y")
            await ui.press("j")
        copied = ui.app.clipboard
    assert opened() == []
    for address in [*(link.url for link in handed), *filter(None, [copied])]:
        parts = urlsplit(address)
        assert address != url
        assert address.isprintable()
        assert len(address) <= LONGEST
        assert parts.scheme in ("http", "https")
        assert parts.hostname
        assert parts.hostname.isascii()
        assert "@" not in parts.netloc
        assert not set(address) & set(" \\")


async def test_a_host_of_letters_that_look_alike_is_shown_and_opened_in_ascii(
    desk: Desk, opened: Callable[[], list[str]]
) -> None:
    desk.library.story("apple", "Apple", original={"url": "https://аррӏе.com/ü", "kind": "article"})
    async with desk.open() as ui:
        await ui.press("o")
        await ui.until(opened, "the opener was started")
        assert ui.notices() == ["Opening: xn--80ak6aa92e.com"]
        assert opened() == ["1", "https://xn--80ak6aa92e.com/ü"]


async def test_the_ascii_host_stands_wherever_an_address_of_other_letters_does(desk: Desk) -> None:
    """An address with that host in its path looks as if it had been shown already."""
    url = "https://\u0430pple.com/xn--pple-43d.com"
    desk.library.story("apple", "Apple", original={"url": url, "kind": "article"}, summary=f"See {url} now.")
    async with desk.open(size=(130, 40)) as ui:
        assert f"{url} [xn--pple-43d.com]" in ui.text("#story-text")
        ui.app.keys.run("links")
        await ui.settled()
        assert isinstance(ui.app.screen, LinksScreen)
        shown = " ".join(ui.screen_text().split())
        assert "xn--pple-43d.com · the original" in shown
        assert f"{url} leads to xn--pple-43d.com" in shown


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("cjk.yaml", "詳しくは https://a.example/x。次の文（https://b.example/y）も「https://c.example/z」。"),
        (
            "table.md",
            "| a | b |\n|---|---|\n| [cell](https://a.example/x) | https://b.example/y |\n\n> <https://c.example/z>",
        ),
    ],
    ids=["text without spaces", "table"],
)
async def test_all_links_are_listed_copied_and_opened_alike(
    desk: Desk, opened: Callable[[], list[str]], name: str, body: str
) -> None:
    is_markdown = name.endswith(".md")
    text = f"# Links\n\nText.\n\n{body}\n" if is_markdown else f"title: Links\nsummary: {body}\n"
    (desk.library.root / name).write_text(text, encoding="utf-8")
    urls = ["https://a.example/x", "https://b.example/y", "https://c.example/z"]
    async with desk.open() as ui:
        story = ui.main.query_one(StoryView).page
        assert [target.url for target in story.targets if isinstance(target, LinkTarget)] == urls
        await ui.press("l")
        assert isinstance(ui.app.screen, LinksScreen)
        assert [line for line in ui.screen_text().split() if line in urls][:3] == urls
        await ui.press("down", "ctrl+y")
        assert ui.app.clipboard == urls[1]
        await ui.press("enter")
        await ui.until(opened, "the opener was started")
        assert opened() == ["1", urls[1]]


async def test_a_browser_that_fails_at_once_is_reported_and_the_address_copied(
    full_desk: Desk, opened: Callable[[], list[str]], tmp_path: Path
) -> None:
    (tmp_path / "bin" / "xdg-open").write_text("#!/bin/sh\nexit 3\n")
    async with full_desk.open() as ui:
        await ui.press("o")
        told = [f"The browser failed: The address is copied instead: {STORM_LINK}"]
        await ui.until(lambda: ui.notices() == told, "the failure is told")
        assert ui.app.clipboard == STORM_LINK


@pytest.mark.parametrize("named", ["w3m -o x=y", "firefox:w3m", "sh -c 'id'", "-x", "w3m %s", "$(id)", "no-such-one"])
async def test_a_browser_of_the_environment_that_is_no_plain_program_is_refused(
    full_desk: Desk, opened: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    monkeypatch.setenv("BROWSER", named)
    async with full_desk.open() as ui:
        await ui.press("o")
        assert "BROWSER" in ui.notices()[0]
        assert ui.app.clipboard == STORM_LINK
    assert opened() == []


async def test_what_is_copied_is_clean_one_line_and_bounded(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        ui.app.copy_to_clipboard("é" * 50_000 + "\x1b]52;c;eA==\x07")
        assert len(ui.app.clipboard.encode()) <= CLIPBOARD_LIMIT
        assert set(ui.app.clipboard) == {"é"}
        ui.app.copy_to_clipboard("a\x1b[31mb\x9bc\x00\u202ed")
        assert "\x1b" not in ui.app.clipboard
        assert not [char for char in ui.app.clipboard if not char.isprintable() and char != "\n"]


@pytest.mark.parametrize(
    ("environment", "installed", "found"),
    [
        ({"DISPLAY": ":0"}, ("xdg-open", "w3m"), ("xdg-open", False)),
        ({"WAYLAND_DISPLAY": "w"}, ("xdg-open", "w3m"), ("xdg-open", False)),
        ({"DISPLAY": ":0"}, ("lynx",), ("lynx", True)),
        ({}, ("xdg-open", "lynx", "links"), ("lynx", True)),
        ({}, ("xdg-open", "browsh"), ("browsh", True)),
        ({}, ("xdg-open",), None),
        ({"DISPLAY": ":0", "BROWSER": "firefox"}, ("xdg-open", "firefox", "w3m"), ("firefox", False)),
        ({"DISPLAY": ":0", "BROWSER": "elinks"}, ("xdg-open", "elinks"), ("elinks", True)),
        ({"DISPLAY": ":0", "SSH_TTY": "/dev/pts/1"}, ("xdg-open", "w3m"), None),
        ({"BROWSER": "w3m", "SSH_CONNECTION": "1 2 3 4"}, ("w3m",), None),
    ],
)
def test_the_browser_is_a_graphical_one_or_one_for_the_terminal(
    tmp_path: Path, environment: dict[str, str], installed: tuple[str, ...], found: tuple[str, bool] | None
) -> None:
    for name in installed:
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    browser = find_browser({"PATH": str(tmp_path), **environment})
    assert (browser and (Path(browser.command[0]).name, browser.is_in_terminal)) == found


def test_a_name_that_is_a_link_to_a_browser_for_the_terminal_is_one(tmp_path: Path) -> None:
    (tmp_path / "w3m").write_text("#!/bin/sh\n")
    (tmp_path / "w3m").chmod(0o755)
    (tmp_path / "www-browser").symlink_to("w3m")
    browser = find_browser({"PATH": str(tmp_path), "BROWSER": "www-browser", "DISPLAY": ":0"})
    assert browser == Browser((str(tmp_path / "www-browser"),), is_in_terminal=True)


async def test_a_missing_link_is_reported(desk: Desk, opened: Callable[[], list[str]]) -> None:
    desk.library.story("bare", "No link at all")
    async with desk.open() as ui:
        for key, told in (
            ("o", "This story has no link to its original. Its file can have one, under original: url:"),
            ("w", "The website of this outlet is not known. outlets.yaml can have it, under website:"),
            ("y", "This story has no link to copy. Its file can have one, under original: url:"),
        ):
            await ui.press(key)
            assert ui.notices() == [told]
    assert opened() == []


async def test_link_keys_in_an_empty_library_do_no_harm(desk: Desk, opened: Callable[[], list[str]]) -> None:
    async with desk.open() as ui:
        await ui.press("o", "w", "y", "f", "b", "m", "enter", "z", "z")
        assert ui.app.clipboard == ""
    assert opened() == []
