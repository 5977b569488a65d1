"""Only plain web addresses are opened, and their host is shown as it is."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.links import LONGEST, LinkRefusedError, checked_link, leads_elsewhere


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "//example.org",
        "javascript:alert(1)",
        "JavaScript://example.org/%0aalert(1)",
        "data:text/html,<script>",
        "file:///etc/passwd",
        "ftp://example.org/",
        "ssh://example.org",
        "smb://example.org/share",
        "vscode://file/etc/passwd",
        "--remote-debugging-port=9222",
        "--proxy=x https://example.org",
        "https:",
        "https:///example.org",
        "https://?q",
        "https:example.org",
        "https://user@example.org/",
        "https://@example.org/",
        "https://good.example%2f@evil.example/",
        "https://user:secret@example.org/",
        "https://good.example\\@evil.example/",
        "https:\\\\example.org",
        "https://example.org/a b",
        "https://exam\tple.org/",
        "https://example.org/\nSet-Cookie: x",
        "https://example.org/\x1b]0;x\x07",
        "https://example.org/\u202egpj.exe",
        "https://exam\u200bple.org/",
        "https://example.org/\u00a0",
        "https://example.org/\ud800",
        "https://-example.org/",
        "https://exa%6dple.org/",
        "https://$(id).example.org/",
        "https://example.org;id/",
        "https://'example'.org/",
        "https://example..org/",
        "https://" + "a" * 64 + ".org/",
        "https://example.org:99999/",
        "https://example.org:port/",
        "https://[::1/",
        "https://faß.example/",
        "https://FAẞ.example/",
        "https://βόλος.example/",
        "https://good.example%40evil.example/",
        "https://user%3Asecret%40evil.example/",
        "https://evil.example\t",
        "https://evil.example/\uff3cx\u2028",
        "https://evil.example\uff20good.example/",
        "https://example.org/" + "a" * LONGEST,
    ],
)
def test_hostile_addresses_are_refused(url: str) -> None:
    with pytest.raises(LinkRefusedError) as caught:
        checked_link(url)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://example.org", "example.org"),
        ("HTTPS://WWW.Example.ORG/Path?q=1#top", "www.example.org"),
        ("http://example.org:8080/", "example.org:8080"),
        ("https://bücher.example/ä", "xn--bcher-kva.example"),
        ("https://аррӏе.com/", "xn--80ak6aa92e.com"),
        ("https://例え.jp", "xn--r8jz45g.jp"),
        ("https://evil\u3002example\uff0eorg:8080/ä?ö#ü", "evil.example.org:8080"),
        ("https://ｅxample.org/", "example.org"),
        ("https://xn--80ak6aa92e.com/", "xn--80ak6aa92e.com"),
        ("https://127.0.0.1/", "127.0.0.1"),
        ("https://[2001:db8::1]:8443/", "[2001:db8::1]:8443"),
        ("https://example.org./", "example.org."),
        ("https://my_site.example.org/a(b)'c$d;e", "my_site.example.org"),
        ("https://example.org/user@host", "example.org"),
    ],
)
def test_the_host_is_shown_in_ascii_and_is_the_one_that_opens(url: str, host: str) -> None:
    link = checked_link(url)
    assert link.host == host
    assert link.url == url if url.isascii() else urlsplit(link.url).netloc == host
    assert urlsplit(link.url)[2:] == urlsplit(url)[2:]


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60),
        st.text(st.sampled_from("a.-:/@[]%\\?# \u3002ßıＡ１0é\u0301"), max_size=20).map("https://".__add__),
    )
)
def test_any_text_is_an_address_with_a_plain_host_or_refused(text: str) -> None:
    try:
        link = checked_link(text)
    except LinkRefusedError:
        return
    assert link.host.isascii()
    assert link.host.isprintable()
    assert not set(link.host) & set("@/\\ %?#'\"$;")


@pytest.mark.parametrize(
    ("url", "text", "elsewhere"),
    [
        ("https://evil.example/x", "bbc.co.uk", True),
        ("https://evil.example/x", "see https://www.bbc.co.uk/news", True),
        ("https://www.bbc.co.uk/x", "bbc.co.uk", False),
        ("https://news.bbc.co.uk/x", "BBC.co.uk", False),
        ("https://bbc.co.uk.evil.example/", "bbc.co.uk", True),
        ("https://notbbc.co.uk/", "bbc.co.uk", True),
        ("https://apple.com/", "\u0430pple.com", True),
        ("https://bücher.example/", "bücher.example", False),
        ("https://evil.example/x", "the ministry said. Then", False),
        ("https://evil.example:8080/x", "evil.example", False),
        ("https://evil.example/x", "", False),
        ("https://evil.example/x", "www\u2024bank\u2024com", True),
        ("https://evil.example/x", "a@bank.com", True),
        ("https://evil.example/x", "see .bank.com", True),
        ("https://evil.example/x", "192.168.0.1", True),
        ("https://192.168.0.1/x", "192.168.0.1", False),
        ("https://evil.example/x", "evil.example " * 20, False),
        ("https://evil.example/x", "evil.example " * 21, True),
        ("https://evil.example/x", "evil.example " * 500 + "bank.example", True),
    ],
)
def test_words_that_name_another_host_are_noticed(url: str, text: str, elsewhere: bool) -> None:
    assert leads_elsewhere(checked_link(url), text) is elsewhere
