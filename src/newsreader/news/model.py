"""Asking a model for a summary: one request at a time, tried again where that can help, and never half an answer taken.

Only the endpoint that the user's config names is asked, and no redirect is followed. What is on this machine is asked
directly, never through a proxy.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from msgspec.structs import replace

from newsreader.config.fetch import MEGABYTE, FetchSettings, HostSettings
from newsreader.config.summarize import SummarizeSettings
from newsreader.errors import NewsreaderError
from newsreader.news.answers import FetchFailedError, retry_after
from newsreader.news.connection import AGENT, Connection
from newsreader.news.doors import Address, DoorClosedError, checked_address
from newsreader.news.model_answers import Answered, AnswerError, read_answer
from newsreader.news.model_key import Key
from newsreader.news.needed import require_extra
from newsreader.news.prompts import RESPONSE_FORMATS
from newsreader.news.proxies import Proxies
from newsreader.text import clean_line

if TYPE_CHECKING:
    from aiohttp import ClientResponse

_TRIES: Final = 3
_PAUSES: Final = (1.0, 4.0)
"""Seconds before another try where the endpoint names no time."""

_LONGEST_PAUSE: Final = 60
"""Seconds; for an endpoint that wants to be left alone for longer nobody waits."""

_LARGEST_ANSWER: Final = 2 * MEGABYTE
_LONGEST_MESSAGE: Final = 200
_PATH: Final = "/chat/completions"


class ModelFailedError(NewsreaderError):
    """Signal that there is no summary: `cause` is a sentence, and `advice` what would help.

    `wait` are the seconds that the endpoint wants to be left alone, None where it names no time. `is_final` says that
    another try can't help, and `is_for_all` that no other text would fare better. The former follows from the latter
    unless it is given.
    """

    def __init__(
        self,
        cause: str,
        advice: str = "",
        *,
        wait: float | None = None,
        is_final: bool | None = None,
        is_for_all: bool = False,
    ) -> None:
        super().__init__(f"{cause} {advice}".rstrip())
        self.cause = cause
        self.advice = advice
        self.wait = wait
        self.is_final = is_for_all if is_final is None else is_final
        self.is_for_all = is_for_all


class Model:
    """A model behind an endpoint. Use it as an asynchronous context manager."""

    def __init__(
        self,
        settings: SummarizeSettings,
        fetching: FetchSettings,
        key: Key | None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        require_extra()
        self._settings = settings
        self._key = key
        self._pause = pause
        self._form = 0
        hosts = dict(fetching.hosts)
        if settings.is_local:  # the user's config names it, so it is open
            hosts[settings.host] = replace(hosts.get(settings.host, HostSettings()), private=True)
        try:
            self._address = checked_address(settings.endpoint + _PATH, hosts)
        except DoorClosedError as error:
            raise ModelFailedError(str(error), is_for_all=True) from error
        limits = FetchSettings(workers=1, timeout=settings.timeout, max_size=_LARGEST_ANSWER, hosts=hosts)
        proxies = Proxies({}) if settings.is_local else None
        self._connection = Connection(limits, settings.timeout, proxies)

    async def __aenter__(self) -> Model:
        await self._connection.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._connection.close()

    async def answer(self, messages: Sequence[Mapping[str, str]]) -> Answered:
        """Return what the model answers. Raises ModelFailedError where three tries bring no whole summary."""
        for pause in _PAUSES[: _TRIES - 1]:
            try:
                return await self._try(messages)
            except ModelFailedError as error:
                if error.is_final:
                    raise
                await self._pause(pause if error.wait is None else error.wait)
        return await self._try(messages)

    async def _try(self, messages: Sequence[Mapping[str, str]]) -> Answered:
        """Ask once, in the strictest form that the endpoint knows."""
        for form in range(self._form, len(RESPONSE_FORMATS)):
            data = await self._send(messages, RESPONSE_FORMATS[form], is_last=form == len(RESPONSE_FORMATS) - 1)
            if data is None:
                continue
            self._form = form
            try:
                return self._kept_of(read_answer(data))
            except AnswerError as error:
                raise ModelFailedError(str(error), is_final=error.is_final) from error
        raise AssertionError("the last form is asked for in any case")

    def _kept_of(self, answered: Answered) -> Answered:
        """Return an answer without the key, which would be written into a file."""
        points = tuple(map(self._without, answered.key_points))
        return replace(answered, summary=self._without(answered.summary), key_points=points)

    def _without(self, text: str) -> str:
        """Return a text of the endpoint without the key, which it may repeat."""
        return self._key.taken_out_of(text) if self._key else text

    async def _send(
        self, messages: Sequence[Mapping[str, str]], form: Mapping[str, object] | None, *, is_last: bool
    ) -> bytes | None:
        """Return the body of the answer; None where the endpoint does not know this form, unless it is the last one."""
        body: dict[str, object] = {"model": self._settings.model, "messages": list(messages), "stream": False}
        if form is not None:
            body["response_format"] = form
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Accept-Encoding": "gzip, deflate",
            "User-Agent": self._address.settings.user_agent or AGENT,
        }
        if self._key is not None:
            headers["Authorization"] = self._key.authorization
        try:
            async with self._connection.asked("POST", self._address, headers, json.dumps(body).encode()) as response:
                data, is_cut = await self._connection.body(response)
                if response.status in (400, 422) and not is_last:
                    return None
                if response.status != 200:
                    raise self._fault(response, data)
        except DoorClosedError as error:
            raise ModelFailedError(str(error), is_for_all=True) from error
        except FetchFailedError as error:
            raise _unreachable(error) from error
        if is_cut:
            raise ModelFailedError("The answer ends too early.")
        return data

    def _fault(self, response: ClientResponse, data: bytes) -> ModelFailedError:
        """Return what an answer other than 200 means, and what would help."""
        status = response.status
        if 300 <= status < 400:
            return ModelFailedError(
                f"It is redirected to {self._without(_host_of(response, self._address))}, and nothing is sent there.",
                "If that is right, write it into endpoint in [summarize].",
                is_for_all=True,
            )
        if status in (401, 403):
            advice = "Check the key." if self._key else "It needs a key: see key_env in [summarize]."
            return ModelFailedError(f"The endpoint does not let you in ({status}).", advice, is_for_all=True)
        if status == 402:
            return ModelFailedError("The endpoint wants to be paid first (402).", is_for_all=True)
        if status == 404:
            cause = f"There is no such model, or nothing at the address (404).{self._told(data)}"
            return ModelFailedError(cause, "Check endpoint and model in [summarize].", is_for_all=True)
        if status == 413:
            return ModelFailedError("The text is too long for the endpoint (413).", "Set context lower.", is_final=True)
        if status in (429, 503):
            return _busy(status, retry_after(response.headers.get("Retry-After")))
        if status >= 500:
            return ModelFailedError(f"The endpoint has a fault ({status}).")
        return ModelFailedError(f"The endpoint refuses the request ({status}).{self._told(data)}", is_final=True)

    def _told(self, data: bytes) -> str:
        """Return what the endpoint says of its refusal, as a sentence behind another; "" for nothing.

        Servers repeat what they were sent. So the key is taken out of it.
        """
        try:
            error = json.loads(data)["error"]
            text = error if isinstance(error, str) else error["message"]
        except (ValueError, KeyError, TypeError, RecursionError):
            return ""
        if not isinstance(text, str):
            return ""
        told = clean_line(self._without(text), _LONGEST_MESSAGE)
        return f" It says: “{told}”." if told else ""


def _busy(status: int, wait: int | None) -> ModelFailedError:
    cause = f"The endpoint {'was asked too often' if status == 429 else 'is not available now'} ({status})."
    if wait is not None and wait > _LONGEST_PAUSE:
        minutes = -(-wait // 60)
        advice = f"It wants to be left alone for {minutes:,} minutes. Give the command again then."
        return ModelFailedError(cause, advice, is_for_all=True)
    return ModelFailedError(cause, "Give the command again later.", wait=wait)


def _unreachable(error: FetchFailedError) -> ModelFailedError:
    """Return what a failed connection means for a request to a model."""
    from aiohttp import ClientConnectorError, ClientProxyConnectionError

    cause = error.cause.replace("Its ", "The endpoint's ", 1) if error.cause.startswith("Its ") else error.cause
    if isinstance(error.__cause__, TimeoutError):
        return ModelFailedError(cause, "The time is set by timeout in [summarize].", is_final=True)
    if error.__cause__ is None:  # an answer that is too large, or is packed in another way
        return ModelFailedError(f"The answer can't be taken. {cause}", is_final=True)
    advice = "See whether the model runs, and whether endpoint in [summarize] is right."
    is_for_all = isinstance(error.__cause__, ClientConnectorError | ClientProxyConnectionError)
    return ModelFailedError(cause, advice, is_final=False, is_for_all=is_for_all)


def _host_of(response: ClientResponse, address: Address) -> str:
    """Return the host that an answer redirects to, for a message."""
    try:
        place = urljoin(address.url, response.headers.get("Location", "").strip())
        return clean_line(urlsplit(place).hostname or "another address", 100)
    except ValueError:
        return "another address"
