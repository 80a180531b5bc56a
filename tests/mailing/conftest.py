"""A mail server of our own that says what a test tells it to."""

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from app.config import Settings
from app.mailing.gateway import SmtpGateway
from tests.conftest import settings_for
from tests.ports import free_port


@dataclass
class Peer:
    """An SMTP server in a thread. `on_rcpt` and `on_data` answer per recipient; None accepts."""

    delivered: list[bytes] = field(default_factory=list)
    on_rcpt: Callable[[str], str | None] = lambda address: None
    on_data: Callable[[bytes], str | None] = lambda raw: None
    hangs_up: bool = False
    port: int = 0

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        refused = self.on_rcpt(address)
        if refused:
            return refused
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 fine"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        raw = bytes(envelope.original_content or b"")
        refused = self.on_data(raw)
        if refused:
            return refused
        self.delivered.append(raw)
        if self.hangs_up:
            assert server.transport is not None
            server.transport.abort()
        return "250 2.0.0 kept"


@pytest.fixture
def peer() -> Iterator[Peer]:
    handler = Peer()
    controller = Controller(handler, hostname="127.0.0.1", port=0, ready_timeout=120.0, enable_SMTPUTF8=True)
    controller.port = handler.port = free_port()
    controller.start()
    yield handler
    controller.stop()


@pytest.fixture
def peer_settings(peer: Peer, tmp_path: Path) -> Settings:
    return settings_for("sqlite://", tmp_path, mail_server="127.0.0.1", mail_port=peer.port,
                        mail_from="jobs@larkspur.example")  # fmt: skip


@pytest.fixture
def gateway(peer_settings: Settings) -> SmtpGateway:
    return SmtpGateway(peer_settings)


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A server that takes the connection and never says a word."""
    listener = socket.create_server(("127.0.0.1", 0))
    open_connections: list[socket.socket] = []

    def accept() -> None:
        while True:
            try:
                open_connections.append(listener.accept()[0])
            except OSError:
                return

    threading.Thread(target=accept, daemon=True).start()
    yield listener.getsockname()[1]
    listener.close()
    for connection in open_connections:
        connection.close()
