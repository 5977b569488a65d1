"""Certificates made for the tests: of an authority that the user may trust, and of servers, good and bad."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import trustme
from tests.news.server import FeedServer, running


class Authority:
    """Issues certificates; its own is in the file at `path`."""

    def __init__(self, folder: Path) -> None:
        self._authority = trustme.CA()
        self.path = folder / "authority.pem"
        self._authority.cert_pem.write_to_path(str(self.path))

    @property
    def trust(self) -> str:
        """The line below a host in the config that trusts it."""
        return f'ca_file = "{self.path}"\n'

    @contextmanager
    def server(self, *hosts: str, until: datetime | None = None) -> Iterator[FeedServer]:
        """Give a server with a certificate for these hosts, which is good until then."""
        since = datetime(2020, 1, 1, tzinfo=UTC) if until else None
        certificate = self._authority.issue_cert(*(hosts or ("127.0.0.1",)), not_before=since, not_after=until)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        certificate.configure_cert(context)
        with running(context) as server:
            yield server
