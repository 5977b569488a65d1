"""Feeds by https: certificates, moves from and to http, credentials, and proxies."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.news.certificates import Authority
from tests.news.conftest import Reader
from tests.news.server import FeedServer, answer
from tests.news.texts import item, rss

PAST = datetime(2021, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def user(home: dict[str, str], tmp_path: Path) -> Reader:
    return Reader(home, tmp_path)


def feeds_of(user: Reader) -> str:
    return (user.library / "feeds.yaml").read_text(encoding="utf-8")


def moved_to(user: Reader) -> list[str]:
    (store,) = Path(user.home["XDG_DATA_HOME"]).rglob("feeds.db")
    with closing(sqlite3.connect(store)) as connection:
        return [row[0] for row in connection.execute("SELECT moved_to FROM feeds")]


def test_a_certificate_of_an_authority_in_the_config_is_good(user: Reader, authority: Authority) -> None:
    with authority.server() as server:
        server.serve("/a", rss(item(1)))
        user.settings(server, host_more=authority.trust)
        user.feeds(f"{server.secure_base}/a")
        user.fetch()
        assert [request.is_secure for request in server.log] == [True]
    assert len(user.stories()) == 1


@pytest.mark.parametrize(
    ("hosts", "until", "is_trusted", "why"),
    [
        (("127.0.0.1",), PAST, True, "certificate has expired"),
        (("other.example",), None, True, "not valid for '127.0.0.1'"),
        (("127.0.0.1",), None, False, "self-signed certificate|unable to get local issuer"),
    ],
)
def test_a_bad_certificate_is_named_as_what_it_is(
    user: Reader, authority: Authority, hosts: tuple[str, ...], until: datetime | None, is_trusted: bool, why: str
) -> None:
    with authority.server(*hosts, until=until) as server:
        server.serve("/a", rss(item(1)))
        user.settings(server, host_more=authority.trust if is_trusted else "")
        user.feeds(f"{server.secure_base}/a")
        told = user.fetch(code=1).stderr
        assert server.log == []
    (line,) = [line for line in told.splitlines() if line.startswith("feed-0:")]
    assert "Its certificate is not valid: " in line
    assert re.search(why, line), line
    assert ".." not in line
    assert "XML" not in told
    assert "as a feed" not in told
    assert "Its certificate is not valid" in user.run("feeds", "--failing").stdout


def test_a_server_without_https_is_not_said_to_have_a_bad_certificate(user: Reader, server: FeedServer) -> None:
    user.settings(server)
    user.feeds(f"{server.secure_base}/a")
    told = user.fetch(code=1).stderr
    assert "does not speak https" in told
    assert "certificate" not in told


def test_a_feed_that_moved_to_https_is_there_from_the_first_time_on(user: Reader, authority: Authority) -> None:
    with authority.server() as server:
        server.routes["/a"] = lambda request: (
            answer(rss(item(1))) if request.is_secure else answer(b"", 301, Location=f"{server.secure_base}/a")
        )
        user.settings(server, host_more=authority.trust)
        user.feeds(f"{server.base}/a", more="  # mine\n")
        assert "has moved to https://" in user.fetch().stderr
        assert f"url: {server.secure_base}/a" in feeds_of(user)
        assert "# mine" in feeds_of(user)
        user.fetch()
        assert [request.is_secure for request in server.log] == [False, True, True]
    assert len(user.stories()) == 1


@pytest.mark.parametrize("status", [302, 307])
def test_a_feed_that_is_elsewhere_for_a_while_keeps_its_address(
    user: Reader, authority: Authority, status: int
) -> None:
    with authority.server() as server:
        server.routes["/a"] = lambda request: (
            answer(rss(item(1))) if request.is_secure else answer(b"", status, Location=f"{server.secure_base}/a")
        )
        user.settings(server, host_more=authority.trust)
        user.feeds(f"{server.base}/a")
        user.fetch()
        assert f"url: {server.base}/a" in feeds_of(user)


@pytest.mark.parametrize("status", [301, 302])
def test_from_https_to_http_is_followed_once_and_never_learnt(user: Reader, authority: Authority, status: int) -> None:
    with authority.server() as server:
        server.routes["/a"] = lambda _: answer(b"", status, Location=f"{server.base}/b")
        server.serve("/b", rss(item(1)))
        user.settings(server, host_more=authority.trust)
        user.feeds(f"{server.secure_base}/a")
        user.fetch()
        assert len(user.stories()) == 1
        assert moved_to(user) == [""]
        server.routes["/b"] = lambda _: answer(b"", 302, Location=f"{server.secure_base}/c")
        server.routes["/c"] = lambda _: answer(b"", 302, Location=f"{server.base}/d")
        server.serve("/d", rss(item(2)))
        assert "safe addresses" in user.fetch(code=1).stderr
        assert server.asked("/d") == []


def test_credentials_do_not_go_along_to_the_plain_side_of_their_host(user: Reader, authority: Authority) -> None:
    user.home["PAPER"] = "me:secret"
    with authority.server() as server:
        server.routes["/a"] = lambda _: answer(b"", 302, Location=f"{server.base}/b")
        server.serve("/b", rss(item(1)))
        user.settings(server, host_more=f'{authority.trust}auth = "env:PAPER"\n')
        user.feeds(f"{server.secure_base}/a")
        user.fetch()
        assert [(request.is_secure, "authorization" in request.headers) for request in server.log] == [
            (True, True),
            (False, False),
        ]


def test_credentials_of_one_host_are_not_used_by_a_redirect_from_another(
    user: Reader, server: FeedServer, authority: Authority
) -> None:
    user.home["PAPER"] = "me:secret"
    with authority.server() as paper:
        server.routes["/a"] = lambda _: answer(b"", 302, Location=f"{paper.base}/private")
        paper.serve("/private", rss(item(1)))
        user.settings(server)
        with user.config.open("a", encoding="utf-8") as file:
            file.write(f'[fetch.hosts."127.0.0.1:{paper.port}"]\nprivate = true\nauth = "env:PAPER"\n')
        user.feeds(f"{server.base}/a")
        user.fetch()
        assert ["authorization" in request.headers for request in paper.log] == [False]


# Proxies


def test_a_proxy_of_the_environment_is_used_and_looks_names_up(user: Reader, authority: Authority) -> None:
    with authority.server("gazette.example") as server:
        server.serve("/a", rss(item(1)))
        server.serve("http://other.example/b", rss(item(2)))
        user.settings(server)
        with user.config.open("a", encoding="utf-8") as file:
            file.write(f'[fetch.hosts."gazette.example"]\n{authority.trust}')
        user.home |= {"HTTPS_PROXY": server.base, "http_proxy": server.base}
        user.feeds("https://gazette.example/a", "http://other.example/b")
        user.fetch()
        assert {request.path for request in server.log} == {"gazette.example:443", "/a", "http://other.example/b"}
    assert len(user.stories()) == 2


@pytest.mark.parametrize("named", ["127.0.0.1", "example.org, 127.0.0.1:{port}", "*"])
def test_a_host_of_no_proxy_is_asked_without_it(user: Reader, server: FeedServer, named: str) -> None:
    server.serve("/a", rss(item(1)))
    user.settings(server)
    user.home |= {"HTTP_PROXY": "http://127.0.0.1:1", "http_proxy": "http://127.0.0.1:1"}
    user.home["NO_PROXY"] = named.format(port=server.port)
    user.feeds(f"{server.base}/a")
    user.fetch()
    assert len(user.stories()) == 1


def test_a_proxy_may_be_named_without_http_before_it(user: Reader, server: FeedServer) -> None:
    server.serve("http://other.example/b", rss(item(2)))
    user.settings(server)
    user.home["http_proxy"] = server.host
    user.feeds("http://other.example/b")
    user.fetch()
    assert len(user.stories()) == 1


@pytest.mark.parametrize(
    ("proxy", "said"),
    [
        ("http://127.0.0.1:1", "The proxy can't be reached"),
        ("{base}", r"The proxy refuses .*\(407\)"),
        ("socks5://127.0.0.1:1080", "Only http proxies"),
    ],
)
def test_a_fault_of_the_proxy_is_not_told_as_one_of_the_feed(
    user: Reader, server: FeedServer, proxy: str, said: str
) -> None:
    server.routes["gazette.example:443"] = lambda _: answer(b"", 407)
    user.settings(server)
    user.home["HTTPS_PROXY"] = proxy.format(base=server.base)
    user.feeds("https://gazette.example/a")
    told = user.fetch(code=1).stderr
    assert re.search(said, told), told


def test_a_private_address_is_refused_behind_a_proxy_as_well(user: Reader, server: FeedServer) -> None:
    user.settings(server)
    user.home["http_proxy"] = server.base
    user.feeds("http://192.168.0.1/a", "http://localhost/b")
    assert user.fetch(code=1).stderr.count("private address") >= 2
    assert server.log == []


def test_doctor_says_that_a_proxy_looks_names_up(user: Reader) -> None:
    assert not re.search(r"^\w+ +proxy", user.run("doctor").stdout, re.MULTILINE)
    user.home |= {"HTTPS_PROXY": "http://me:secret@proxy.example:3128", "NO_PROXY": "intranet.example"}
    told = user.run("doctor").stdout
    assert "proxy.example:3128" in told
    assert "the proxy checks" in told
    assert "secret" not in told


def test_who_needs_a_password_is_told_the_very_words_for_the_config(reader: Reader, server: FeedServer) -> None:
    reader.feeds(server.serve("/a", b"", 401))
    assert (
        f'auth = "env:NAME" into the config below [fetch.hosts."127.0.0.1:{server.port}"]'
        in reader.fetch(code=1).stderr
    )
