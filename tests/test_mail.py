"""Alerts by mail, to a real mail server on loopback that takes them, refuses them, hangs, and asks for TLS and a login."""

import socket
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from errors import SettingsError
from flows.mail import Mail
from flows.message import Answer, Message
from flows.notify import within
from tests.receivers import Mailbox, RefusingRcpt, mail_server

MESSAGE = Message("a1", "A claim is back", "राशन का दावा\nBcc: all@example.org", "12 documents.", "parakh show c1")


def _mail(server: str, **more: Any) -> Mail:
    return Mail(server, "Desk <desk@example.org>", "one@example.org, two@example.org", more.pop("timeout", 5.0))


def test_a_mail_says_what_the_alert_is_and_has_the_same_id_however_often_it_is_sent() -> None:
    mailbox = Mailbox()
    with mail_server(mailbox) as host:
        assert _mail(f"smtp://{host}").send(MESSAGE) == Answer("delivered", "taken")
        _mail(f"smtp://{host}").send(MESSAGE)
    first, second = mailbox.mails
    assert first["Message-ID"] == second["Message-ID"] == "<a1@parakh.invalid>"
    assert (first["From"], first["To"]) == ("Desk <desk@example.org>", "one@example.org, two@example.org")
    assert first["Subject"] == "Parakh: A claim is back: राशन का दावा Bcc: all@example.org" and first["Bcc"] is None
    assert first.get_content().splitlines()[:3] == ["A claim is back", "", "राशन का दावा"]


@pytest.mark.parametrize(
    ("mailbox", "answer"),
    [
        (Mailbox("451 busy"), Answer("failed", "answered 451 (SMTPDataError)")),
        (Mailbox("554 spam"), Answer("refused", "answered 554 (SMTPDataError)")),
        (RefusingRcpt(), Answer("refused", "answered 550 for every recipient")),
    ],
)
def test_a_server_that_can_not_now_has_failed_and_one_that_never_will_has_refused(
    mailbox: Mailbox, answer: Answer
) -> None:
    with mail_server(mailbox) as host:
        assert _mail(f"smtp://{host}").send(MESSAGE) == answer


def test_a_server_that_hangs_or_is_not_there_has_failed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert _mail(f"smtp://127.0.0.1:{port}", timeout=0.3).send(MESSAGE).outcome == "failed"
        slow = _mail(f"smtp://127.0.0.1:{port}", timeout=5.0)
        assert within(0.3, lambda: slow.send(MESSAGE)) == Answer("failed", "no answer within 0.3 s")
    assert _mail(f"smtp://127.0.0.1:{port}").send(MESSAGE) == Answer("failed", "no answer (ConnectionRefusedError)")


@pytest.fixture
def tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """The context of a mail server whose certificate this process trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail of a test")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    own, public = tmp_path / "own.pem", tmp_path / "public.pem"
    pem = serialization.Encoding.PEM
    own.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(pem)
    )
    public.write_bytes(certificate.public_bytes(pem))
    monkeypatch.setenv("SSL_CERT_FILE", str(public))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own)
    return context


def test_a_login_goes_through_tls_and_a_wrong_password_is_refused_without_being_shown(tls: ssl.SSLContext) -> None:
    mailbox = Mailbox()
    with mail_server(mailbox, tls) as host:
        assert _mail(f"smtp+starttls://desk:p%40ss%20word@{host}").send(MESSAGE).outcome == "delivered"
        wrong = _mail(f"smtp+starttls://desk:wrong@{host}").send(MESSAGE)
    assert wrong == Answer("refused", "answered 535 (SMTPAuthenticationError)")
    assert len(mailbox.mails) == 1 and mailbox.logins


def test_a_server_whose_certificate_nobody_vouches_for_gets_no_password(
    tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    mailbox = Mailbox()
    with mail_server(mailbox, tls) as host:
        answer = _mail(f"smtp+starttls://desk:p%40ss%20word@{host}").send(MESSAGE)
    assert answer == Answer("failed", "no answer (SSLCertVerificationError)")
    assert mailbox.logins == []


def test_a_server_without_the_tls_that_is_asked_for_is_refused() -> None:
    with mail_server(Mailbox()) as host:
        assert _mail(f"smtp+starttls://{host}").send(MESSAGE).outcome == "refused"


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: _mail("mail.example.org"), "alert_smtp"),
        (lambda: _mail("smtp://:25"), "alert_smtp"),
        (lambda: _mail("smtp://mail.example.org:x"), "alert_smtp"),
        (lambda: _mail("smtp://desk:s3cret@mail.example.org"), "password"),
        (lambda: Mail("smtp://mail.example.org", "desk", "one@example.org", 1.0), "alert_from"),
        (lambda: Mail("smtp://mail.example.org", "desk@example.org", "", 1.0), "alert_to"),
        (lambda: Mail("smtp://mail.example.org", "desk@example.org", "one@example.org, two", 1.0), "alert_to"),
    ],
)
def test_settings_that_can_not_be_used_are_refused_with_the_name_of_the_setting(
    make: Callable[[], Mail], field: str
) -> None:
    with pytest.raises(SettingsError, match=field) as refused:
        make()
    assert "s3cret" not in str(refused.value)
