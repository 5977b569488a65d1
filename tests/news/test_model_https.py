"""A model by https: its certificate is checked, a proxy of the environment is asked, and names lead to no closed door."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.news.certificates import Authority
from tests.news.false_model import PATH, TEXT, FalseModel
from tests.news.server import FeedServer, answer

from newsreader.config.fetch import FetchSettings, HostSettings
from newsreader.config.summarize import SummarizeSettings
from newsreader.news.model import Model, ModelFailedError
from newsreader.news.model_key import Key
from newsreader.news.model_summaries import Summary, summarize
from newsreader.news.prompts import Source


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


async def _no_pause(_: float) -> None:
    pass


async def ask(endpoint: str, hosts: Mapping[str, HostSettings] | None = None, name: str = "good") -> Summary:
    settings = SummarizeSettings(endpoint, name, timeout=20.0)
    async with Model(settings, FetchSettings(hosts=hosts or {}), Key("the-right-key"), _no_pause) as model:
        return await summarize(model, Source("Ferry", TEXT), settings)


async def fail(endpoint: str, hosts: Mapping[str, HostSettings] | None = None) -> ModelFailedError:
    with pytest.raises(ModelFailedError) as failed:
        await ask(endpoint, hosts)
    return failed.value


async def test_a_certificate_of_an_authority_in_the_config_is_good(authority: Authority) -> None:
    with authority.server() as server:
        FalseModel(server)
        trust = {server.host: HostSettings(ca_file=str(authority.path))}
        assert (await ask(f"{server.secure_base}/v1", trust)).summary
        assert [request.is_secure for request in server.log] == [True]


async def test_a_bad_certificate_gets_neither_text_nor_key(authority: Authority) -> None:
    with authority.server("other.example") as server:
        FalseModel(server)
        failed = await fail(f"{server.secure_base}/v1", {server.host: HostSettings(ca_file=str(authority.path))})
        assert "certificate is not valid" in failed.cause
        assert server.log == []


async def test_a_file_of_certificates_that_is_missing_is_told(authority: Authority, tmp_path: Path) -> None:
    with authority.server() as server:
        failed = await fail(f"{server.secure_base}/v1", {server.host: HostSettings(ca_file=str(tmp_path / "none.pem"))})
        assert "The ca_file of its host can't be read" in failed.cause


async def test_a_proxy_of_the_environment_is_asked_for_what_is_elsewhere(
    server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", server.base)
    server.routes["models.invalid:443"] = lambda _: answer(b"", 403)
    failed = await fail("https://models.invalid/v1")
    assert failed.cause == "The proxy refuses to connect to it (403)."
    assert {request.path for request in server.log} == {"models.invalid:443"}
    assert all("authorization" not in request.headers and not request.body for request in server.log)


async def test_a_name_that_leads_to_a_private_address_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    async def lead(*_: object, **__: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        return [(2, 1, 6, "", ("10.0.0.7", 443))]

    monkeypatch.setattr("asyncio.base_events.BaseEventLoop.getaddrinfo", lead)
    failed = await fail("https://models.example/v1")
    assert "models.example is a private address" in failed.cause
    assert failed.is_for_all


async def test_the_key_goes_nowhere_else(server: FeedServer) -> None:
    model = FalseModel(server)
    with pytest.raises(ModelFailedError, match="It is redirected"):
        await ask(model.endpoint, name="redirecting")
    assert [request.path for request in server.log] == [PATH]
