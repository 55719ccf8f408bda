"""Receivers of alerts, real ones on loopback: of webhooks, answering as a test says, and of mail."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

TOKEN = "T0KEN-xoxb-4711"
HANG, DRIP = "hang", "drip"


@dataclass
class Got:
    """What one POST brought."""

    headers: dict[str, str]
    body: dict[str, Any]


@dataclass
class Receiver:
    """A receiver of webhooks: `answers` are given in turn, the last one again and again (a status, HANG, DRIP, or a
    status with headers)."""

    url: str
    answers: list[Any]
    got: list[Got] = field(default_factory=list)

    @property
    def keys(self) -> list[str]:
        return [each.headers["idempotency-key"] for each in self.got]


@contextmanager
def webhook(*answers: Any) -> Iterator[Receiver]:
    """A receiver of webhooks while the block runs."""
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            receiver.got.append(Got({name.lower(): value for name, value in self.headers.items()}, body))
            answer = receiver.answers.pop(0) if len(receiver.answers) > 1 else receiver.answers[0]
            if answer == HANG:
                over.wait(20)
            elif answer == DRIP:
                self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                while not over.wait(0.05):
                    self.wfile.write(b"X: y\r\n")
            else:
                status, headers = answer if isinstance(answer, tuple) else (answer, {})
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()

        def do_GET(self) -> None:
            receiver.got.append(Got({}, {}))

        def log_message(self, *_: object) -> None: ...

        def handle(self) -> None:
            with suppress(OSError):  # the sender has gone
                super().handle()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver = Receiver(f"http://127.0.0.1:{server.server_port}/services/{TOKEN}", list(answers))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join()


class Mailbox:
    """What a mail server does with mail: `answers` in turn, the last one again and again ("" is yes)."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers) or [""]
        self.mails: list[EmailMessage] = []
        self.logins: list[str] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return answer or "250 taken"

    def log_in(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"desk", b"p@ss word")
        self.logins.append(mechanism)
        return AuthResult(success=right, handled=right)


class RefusingRcpt(Mailbox):
    """A mail server that knows none of the recipients."""

    async def handle_RCPT(self, *_: object) -> str:  # noqa: N802
        return "550 no such user"


@contextmanager
def mail_server(mailbox: Mailbox, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """A mail server while the block runs; yields its HOST:PORT. With `tls` it takes mail only after STARTTLS and a login."""
    more: dict[str, Any] = {"authenticator": mailbox.log_in, "auth_required": True} if tls else {}
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(mailbox, "127.0.0.1", port, tls_context=tls, require_starttls=bool(tls), **more)
    controller.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        controller.stop()
