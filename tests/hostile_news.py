"""Pages, mails, captions and texts that somebody made to do harm, each with the name of its file."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Mapping
from typing import Final

PARAGRAPH: Final = (
    "<p>The ferry to the outer islands sails again after nine years, the harbour office said on Monday.</p>"
    "<p>Repairs to the old pier cost four million crowns and took three summers of hard work.</p>"
)


def page(body: str, head: str = "<title>Ferry</title>") -> bytes:
    """A page with this body."""
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode("utf-8", "surrogatepass")


def article(more: str = "", head: str = "<title>Ferry</title>") -> bytes:
    """A page with an article, and more behind it."""
    return page(f"<article>{PARAGRAPH * 3}{more}</article>", head)


def captions(cues: str) -> bytes:
    """A file of captions."""
    return f"WEBVTT\n\n{cues}".encode()


def mail(head: str, body: str) -> bytes:
    """A mail with more in its header."""
    return f"From: Harbour <news@harbour.example>\nSubject: Ferry\nMIME-Version: 1.0\n{head}\n\n{body}".encode()


def nested_mail(depth: int) -> bytes:
    """A mail whose parts lie in each other."""
    levels = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(depth))
    return f"From: a@b.example\nSubject: x\n{levels}\nhello".encode()


def archive(files: Mapping[str, bytes], *, packed: bool = True) -> bytes:
    """A ZIP archive."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return data.getvalue()


def _cues(count: int) -> str:
    return "".join(f"00:00:00.000 --> 00:00:01.000\nline {number} of it\n\n" for number in range(count))


_NOISE: Final = random.Random(17).randbytes(1_000_000)

HOSTILE: Final[Mapping[str, bytes]] = {
    "open-tags.html": page("<a " * 300_000),
    "comments.html": page("<!--" * 250_000),
    "nested.html": page("<div>" * 100_000 + PARAGRAPH),
    "nested-bold.html": page("<p>" + "<b>" * 100_000 + "text"),
    "nested-quotes.html": page("<blockquote>" * 30_000 + PARAGRAPH),
    "nested-tables.html": page("<table><tr><td>" * 20_000 + PARAGRAPH),
    "nested-lists.html": page("<ul><li>" * 50_000 + PARAGRAPH),
    "many-links.html": article("<ul>" + "<li><a href=x>word</a>" * 100_000 + "</ul>"),
    "many-breaks.html": article("<br>" * 500_000),
    "many-paragraphs.html": page("<p>Some words stand here." * 200_000),
    "many-spans.html": article("<div><span>a few words in it</span></div>" * 80_000),
    "many-attributes.html": article("<a " + "x=1 " * 500_000 + ">y</a>"),
    "long-attribute.html": article(f"<a title='{'x' * 5_000_000}'>y</a>"),
    "long-title.html": article(head=f"<title>{'x' * 3_000_000}</title>"),
    "many-metas.html": article(head="<meta name=author content='a b'>" * 50_000),
    "many-dates.html": article("<p>" + "2026-03-02 " * 100_000),
    "open-scripts.html": page("<script>" * 200_000 + PARAGRAPH),
    "scripts.html": article("<script>var a = 1;</script>" * 200_000),
    "open-styles.html": article("<style>" * 200_000),
    "data-addresses.html": article("<img src='data:image/png;base64," + "A" * 8_000_000 + "'>"),
    "open-data-addresses.html": article("data:" * 400_000),
    "less-than.html": article("<" * 1_000_000),
    "ampersands.html": article("&" * 1_000_000),
    "entities.html": article("&amp;lt;" * 200_000),
    "numbers.html": article("&#1114112;&#xd800;&#0;" * 50_000),
    "json.html": article(head="<script type='application/ld+json'>" + "[" * 200_000 + "</script>"),
    "json-open.html": article(head="<script type='application/ld+json'>" + '{"a":' * 100_000),
    "billion-laughs.html": b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><html><body><p>&c;</p></body></html>',
    "outer-entity.html": b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b"<html><body><p>&x;</p></body></html>",
    "nul.html": article("\0" * 1_000_000),
    "surrogates.html": article("\ud800\udfff" * 1_000),
    "utf-16.html": "\ufeff".encode("utf-16-le") + article().decode().encode("utf-16-le"),
    "charset-bomb.html": article(head="<meta charset=zlib><title>Ferry</title>"),
    "charset-punycode.html": article("\xe9".encode().decode("latin-1"), "<meta charset=punycode><title>Ferry</title>"),
    "marks.html": article("a" + "\u0301" * 500_000),
    "steering.html": article(
        "<p>\x1b]0;owned\x07 and \u202e reversed words stand in this sentence here.</p>",
        "<title>\x1b[2J[bold]Ferry[/bold]\u202e</title><html lang='\x1b[2J'>",
    ),
    "links.html": article("<p>" + "<a href='javascript:alert(1)'>press this</a> " * 5_000),
    "saved.html": article(head="<!-- url: javascript:alert(1) --><title>Ferry</title>"),
    "text-of-one-word.txt": b"x" * 10_000_000,
    "lines.txt": b"a\n" * 5_000_000,
    "stops.txt": b"Title\n\n" + b". " * 4_000_000,
    "initials.txt": b"Title\n\n" + b"A.B." * 3_000_000,
    "brackets.txt": b"Title\n\n" + b"[(" * 2_000_000,
    "titles.txt": b"title: " * 500_000,
    "bullets.txt": b"Title\n\n" + b"- x\n" * 1_000_000,
    "anchors.yaml": b"title: &a x\nsummary: [" + b"*a," * 300_000 + b"]\n",
    "nested.yaml": b"title: x\nsummary: " + b"[" * 500_000,
    "dashes.md": b"---\n" * 500_000,
    "front.md": b"---\ntitle: x\n" + b"a: b\n" * 400_000 + b"---\ntext\n",
    "noise.bin": _NOISE,
    "noise.html": b"<html>" + bytes(byte | 0x20 for byte in _NOISE),
    "cues.vtt": captions(_cues(300_000)),
    "tags.vtt": captions("00:00:00.000 --> 00:00:01.000\n" + "<c>" * 600_000),
    "open-tags.vtt": captions("00:00:00.000 --> 00:00:01.000\n" + "<" * 2_000_000),
    "arrows.vtt": captions("-->" * 700_000),
    "arrows-in-lines.vtt": captions("-->\n" * 500_000),
    "entities.vtt": captions("00:00:00.000 --> 00:00:01.000\n&amp;\n\n" * 40_000),
    "times.vtt": captions("99:99:99.999 --> 99:99:99.999\nhello there\n\n" * 1_000),
    "styles.vtt": captions("STYLE\n" * 300_000),
    "digits.srt": b"1\n00:00:01,000 --> 00:00:02,000\n" + b"9\n" * 900_000,
    "digits-long.srt": b"9" * 1_000_000 + b"\n00:00:01,000 --> 00:00:02,000\nhello there\n",
    "nested.eml": nested_mail(5_000),
    "nested-few.eml": nested_mail(90),
    "lines.eml": mail("Content-Type: text/plain", "a\n" * 5_000_000),
    "parts.eml": mail("Content-Type: multipart/mixed; boundary=b", "--b\n\nx\n" * 100_000),
    "headers.eml": mail("A: b\n" * 200_000, "hello"),
    "subject.eml": b"From: a@b.example\nSubject: " + b"=?utf-8?q?a?= " * 100_000 + b"\n\nhello there",
    "sender.eml": b"Subject: x\nFrom: " + b"(" * 300_000 + b"\n\nhello there",
    "sender-quotes.eml": b"Subject: x\nFrom: " + b'"\\' * 300_000 + b"\n\nhello there",
    "base64.eml": mail("Content-Transfer-Encoding: base64", "A" * 8_000_000),
    "charset.eml": mail("Content-Type: text/plain; charset=punycode", "hello-" + "x" * 100_000),
    "date.eml": mail("Date: Mon, 99 Foo 999999 99:99:99 +9999", "hello there, this is text"),
    "attributes.eml": mail("Content-Type: text/plain" + '; a="b' * 100_000, "hello there"),
    "continued.eml": mail("Content-Type: text/plain;" + "\n x*0=y;" * 50_000, "hello there"),
    "web-version.eml": mail("Content-Type: text/html", "<a href='https://x.example/'" * 50_000),
    "archive.mhtml": mail("Content-Type: multipart/related; boundary=b", "--b\nContent-Type: text/html\n\n" * 50_000),
    "bomb.zip": archive({"index.html": b"<p>" + b" " * 300_000_000}),
    "many.zip": archive({f"{number}": b"" for number in range(20_000)}, packed=False),
    "climbing.zip": archive({"../../index.html": article(), "/index.html": article()}),
    "cut.zip": archive({"index.html": article()})[:-30],
    "broken.zip": archive({"index.html": article()}).replace(b"ferry"[:1], b"\xff"),
    "end-only.zip": b"PK\x03\x04" + b"PK\x05\x06" * 100_000,
    "picture.html": b"\x89PNG\r\n\x1a\n" + bytes(1000),
    "empty.txt": b"",
    "spaces.txt": b" \n\t" * 1_000_000,
    "feed.xml": b"<?xml version='1.0'?><rss><channel/></rss>",
}
"""The data of each file, by its name."""
