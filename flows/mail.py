"""Mail: an alert or a brief as one e-mail, handed to the newsroom's own mail server."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from urllib.parse import unquote, urlsplit

from errors import SettingsError
from flows.message import Answer, Letter

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class Mail:
    """The mail server at `server`, one of smtp://HOST, smtp+starttls://USER:PASSWORD@HOST, smtps://USER:PASSWORD@HOST.

    `recipients` are addresses with commas between them. Raises `SettingsError` for what can't be used, without showing the
    server's address, in which the password stands.
    """

    name = "mail"

    def __init__(self, server: str, sender: str, recipients: str, timeout_seconds: float) -> None:
        try:
            parts = urlsplit(server)
            port = parts.port
        except ValueError:
            parts, port = urlsplit(""), None
        if parts.scheme not in PORTS or not parts.hostname:
            raise SettingsError(
                "alert_smtp is not the address of a mail server (it is not shown, because a password may stand in it). "
                "Expected smtp://HOST:PORT, smtp+starttls://USER:PASSWORD@HOST or smtps://USER:PASSWORD@HOST."
            )
        if parts.username and parts.scheme == "smtp":
            raise SettingsError(
                "alert_smtp would send its password for everyone to read. "
                "Write smtp+starttls:// or smtps:// instead of smtp://, or leave user and password out."
            )
        self._recipients = [each.strip() for each in recipients.split(",") if each.strip()]
        for field, address in [("alert_from", sender), *(("alert_to", each) for each in self._recipients or [""])]:
            if "@" not in parseaddr(address)[1] or not address.isprintable():
                raise SettingsError(f"{field} is {address!r}, expected an e-mail address such as desk@example.org.")
        self._scheme, self._host, self._port = parts.scheme, parts.hostname, port or PORTS[parts.scheme]
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._sender, self._timeout = sender, timeout_seconds

    def send(self, message: Letter) -> Answer:
        """Hand the message to the server once. It took it: delivered. 5xx: refused. 4xx, no connection: failed."""
        try:
            with self._session() as session:
                left_out = session.send_message(self._mail(message))
        except smtplib.SMTPRecipientsRefused as error:
            return _answer(min(code for code, _ in error.recipients.values()), "for every recipient")
        except smtplib.SMTPResponseException as error:
            return _answer(error.smtp_code, f"({type(error).__name__})")
        except smtplib.SMTPNotSupportedError:
            return Answer("refused", "the server does not offer what alert_smtp asks for (TLS, or a login)")
        except (smtplib.SMTPException, OSError) as error:
            return Answer("failed", f"no answer ({type(error).__name__})")
        return Answer("delivered", f"taken; refused for {len(left_out)} recipients" if left_out else "taken")

    @contextmanager
    def _session(self) -> Iterator[smtplib.SMTP]:
        context = ssl.create_default_context()
        if self._scheme == "smtps":
            session: smtplib.SMTP = smtplib.SMTP_SSL(self._host, self._port, timeout=self._timeout, context=context)
        else:
            session = smtplib.SMTP(self._host, self._port, timeout=self._timeout)
        try:
            if self._scheme == "smtp+starttls":
                session.starttls(context=context)
            if self._user:
                session.login(self._user, self._password)
            yield session
            with suppress(smtplib.SMTPException, OSError):
                session.putcmd("quit")  # its answer changes nothing: what was taken is taken
        finally:
            session.close()

    def _mail(self, message: Letter) -> EmailMessage:
        mail = EmailMessage()
        mail["From"] = self._sender
        mail["To"] = ", ".join(self._recipients)
        mail["Subject"] = message.subject
        mail["Date"] = formatdate()
        mail["Message-ID"] = f"<{message.key}@parakh.invalid>"  # the same however often it is sent
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(message.text)
        return mail


def _answer(code: int, what: str) -> Answer:
    return Answer("refused" if code >= 500 else "failed", f"answered {code} {what}")
