"""Posts of X (Twitter): `tweets.js` or `tweet.js` of an account's archive, and tweets as the older API wrote them.

An archive does not say whose it is; where a tweet holds its `user`, as those of the API do, that is the author.
"""

from __future__ import annotations

import re
from typing import Any

from data.sources.row import Row

# Codes that X gives where it saw no language; https://docs.x.com/x-api/enterprise-gnip-2.0/powertrack-api
_NO_LANGUAGE = frozenset("und zxx art qam qct qht qme qst".split())
_ESCAPED = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))  # all that X escapes; "&amp;lt;" was "&lt;"
_PART = re.compile(rb"\s*window\.YTD\.(\w+)\.part\d+\s*=")
PARTS = frozenset({"tweets", "tweet"})  # those that hold posts
_EXTRA = {"favorite_count": "likes", "retweet_count": "reposts", "in_reply_to_status_id_str": "reply_to"}


def part(head: bytes) -> str | None:
    """The name of the archive's part that begins with `head`, such as "tweets" or "account"; None for other files."""
    found = _PART.match(head.removeprefix(b"\xef\xbb\xbf"))
    return found[1].decode("ascii", "replace") if found else None


def holds(row: Row) -> bool:
    """Whether the row is a tweet."""
    tweet = row.values.get("tweet")
    return (isinstance(tweet, dict) and "created_at" in tweet) or {"full_text", "created_at"} <= row.values.keys()


def post(row: Row) -> Row:
    """The tweet under our names. Raises RowError."""
    inner = row.values.get("tweet")
    tweet = row.holding(inner) if isinstance(inner, dict) else row
    text = _text(tweet)
    own_id = tweet.identifier("id_str", "id")
    user = tweet.values.get("user")
    lang = tweet.string("lang")
    values: dict[str, Any] = {
        "text": text,
        "id": own_id,
        "posted_at": tweet.values.get("created_at"),
        "url": f"https://x.com/i/web/status/{own_id}" if own_id else None,
        "author": user.get("screen_name") if isinstance(user, dict) else None,
        "lang": None if lang in _NO_LANGUAGE else lang,
        "platform": "X",
    }
    return row.holding(values | {ours: tweet.values.get(theirs) for theirs, ours in _EXTRA.items()})


def _text(tweet: Row) -> str | None:
    name = "full_text" if tweet.has("full_text") else "text"
    if not tweet.has(name):
        return None
    text = tweet.verbatim(name)
    for escaped, meant in _ESCAPED:
        text = text.replace(escaped, meant)
    return text
