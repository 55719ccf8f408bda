"""Webhook: an alert or a brief as one POST of JSON that Slack, and what copies it, understands.

The address is the editor's own word, from the settings or a Prefect Secret block, so none is refused, also none inside: an
own receiver stands there often. But nothing beyond it is reached: a redirect is not followed, because its target is not the
editor's word. The address is the key to the channel: it is in no log, no error and no row.
"""

from __future__ import annotations

import json
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx

from errors import SettingsError
from flows.message import Answer, Letter

TRY_AGAIN = frozenset({408, 425, 429})  # of the 4xx, those that say "not now"


class Webhook:
    """The receiver at `url`. Raises `SettingsError` for what is no web address, without showing it."""

    name = "webhook"

    def __init__(self, url: str, timeout_seconds: float) -> None:
        if not _usable(url):
            raise SettingsError(
                "alert_webhook is not an address that alerts can be posted to (it is not shown, because it is a secret). "
                "Expected https://HOST/PATH, without a user or password in it, or secret:NAME for a Prefect Secret block."
            )
        self._url, self._timeout = url, timeout_seconds

    def send(self, message: Letter) -> Answer:
        """Post the message once. 2xx: delivered. 5xx, 408, 425, 429, no connection: failed. Everything else: refused."""
        body = json.dumps(message.slack(), ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Idempotency-Key": message.key,
            "User-Agent": "parakh",
            "Connection": "close",
        }
        request = httpx.Request("POST", self._url, content=body, headers=headers)
        request.extensions["timeout"] = httpx.Timeout(self._timeout).as_dict()
        # The transport, not the client above it, which would write the address to the log.
        try:
            with httpx.HTTPTransport(proxy=_proxy(self._url)) as transport:
                response = transport.handle_request(request)
                response.close()  # the status says all; the body may never end
        except (httpx.TransportError, OSError) as error:
            return Answer("failed", f"no answer ({type(error).__name__})")
        return _answer(response)


def _answer(response: httpx.Response) -> Answer:
    status = response.status_code
    detail = f"answered {status}"
    if response.is_success:
        return Answer("delivered", detail)
    if response.is_server_error or status in TRY_AGAIN:
        seconds = response.headers.get("retry-after", "")
        return Answer("failed", detail, float(seconds) if seconds.isascii() and seconds.isdigit() else None)
    return Answer("refused", detail)


def _usable(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
        )
    except ValueError:
        return False


def _proxy(url: str) -> str | None:
    parts = urlsplit(url)
    return None if proxy_bypass(parts.netloc) else getproxies().get(parts.scheme)
