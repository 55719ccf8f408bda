"""robots.txt: what a site lets a reader fetch, and how fast (RFC 9309)."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import SplitResult, urlunsplit

from protego import Protego

from data.sources.addresses import origin_of, shown_url
from errors import SourceError

_READ = 500 * 1024  # bytes of it that count, as RFC 9309, 2.5, lets a reader do
_LONGEST_PAUSE = 30.0  # seconds; some sites ask for hours


class Robots:
    """The rules of every site that was asked, each fetched once; `fetch` gives the body of a URL or raises SourceError."""

    def __init__(self, agent: str, fetch: Callable[[str], bytes]) -> None:
        self._agent = agent.partition("/")[0]
        self._fetch = fetch
        self._rules: dict[tuple[str, str, int], Protego] = {}

    def check(self, parts: SplitResult) -> None:
        """Raise SourceError (`robots`) where the site forbids this URL, or the error that hides its rules from us."""
        site, url = origin_of(parts), urlunsplit(parts)
        if site not in self._rules:
            self._rules[site] = Protego.parse(self._text(parts))
        if not self._rules[site].can_fetch(url, self._agent):
            shown = shown_url(url)
            raise SourceError(f"{shown}: robots.txt of the site forbids {self._agent} to read it", shown, "robots")

    def pause(self, parts: SplitResult) -> float:
        """Seconds between two requests that the site asks for, at most 30; 0 where nothing is known of that."""
        rules = self._rules.get(origin_of(parts))
        return min((rules.crawl_delay(self._agent) if rules else None) or 0.0, _LONGEST_PAUSE)

    def _text(self, parts: SplitResult) -> str:
        """The site's rules. None (4xx) forbid nothing; while they can't be had (5xx, time-out) all waits, RFC 9309, 2.3.1."""
        try:
            body = self._fetch(urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], "/robots.txt", "", "")))
        except SourceError as error:
            if error.transient:
                raise
            return ""
        return body[:_READ].decode("utf-8", "replace")
