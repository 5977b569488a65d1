"""What holds for every command: usage, exit codes, streams, start-up, faults."""

from __future__ import annotations

import fcntl
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path
from pkgutil import resolve_name

import pyte
import pytest

from newsreader import __main__, __version__, cli
from newsreader.cli.command import Command, Group
from newsreader.cli.commands import PROGRAM, READER

Run = Callable[..., subprocess.CompletedProcess[str]]
Home = dict[str, str]


def all_commands(group: Group = PROGRAM, *names: str) -> list[tuple[tuple[str, ...], Command | Group]]:
    found: list[tuple[tuple[str, ...], Command | Group]] = []
    for command in group.commands:
        path = (*names, command.name)
        found.append((path, command))
        if isinstance(command, Group):
            found += all_commands(command, *path)
    return found


def test_version(home: Home, run: Run) -> None:
    done = run(home, "--version")
    assert (done.stdout, done.stderr) == (f"newsreader {__version__}\n", "")


def test_help_lists_every_command(home: Home, run: Run) -> None:
    text = run(home, "--help").stdout
    for command in PROGRAM.commands:
        assert f"  {command.name} " in text
        assert command.summary in text


@pytest.mark.parametrize(("words", "command"), all_commands())
def test_every_command_has_help_with_an_example(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], command: Command | Group
) -> None:
    assert cli.run([*words, "--help"]) == 0
    text = capsys.readouterr().out
    assert f"Example: {command.example}" in text
    assert command.example.startswith(f"newsreader {' '.join(words)}")
    assert "--library" in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("lst",), 'Did you mean "list"?'),
        (("xyzzy",), "The commands are list, show"),
        (("--filter", "a", "list"), "--filter is for the reader"),
        (("list", "--limit", "0"), "whole number"),
        (("list", "--limit", "x"), "whole number"),
        (("list", "--format", "xml"), "invalid choice"),
        (("list", "--lim", "3"), "unrecognized arguments"),
        (("events", "--limit", "0"), "whole number"),
        (("show",), "required: ID"),
        (("bookmark", "add"), "--query QUERY"),
        (("bookmark", "add", "a", "--query", "b"), "--query QUERY"),
        (("tag", "remove", "later"), "required: QUERY"),
        (("tag", "rename", "later"), "required: NEW"),
        (("tag", "rename", "later", "a,b"), "is no tag: a tag has no comma"),
        (("note", "set", "x"), "required: TEXT"),
        (("open",), "required: ID"),
        (("stats", "--format", "xml"), "invalid choice"),
        (("show", "a", "b"), "unrecognized arguments"),
        (("paths", "x"), "unrecognized arguments"),
        (("--filter", "is:bokmarked"), 'Did you mean "is:bookmarked"?'),
        (("--filter", "bias: left"), '"bias:" has no value.'),
        (("list", "bias:(left"), '"bias:" has no value.'),
        (("mark", "read", "date:"), "Write it right behind the colon"),
        (("--library",), "expected one argument"),
    ],
)
def test_bad_usage(capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str) -> None:
    assert cli.run(words) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err


def test_the_reader_without_a_terminal_says_what_to_use(home: Home, run: Run) -> None:
    done = run(home, code=2)
    assert (done.stdout, done.stderr) == ("", "The reader needs a terminal. Elsewhere use: newsreader list\n")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "2>/dev/null"])
def test_the_reader_with_a_stream_that_is_no_terminal_ends(home: Home, tmp_path: Path, closed: str) -> None:
    """All others are a terminal."""
    main_end, child_end = os.openpty()
    with os.fdopen(main_end, "rb"), os.fdopen(child_end, "wb") as terminal:
        command = ["sh", "-c", f'exec "$0" -m newsreader {closed}', sys.executable]
        done = subprocess.run(
            command, env=home, stdin=terminal, stdout=terminal, stderr=terminal, timeout=60, check=False
        )
    assert done.returncode == 2


@pytest.mark.parametrize("words", [("list",), ("bookmark", "list"), ("outlets",)])
def test_a_view_that_cannot_be_understood_stops_a_command(home: Home, call: Run, words: tuple[str, ...]) -> None:
    config = Path(home["XDG_CONFIG_HOME"], "newsreader", "config.toml")
    config.parent.mkdir(parents=True)
    config.write_text('[views]\nBad = "bias:lefft"\n', encoding="utf-8")
    said = call(home, *words, code=2).stderr
    assert "The view “Bad” of the config can't be understood" in said
    assert '"bias:left"' in said


COMMANDS = (
    ("list",),
    ("show", "x"),
    ("bookmark", "add", "x"),
    ("bookmark", "remove", "x"),
    ("bookmark", "list"),
    ("bookmark", "export"),
    ("tag", "rename", "a", "b"),
    ("tag", "delete", "a"),
    ("note", "show", "x"),
    ("note", "set", "x", "y"),
    ("open", "x"),
    ("stats",),
    ("check",),
    ("outlets",),
    ("paths",),
)


@pytest.mark.parametrize("words", COMMANDS)
def test_a_bad_config_stops_a_command(home: Home, call: Run, words: tuple[str, ...]) -> None:
    config = Path(home["XDG_CONFIG_HOME"], "newsreader", "config.toml")
    config.parent.mkdir(parents=True)
    config.write_text('\nthem = "x"\ntext_width = "wide"\n', encoding="utf-8")
    done = call(home, *words, code=2)
    assert done.stdout == ""
    first, second = done.stderr.splitlines()
    assert first.startswith(f"{config}:2:1: ")
    assert 'Did you mean "theme"?' in first
    assert second.startswith(f"{config}:3:1: ")


def imported(home: Home, words: list[str]) -> set[str]:
    script = (
        "import sys\n"
        f"sys.argv = ['newsreader', *{words!r}]\n"
        "from newsreader.__main__ import main\n"
        "code = main()\n"
        "print(*(name.partition('.')[0] for name in sys.modules), file=sys.stderr)\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=home, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL
    )
    assert done.stdout
    return set(done.stderr.splitlines()[-1].split())


def test_a_command_starts_with_no_more_than_it_needs(home: Home) -> None:
    assert not imported(home, ["--version"]) & {"textual", "rich", "sqlite3", "yaml", "platformdirs"}
    assert not imported(home, ["list", "--help"]) & {"textual", "rich", "sqlite3", "yaml", "platformdirs"}
    for words in (["list"], ["outlets"], ["stats"], ["tag", "list", "--help"]):
        assert not imported(home, words) & {"textual", "rich", "asyncio", "http", "webbrowser", "markdown_it"}


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, make_home: Callable[[Path], Home], run: Run) -> Home:
    """A user with more stories than a pipe holds, who has looked for events before."""
    folder = tmp_path_factory.mktemp("large")
    (folder / "library").mkdir()
    lines = (f"- {{id: story-{number}, title: Title {number}, summary: {'word ' * 20}}}" for number in range(3000))
    (folder / "library" / "all.yaml").write_text("\n".join(lines), encoding="utf-8")
    home = make_home(folder) | {"NEWSREADER_LIBRARY": str(folder / "library")}
    run(home, "events")
    return home


@pytest.mark.parametrize("kind", ["table", "json", "jsonl", "ids"])
def test_a_pipe_that_is_closed_early_is_no_error(large: Home, kind: str) -> None:
    command = [sys.executable, "-m", "newsreader", "list", "--format", kind]
    with subprocess.Popen(command, env=large, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.parametrize("words", [["--version"], ["list"], ["events"], ["outlets"], ["bookmark", "export"], ["check"]])
def test_a_pipe_that_is_closed_from_the_start_is_no_error(large: Home, words: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "newsreader", *words]
    done = subprocess.run(command, env=large, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr


def test_a_large_list_is_whole(large: Home, run: Run) -> None:
    assert len(set(run(large, "list", "--format", "ids").stdout.splitlines())) == 3000
    assert len(run(large, "list", "title").stdout.splitlines()) == 3000


def test_a_full_disk_is_reported() -> None:
    script = (
        "import io, sys\n"
        "from newsreader import cli\n"
        "class Full(io.StringIO):\n"
        "    def flush(self):\n"
        "        raise OSError(28, 'No space left on device')\n"
        "sys.stdout = Full()\n"
        "sys.exit(cli.run(['--version']))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert "The output can't be written: No space left on device." in done.stderr


def test_streams_that_are_missing_swallow_what_they_are_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert cli.run(["lst"]) == 2
    with sys.stdout, sys.stderr:
        assert sys.stdout is not sys.stderr


def test_a_narrow_encoding_loses_characters_not_the_list(home: Home, run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("title: Łódź 日本\nsummary: s\n", encoding="utf-8")
    narrow = home | {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    assert "??d? ??" in run(narrow, "list", "--library", tmp_path).stdout
    assert '"\\u0141\\u00f3d\\u017a ' in run(narrow, "list", "--library", tmp_path, "--format", "json").stdout


def test_ctrl_c_ends_quietly(home: Home, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "newsreader", "bookmark", "import", str(pipe)]
    process = subprocess.Popen(command, env=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with process, pipe.open("w"):  # opens only once the command reads it
        output, errors = interrupted(process)
    assert (process.returncode, output, errors) == (130, b"", b"")


def interrupted(process: subprocess.Popen[bytes]) -> tuple[bytes, bytes]:
    """Press Ctrl+C until the program has ended, and give what it wrote.

    A signal that comes between the opening and the reading of a pipe waits for the pipe. So it is sent again.
    """
    for _ in range(4):
        process.send_signal(signal.SIGINT)
        try:
            return process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            continue
    raise AssertionError("Ctrl+C does not end it")


def test_ctrl_c_while_importing_ends_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(words: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "run", interrupted)
    assert __main__.main() == 130


def test_a_damaged_index_is_made_again(home: Home, run: Run) -> None:
    whole = run(home, "list", "--format", "jsonl").stdout
    (index,) = Path(home["XDG_CACHE_HOME"]).rglob("index.db")
    sound = index.read_bytes()
    for start in (0, len(sound) // 2):
        index.write_bytes(sound[:start] + b"\xff" * 4096 + sound[start + 4096 :])
        done = subprocess.run(
            [sys.executable, "-m", "newsreader", "list", "--format", "jsonl"],
            env=home,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr
        assert done.returncode == 0 or "damaged" in done.stderr
        index.unlink(missing_ok=True)
        assert run(home, "list", "--format", "jsonl").stdout == whole


def test_an_index_that_cannot_be_made_is_reported(home: Home, run: Run) -> None:
    Path(home["HOME"]).mkdir()
    Path(home["XDG_CACHE_HOME"]).write_text("in the way", encoding="utf-8")
    assert "The index of the library can't be used" in run(home, "list", code=1).stderr


def test_recovered_bookmarks_are_reported(home: Home, run: Run) -> None:
    run(home, "list")
    state = Path(home["XDG_DATA_HOME"], "newsreader", "state.db")
    state.write_bytes(b"no database" * 1000)
    assert str(state.parent) in run(home, "list", "--limit", "1").stderr


def test_on_a_terminal_the_table_fits_and_the_sample_says_so(home: Home) -> None:
    mine, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 70, 0, 0))
    done = subprocess.Popen(
        [sys.executable, "-m", "newsreader", "list", "--limit", "5"],
        env=home,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    output = b""
    try:
        while chunk := os.read(mine, 4096):
            output += chunk
    except OSError:  # how a terminal ends on Linux
        pass
    os.close(mine)
    assert done.wait(timeout=20) == 0
    screen = pyte.Screen(70, 24)  # how far the reading is comes and goes on a slow machine
    pyte.ByteStream(screen).feed(output)
    lines = [line.rstrip() for line in screen.display if line.strip()]
    assert lines[0] == "This is the sample library; make your own with: newsreader init"
    assert len(lines) == 7
    assert lines[-1] == "5 of 54 stories, 54 unread, 0 bookmarked"
    assert b"\x1b" not in output


@pytest.mark.parametrize("command", [READER, *(each for _, each in all_commands() if isinstance(each, Command))])
def test_every_command_names_a_function_that_is_there(command: Command) -> None:
    assert callable(resolve_name(f"newsreader.cli.{command.target}"))
