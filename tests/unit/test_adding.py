"""Adding stories: of pages, captions, mails and texts, each seen from its content, and none twice."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest
from tests.hostile_news import archive
from tests.news.server import fetch_config

from newsreader.formats import parse
from newsreader.kept_sources import kept_source
from newsreader.paths import sample_library
from newsreader.story import Story

Run = Callable[..., subprocess.CompletedProcess[str]]
Home = dict[str, str]

SENTENCES = (
    "The ferry between Norrhamn and the outer islands sails again after nine years, the harbour office said on Monday.",
    "Repairs to the pier at Norrhamn cost 4.2 million crowns and took three summers.",
    "Dr. Lind, who leads the harbour office, called it a good day for the islands.",
    "About 300 people live on the outer islands all year.",
    "The ferry will sail twice a day until October, and once a day in winter.",
    "Tickets cost 60 crowns, and islanders pay half.",
    "Critics say that the pier is too low for the storms of the coming years.",
)
TITLE = "Ferry returns after nine years"
TEXT = " ".join(SENTENCES)
ADDRESS = "https://www.harbour.example/2026/ferry-returns"
BODY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
HEAD = (
    f'<title>{TITLE} | Harbour Post</title><meta property="og:title" content="{TITLE}">'
    '<meta property="og:site_name" content="Harbour Post">'
    '<meta property="article:published_time" content="2026-03-02T10:00:00Z">'
)
PAGE = (
    f'<!doctype html><html lang="en-GB"><head>{HEAD}<link rel="canonical" href="{ADDRESS}"></head>'
    f"<body><nav><a href=/>Home</a></nav><article><h1>{TITLE}</h1>{BODY}</article></body></html>"
)
SAVED = (
    f"<!doctype html><html lang=en-GB><!--\n Page saved with SingleFile \n url: {ADDRESS} \n saved date: Mon Mar 02 2026"
    f" \n--><head>{HEAD}<style>{'a{}' * 500}</style></head><body><img src=data:image/png;base64,{'A' * 5000}>"
    f"<article><h1>{TITLE}</h1>{BODY}</article></body></html>"
)
MHTML = (
    f"From: <Saved by Browser>\nSnapshot-Content-Location: {ADDRESS}\nSubject: {TITLE}\nMIME-Version: 1.0\n"
    'Content-Type: multipart/related; type="text/html"; boundary="----b"\n\n------b\nContent-Type: text/html\n'
    f"Content-Location: {ADDRESS}\n\n{PAGE.replace(ADDRESS, 'cid:x')}\n------b\nContent-Type: image/png\n"
    "Content-Transfer-Encoding: base64\n\nAAAA\n------b--\n"
)
MAIL = (
    "Received: from x by y\nFrom: =?utf-8?q?Harbour_Post?= <letters@harbour.example>\nTo: me@home.example\n"
    f"Subject: Fwd: {TITLE}\nDate: Mon, 02 Mar 2026 10:00:00 +0100\nMIME-Version: 1.0\n"
    'Content-Type: multipart/alternative; boundary="b"\n\n--b\nContent-Type: text/plain\n\nshort\n--b\n'
    "Content-Type: text/html; charset=utf-8\n\n"
    f'<a href="{ADDRESS}">View in browser</a>{BODY}<img src="https://track.example/p.gif">\n--b--\n'
)
SRT = "\n".join(
    f"{number}\n00:00:{number:02},000 --> 00:00:{number + 1:02},000\n<i>{sentence}</i>\n"
    for number, sentence in enumerate(SENTENCES, 1)
)
OUTLETS = "# mine\n- id: harbour-post\n  name: Harbour Post\n  website: https://harbour.example\n"


def rolling(sentences: tuple[str, ...]) -> str:
    """Captions that scroll: each cue shows the line before again, and the words of the new one one by one."""
    cues, last = [], " "
    for number, line in enumerate(sentences):
        start = f"00:{number:02}"
        first, *others = line.split()
        timed = first + "".join(f"<{start}:01.000><c> {word}</c>" for word in others)
        cues.append(f"{start}:00.000 --> {start}:30.000 align:start position:0%\n{last}\n{timed}\n")
        cues.append(f"{start}:30.000 --> {start}:30.010 align:start position:0%\n{line}\n \n")
        last = line
    return "WEBVTT\nKind: captions\nLanguage: en\n\n" + "\n".join(cues)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "outlets.yaml").write_text(OUTLETS)
    return folder


def added(library: Path) -> list[Story]:
    files = sorted((library / "added").rglob("*.*"))
    return [placed.story for file in files for placed in parse(file.read_bytes(), file.name).stories]


@pytest.fixture
def add(library: Path, home: Home, call: Run, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Adds a file with this content."""

    def add(name: str, content: str | bytes, *words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        file = tmp_path / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return call(home, "add", file, *words, "--library", library, code=code)

    return add


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", PAGE),
        ("page", PAGE),
        ("saved.html", SAVED),
        ("page.mhtml", MHTML),
        ("page.txt", MHTML.replace("\n", "\r\n")),
        ("saved.zip", archive({"index.html": PAGE.encode()})),
        ("page.htm", PAGE.encode("utf-16")),
    ],
)
def test_a_page_becomes_a_story(library: Path, add: Run, name: str, content: str | bytes) -> None:
    done = add(name, content)
    [story] = added(library)
    assert done.stdout == f"{story.id}\n"
    assert story.title == TITLE
    assert story.summary.startswith(SENTENCES[0])
    assert all(point in SENTENCES for point in story.key_points)
    assert 3 <= len(story.key_points) <= 6
    assert story.outlet is not None
    assert story.outlet.id == "harbour-post"
    assert str(story.published)[:10] == "2026-03-02"
    assert story.original is not None
    assert (story.original.url, story.original.kind) == (ADDRESS, "article")
    assert not story.ai_generated
    assert story.origin is not None
    assert story.origin.made == "extract"
    kept = kept_source(library, story.origin.text)
    assert kept is not None
    assert all(sentence in kept for sentence in SENTENCES)
    assert (library / "outlets.yaml").read_text() == OUTLETS


def test_no_text_is_kept_where_the_user_wants_none(library: Path, add: Run, home: Home) -> None:
    config = Path(home["XDG_CONFIG_HOME"]) / "newsreader" / "config.toml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text("[summarize]\nkeep_sources = false\n")
    add("page.html", PAGE)
    assert [story.origin.made for story in added(library) if story.origin] == ["extract"]
    assert not (library / ".sources").exists()


def test_the_same_page_is_added_once_however_it_comes(library: Path, add: Run) -> None:
    add("page.html", PAGE)
    for name, content in (("again.html", PAGE), ("saved.html", SAVED), ("page.mhtml", MHTML)):
        done = add(name, content)
        assert "in the library already: added/2026-03/" in done.stderr
        assert done.stdout == ""
    assert len(added(library)) == 1


def test_a_story_with_the_address_that_somebody_wrote_is_not_added_again(library: Path, add: Run) -> None:
    (library / "mine.yaml").write_text(f"title: Mine\nsummary: Text.\noriginal: {ADDRESS}?utm_source=x\n")
    assert "already: mine.yaml" in add("page.html", PAGE).stderr
    assert added(library) == []


def test_a_mail_becomes_a_story_of_its_sender(library: Path, add: Run) -> None:
    add("letter.eml", MAIL)
    [story] = added(library)
    assert story.title == TITLE
    assert story.outlet is not None
    assert story.outlet.id == "harbour-post"
    assert story.original is not None
    assert story.original.url == ADDRESS
    assert str(story.published).startswith("2026-03-02 10:00")
    assert "track.example" not in story.summary


@pytest.mark.parametrize(("name", "content"), [("Ferry_tells [aBcDeFgH123].en.srt", SRT), ("x.srt", SRT)])
def test_captions_become_the_story_of_a_video(library: Path, add: Run, name: str, content: str) -> None:
    add(name, content)
    [story] = added(library)
    assert story.title == ("Ferry tells" if name.startswith("Ferry") else "x")
    assert story.original is not None
    assert story.original.kind == "video"
    assert SENTENCES[0] in story.summary


def test_rolling_captions_are_read_once_and_what_lies_beside_them_is_used(
    library: Path, add: Run, tmp_path: Path
) -> None:
    (tmp_path / "talk.info.json").write_text(
        f'{{"title": "{TITLE}", "channel": "Harbour Post", "upload_date": "20260302", "language": "en",'
        ' "webpage_url": "https://www.youtube.com/watch?v=aBcDeFgH123"}'
    )
    add("talk.en.vtt", rolling(SENTENCES), "--summarize", "none")
    [story] = added(library)
    assert story.summary == TEXT
    assert story.title == TITLE
    assert str(story.published) == "2026-03-02"
    assert story.outlet is not None
    assert story.outlet.id == "harbour-post"
    assert story.original is not None
    assert story.original.url == "https://www.youtube.com/watch?v=aBcDeFgH123"


def test_captions_without_full_stops_have_lines_of_some_words(library: Path, add: Run) -> None:
    words = [f"word{number}" for number in range(200)]
    lines = tuple(" ".join(words[start : start + 8]) for start in range(0, 200, 8))
    add("talk.vtt", rolling(lines), "--summarize", "none")
    assert added(library)[0].summary.replace("\n\n", " ") == " ".join(words)


def test_a_text_has_its_title_in_the_first_line(library: Path, add: Run) -> None:
    add("note", f"# {TITLE}\n\n{TEXT[:200]}\n{TEXT[200:]}\n")
    [story] = added(library)
    assert story.title == TITLE
    assert story.original is None
    assert story.outlet is None
    assert SENTENCES[0] in story.summary


def test_what_a_text_says_of_itself_is_taken_from_it(library: Path, add: Run) -> None:
    add("paste", f"{TITLE}\n\n{TEXT}\n\nPublished: 2026-03-02\nOriginal article here. {ADDRESS}\n")
    [story] = added(library)
    assert str(story.published) == "2026-03-02"
    assert story.original is not None
    assert story.original.url == ADDRESS
    assert story.outlet is not None
    assert story.outlet.id == "harbour-post"
    assert all(sentence in TEXT for sentence in story.key_points)


def test_a_text_without_a_title_gets_its_first_sentence(library: Path, add: Run) -> None:
    add("paste", TEXT)
    assert added(library)[0].title == SENTENCES[0].rstrip(".")


def test_a_short_text_is_kept_whole(library: Path, add: Run) -> None:
    add("note.txt", f"{TITLE}\n\nIt sails again.\n")
    [story] = added(library)
    assert (story.summary, story.key_points) == ("It sails again.", ())


OWN = {
    ".yaml": f"# mine\ntitle: {TITLE}\nsummary: It sails.\noutlet: harbour-post\n",
    ".md": f"---\ntitle: {TITLE}\n---\nIt sails.\n\n## Key points\n\n- One\n",
    ".txt": f"{TITLE}\n\nIt sails again.\n\n  • One\n  • Two\n\nThe Harbour Post is a newspaper.\n"
    "AllSides Media Bias Rating: Center\nThis summary has been generated by AI.\n",
}


@pytest.mark.parametrize("extension", OWN)
@pytest.mark.parametrize("name", ["story", "story{}"])
def test_a_story_file_is_kept_as_it_is(library: Path, add: Run, extension: str, name: str) -> None:
    for _ in range(2):
        done = add(name.format(extension), OWN[extension])
    [file] = (library / "added").rglob("*.*")
    assert file.suffix == extension
    assert file.read_text() == OWN[extension]
    assert "in the library already" in done.stderr


_SLIP = f"title: {TITLE}\nsummary: The ferry: it sails\n"


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("story.yaml", _SLIP, 2),
        ("story.YML", "summary: It sails.\n", 1),
        ("story", _SLIP, 2),
        ("story.txt", _SLIP, 2),
        ("story", f"# mine\n- title: {TITLE}\n  summary: It sails\n  key_points: [a, b\n", 4),
        ("story", f"title: {TITLE}\nsummary It sails.\nkey_points:\n  - One\n  - Two\n", 3),
        ("story.json", f'{{"title": "{TITLE}",\n"summary": "It sails" "published": 1}}', 1),
        ("story", f'{{"id": "1", "title": "{TITLE}"}}', 1),
        ("story.md", f'---\ntitle: "{TITLE}\n---\nIt sails.\n', 2),
        ("story", f'---\ntitle: "{TITLE}\n---\nIt sails.\n', 2),
    ],
)
def test_a_story_file_with_a_mistake_is_no_text(library: Path, add: Run, name: str, content: str, line: int) -> None:
    said = add(name, content, code=1).stderr
    assert f"This is a story with a mistake in line {line}: " in said
    assert not (library / "added").exists()


@pytest.mark.parametrize("name", ["story", "story.txt", "story.md"])
@pytest.mark.parametrize(
    "content",
    [
        f'Title: {TITLE}\n\nThe ferry: "it sails again.\n\nSummary: it was time.\n',
        f"title: {TITLE}\n\nThe ferry sails: again.\n\nMore prose: it was time.\n",
        f"Title: {TITLE}\nDate: 2026-03-02\n\nThe ferry sails: again.\n\nIt was time.\n",
    ],
)
def test_a_text_whose_title_is_called_so_is_a_text(library: Path, add: Run, name: str, content: str) -> None:
    add(name, content)
    [story] = added(library)
    assert TITLE in story.title
    assert "it was time" in f"{story.summary} {story.key_points}".casefold()


@pytest.mark.parametrize("name", ["letter", "letter.txt", "letter.eml"])
@pytest.mark.parametrize("kind", ["application/pdf", "text/plain; name=a.txt"])
def test_a_mail_with_only_an_attachment_has_no_text(library: Path, add: Run, name: str, kind: str) -> None:
    mail = (
        'Subject: only attachment\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n'
        f"Content-Type: {kind}\nContent-Disposition: attachment; filename=a\n"
        "Content-Transfer-Encoding: base64\n\nQUFBQQ==\n--b--\n"
    )
    assert "There is no text in this mail." in add(name, mail, code=1).stderr
    assert not (library / "added").exists()


def test_a_file_of_more_than_16_mb_is_refused_and_a_smaller_one_is_read_in_part(library: Path, add: Run) -> None:
    text = f"{TITLE}\n\n{TEXT}\n".ljust(3_000_000, "x")
    assert "only its beginning was read" in add("long", text).stderr
    assert "it is larger than 16 MB" in add("longer", text.ljust(16 * 1024 * 1024 + 1), code=2).stderr


def test_a_word_document_is_named(library: Path, add: Run) -> None:
    said = add("x.docx", archive({"word/document.xml": b"<w/>"}), code=1).stderr
    assert "This is a Word document. Copy its text, and paste it: newsreader add -" in said


def test_a_text_that_begins_with_names_and_a_day_is_no_mail(library: Path, add: Run) -> None:
    add("letter", f"From: the harbour\nTo: the islands\nDate: Monday\n\n{TEXT}\n")
    [story] = added(library)
    assert story.title == "From: the harbour"


def test_a_text_of_the_input_is_added(library: Path, home: Home, run: Run) -> None:
    run(home, "add", "-", "--library", library, stdin=f"{TITLE}\n\n{TEXT}\n")
    assert [story.title for story in added(library)] == [TITLE]


def test_an_outlet_that_is_not_known_is_appended_and_named(library: Path, add: Run) -> None:
    (library / "outlets.yaml").write_text("# none yet\n- id: other\n  name: Other\n")
    done = add("page.html", PAGE)
    assert "newsreader outlets set harbour-post --rating" in done.stderr
    assert (library / "outlets.yaml").read_text() == (
        "# none yet\n- id: other\n  name: Other\n- id: harbour-post\n  name: Harbour Post\n"
        "  website: https://www.harbour.example\n"
    )


def test_where_the_registry_has_an_error_the_story_has_its_outlet_itself(library: Path, add: Run) -> None:
    (library / "outlets.yaml").write_text("- id: [\n")
    add("page.html", PAGE)
    [story] = added(library)
    assert story.outlet is not None
    assert story.outlet.name == "Harbour Post"
    assert (library / "outlets.yaml").read_text() == "- id: [\n"


def test_an_outlet_can_be_named(library: Path, add: Run) -> None:
    add("note.txt", f"{TITLE}\n\n{TEXT}", "--outlet", "Harbour Post")
    assert [story.outlet.id for story in added(library) if story.outlet] == ["harbour-post"]


def test_a_dry_run_writes_nothing(library: Path, add: Run) -> None:
    before = sorted(library.rglob("*"))
    done = add("page.html", PAGE, "--dry-run")
    assert TITLE in done.stdout
    assert sorted(library.rglob("*")) == before


@pytest.mark.parametrize(
    ("content", "words", "said", "code"),
    [
        (PAGE, ("--outlet", "harbor-post"), 'Did you mean "harbour-post"?', 2),
        (PAGE, ("--summarize", "poem"), "invalid choice", 2),
        (PAGE, ("--summarize", "model"), "No model is named.", 2),
        ("", (), "no text", 1),
        ("%PDF-1.7", (), "PDF", 1),
        ("<html><body></body></html>", (), "no text on this page", 1),
        (OWN[".yaml"], ("--outlet", "harbour-post"), "kept as it is", 2),
        ("WEBVTT\n\n", (), "no text in these captions", 1),
        ("<rss version='2.0'></rss>", (), "Subscribe to it: newsreader subscribe given", 1),
        ('{"version": "https://jsonfeed.org/version/1.1", "title": "A"}', (), "This is a feed", 1),
    ],
)
def test_what_can_t_be_added_is_refused_with_a_sentence(
    library: Path, add: Run, content: str, words: tuple[str, ...], said: str, code: int
) -> None:
    assert said in add("given", content, *words, code=code).stderr
    assert not (library / "added").exists()


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("ftp://harbour.example/x", "https:// or http://"),
        ("harbour.example/x", "https://harbour.example/x"),
        ("no-such-file", "There is no file"),
        ("/", "Is a directory"),
        ("a\0b", "can't be read"),
        ("", "The name is empty. Give a file, a web address, or - for the input."),
    ],
)
def test_a_source_that_is_not_there_is_named(library: Path, home: Home, call: Run, source: str, said: str) -> None:
    assert said in call(home, "add", source, "--library", library, code=2).stderr


def test_where_there_is_only_the_sample_a_library_is_made_for_what_is_added(
    home: Home, call: Run, tmp_path: Path
) -> None:
    sample = {path: path.read_bytes() for path in sample_library().rglob("*") if path.is_file()}
    (tmp_path / "page.html").write_text(PAGE)
    call(home, "add", tmp_path / "page.html", "--dry-run")
    assert not (Path(home["XDG_DATA_HOME"]) / "newsreader" / "library").exists()
    assert "There is a new library at " in call(home, "add", tmp_path / "page.html").stderr
    assert call(home, "list").stdout.count("\n") == 1
    assert "new library" not in call(home, "add", tmp_path / "page.html").stderr
    assert {path: path.read_bytes() for path in sample_library().rglob("*") if path.is_file()} == sample


def test_a_library_that_is_not_there_is_not_made(home: Home, call: Run, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(f"{TITLE}\n\n{TEXT}")
    call(home, "add", tmp_path / "note.txt", "--library", tmp_path / "gone", code=2)
    assert not (tmp_path / "gone").exists()


def test_a_page_is_fetched_by_its_address(
    library: Path, home: Home, call: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from newsreader.news import fetcher

    monkeypatch.setattr(
        fetcher, "fetch_page", lambda url, _: fetcher.Page(ADDRESS, PAGE.encode(), "text/html; charset=utf-8")
    )
    call(home, "add", "https://moved.example/x", "--library", library)
    (tmp_path / "address.txt").write_text("https://moved.example/x\n")
    assert "already" in call(home, "add", tmp_path / "address.txt", "--library", library).stderr
    assert [story.original.url for story in added(library) if story.original] == [ADDRESS]


@pytest.mark.parametrize(
    "title", ["../../etc/x", "con", ".hidden", "-rf", "🎉", "x" * 100_000, "a: [b]\n---\n# c", "<b>&lt;3</b>"]
)
def test_a_title_never_leads_out_of_its_folder(library: Path, add: Run, title: str) -> None:
    add("page.html", PAGE.replace(TITLE, title.replace("<", "&lt;")))
    files = {path for path in library.rglob("*") if path.is_file()}
    [file] = files - {library / "outlets.yaml", *(library / ".sources").rglob("*.txt")}
    assert file.parent == library / "added" / "2026-03"
    assert len(file.name) < 100
    assert len(added(library)) == 1


def test_without_the_libraries_of_the_extra_text_is_added_and_pages_say_how(
    library: Path, home: Home, tmp_path: Path
) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    (tmp_path / "note.txt").write_text(f"{TITLE}\n\n{TEXT}")
    program = (
        "import sys\n"
        "for name in ('trafilatura', 'lxml', 'aiohttp', 'webvtt', 'html_to_markdown', 'fastfeedparser', 'listparser'):\n"
        "    sys.modules[name] = None\n"
        "from newsreader.cli import run\n"
        "sys.exit(run(sys.argv[1:]))"
    )

    def run(name: str) -> subprocess.CompletedProcess[str]:
        words = ["add", str(tmp_path / name), "--library", str(library)]
        return subprocess.run(
            [sys.executable, "-c", program, *words], env=home, capture_output=True, text=True, check=False, timeout=60
        )

    refused = run("page.html")
    assert refused.returncode == 2
    assert "pip install 'newsreader[news]'" in refused.stderr
    assert run("note.txt").returncode == 0


def test_input_that_is_closed_is_told(library: Path, home: Home, call: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    call(home, "add", "-", "--library", library, code=2)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(os.urandom(17 * 1024 * 1024))))
    assert "larger than 16 MB" in call(home, "add", "-", "--library", library, code=1).stderr


RUSSIAN = f"<html><head><title>Паром вернулся</title></head><body><article>{BODY}</article></body></html>"


class _Answering(BaseHTTPRequestHandler):
    asked = Event()
    may_answer = Event()

    def do_GET(self) -> None:
        if self.path == "/slow":
            self.asked.set()
            self.may_answer.wait()
            return
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/page")
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=windows-1251")
        self.end_headers()
        self.wfile.write(RUSSIAN.encode("cp1251"))

    def log_message(self, *_: object) -> None:
        pass


def allow(home: Home, host: str) -> None:
    config = Path(home["XDG_CONFIG_HOME"]) / "newsreader" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(fetch_config(host))


@pytest.fixture
def host() -> Iterator[str]:
    """The host and port of a server of pages on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answering) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"127.0.0.1:{server.server_port}"
        _Answering.may_answer.set()
        server.shutdown()
        thread.join()


def test_a_page_of_a_server_is_added_with_the_address_where_it_was_found(
    library: Path, home: Home, call: Run, host: str
) -> None:
    allow(home, host)
    call(home, "add", f"http://{host}/moved", "--library", library)
    [story] = added(library)
    assert story.title == "Паром вернулся"
    assert story.original is not None
    assert story.original.url == f"http://{host}/page"


def test_a_private_address_is_refused_unless_the_config_allows_it(
    library: Path, home: Home, call: Run, host: str
) -> None:
    call(home, "add", f"http://{host}/page", "--library", library, code=1)
    assert not (library / "added").exists()


def test_an_interrupted_command_leaves_nothing(library: Path, home: Home, host: str) -> None:
    allow(home, host)
    words = ["add", f"http://{host}/slow", "--library", str(library)]
    child = subprocess.Popen([sys.executable, "-m", "newsreader", *words], env=home, stderr=subprocess.PIPE, text=True)
    assert _Answering.asked.wait(60)
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=60)
    assert child.returncode == 130
    assert "Traceback" not in said
    assert sorted(path.name for path in library.iterdir()) == ["outlets.yaml"]


def test_a_program_is_told_where_the_story_is(run: Run, home: Home, tmp_path: Path) -> None:
    library = tmp_path / "told"
    library.mkdir()
    words = (home, f"--library={library}", "add", "--format", "json", "-")
    first, second = (json.loads(run(*words, stdin=f"{TITLE}\n\n{TEXT}\n").stdout) for _ in range(2))
    assert (library / first["path"]).is_file()
    assert (first["added"], second["added"]) == (True, False)
    assert (first["ids"], first["path"]) == (second["ids"], second["path"])
