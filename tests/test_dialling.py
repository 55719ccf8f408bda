import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from data.sources import dialling
from data.sources.fetch import Fetcher, Page
from errors import SourceError
from tests.bad_server import QUICK

ALLOWED = replace(QUICK, allowed_hosts=frozenset({"news.example", "other.example"}), timeout_seconds=2)


class _Hello(BaseHTTPRequestHandler):
    def do_GET(self) -> None:  # the name that http.server looks for
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"over TLS")

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for news.example that trusts itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "news.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("news.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path / "news.pem"
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@contextmanager
def _secured(certificate: Path, names: list[str | None]) -> Iterator[int]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    with ThreadingHTTPServer(("127.0.0.1", 0), _Hello) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server.server_port
        server.shutdown()


def _get(url: str) -> Page | None:
    with Fetcher(ALLOWED, resolve=lambda host, port: ["127.0.0.1"]) as fetcher:
        return fetcher.get(url, robots=False)


def test_the_certificate_is_asked_and_checked_for_the_name_not_for_the_address(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    dialling.trusted.cache_clear()
    names: list[str | None] = []
    try:
        with _secured(certificate, names) as port:
            page = _get(f"https://news.example:{port}/")
            assert page is not None and page.body == b"over TLS"
            assert names == ["news.example"]
            with pytest.raises(SourceError, match="certificate") as raised:
                _get(f"https://other.example:{port}/")
            assert raised.value.transient is False
    finally:
        dialling.trusted.cache_clear()


def test_a_certificate_of_nobody_is_refused(certificate: Path) -> None:
    with _secured(certificate, []) as port, pytest.raises(SourceError, match="certificate") as raised:
        _get(f"https://news.example:{port}/")
    assert raised.value.reason == "unreachable"


def test_a_name_that_does_not_exist_is_worth_another_try() -> None:
    with Fetcher(QUICK) as fetcher, pytest.raises(SourceError) as raised:
        fetcher.get(f"http://{'a' * 64}.example/")  # no such name can be, so no name server is asked
    assert (raised.value.reason, raised.value.transient) == ("unreachable", True)
