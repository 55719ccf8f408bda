"""Which reader takes which file: by its extension and a look at its first bytes, or by the kind that its owner told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from io import BytesIO
from typing import BinaryIO

from data.records import FactCheck, Item, Rejected
from data.sources import claimreview, factchecks, json_file, mastodon, posts_csv, posts_jsonl, whatsapp, x_archive
from data.sources.article_txt import read_text
from data.sources.origin import Origin, Skipped
from data.sources.posts import read_posts
from data.sources.row import Row
from data.sources.streams import BLANKS, PAGE_LIMIT, looked_into, whole

Record = Item | FactCheck | Rejected | Skipped
Reader = Callable[[BinaryIO, Origin], Iterator[Record]]
Rows = Callable[[BinaryIO, Origin], Iterator[Row | Rejected]]


def _of_posts(rows: Rows) -> Reader:
    return lambda stream, origin: read_posts(rows(stream, origin), origin)


def _of_checks(rows: Rows) -> Reader:
    return lambda stream, origin: factchecks.read_rows(rows(stream, origin), origin)


def _text(stream: BinaryIO, origin: Origin) -> Iterator[Record]:
    """A chat, or any other text."""
    head, stream = looked_into(stream)
    return (_chat if whatsapp.is_chat(head) else read_text)(stream, origin)


def _page(stream: BinaryIO, origin: Origin) -> Iterator[Record]:
    """The fact-checks of a page that has a ClaimReview, the article of any other."""
    from data.sources.article_html import read_page  # half a second, which a run without web pages need not spend

    data = stream.read(PAGE_LIMIT + 1)
    found = claimreview.page_rows(data, origin) if b"ClaimReview" in data[:PAGE_LIMIT] else []
    return factchecks.read_rows(found, origin) if found else read_page(BytesIO(data), origin)


def _reviews(stream: BinaryIO, origin: Origin) -> Iterator[Record]:
    """The fact-checks of a page."""
    data = whole(stream, PAGE_LIMIT)
    if data is None:
        return iter([origin.rejected("", "too_large", f"one web page may have {PAGE_LIMIT:,} bytes")])
    if found := claimreview.page_rows(data, origin):
        return factchecks.read_rows(found, origin)
    return iter([origin.rejected("", "no_review", "its JSON-LD has no ClaimReview", data[:1000])])


def _json_rows(stream: BinaryIO, origin: Origin) -> Iterator[Row | Rejected]:
    """JSON, whole or by lines, whatever its file is called."""
    head, stream = looked_into(stream)
    return (posts_jsonl.rows if json_file.is_lines(head) else json_file.rows)(stream, origin)


def _json(stream: BinaryIO, origin: Origin) -> Iterator[Record]:
    head, stream = looked_into(stream)
    if mastodon.only_links(head):
        return iter([Skipped(origin.path, "a Mastodon archive's list of links holds no posts")])
    return read_posts(_json_rows(stream, origin), origin)


def _script(stream: BinaryIO, origin: Origin) -> Iterator[Record]:
    """The posts of an X archive; its other parts are told, and so is any other script."""
    head, stream = looked_into(stream)
    part = x_archive.part(head)
    if part not in x_archive.PARTS:
        what = f"the part {part} of an X archive" if part else "of files that end in .js only an X archive"
        return iter([Skipped(origin.path, f"{what} is not read; its posts are in tweets.js")])
    return _json(stream, origin)


def _parquet_rows(stream: BinaryIO, origin: Origin, needed: posts_csv.Needed) -> Iterator[Row | Rejected]:
    from data.sources.posts_parquet import rows  # pyarrow's reader, which most runs do not need

    return rows(stream, origin, needed=needed)


_tsv = partial(posts_csv.rows, delimiter="\t")
_chat = _of_posts(whatsapp.rows)
_jsonl = _of_posts(posts_jsonl.rows)

READERS: Mapping[str, Reader] = {
    ".txt": _text,
    ".html": _page,
    ".htm": _page,
    ".jsonl": _jsonl,
    ".ndjson": _jsonl,
    ".json": _json,
    ".jsonld": _json,
    ".js": _script,
    ".csv": _of_posts(posts_csv.rows),
    ".tsv": _of_posts(_tsv),
    ".parquet": _of_posts(partial(_parquet_rows, needed=posts_csv.POST_COLUMNS)),
}
_JSON: Mapping[str, Reader] = {".json": _json, **dict.fromkeys((".jsonl", ".ndjson"), _jsonl)}
_checked_lines = _of_checks(posts_jsonl.rows)
_checked_json = _of_checks(_json_rows)

# What an owner may call a source, and its reader for each extension; a single file of another extension gets the first.
KINDS: Mapping[str, Mapping[str, Reader]] = {
    "whatsapp": {".txt": _chat},
    "telegram": _JSON,
    "x_archive": {".js": _script, **_JSON},
    "mastodon": _JSON,
    "bluesky": _JSON,
    "crowdtangle": {".csv": READERS[".csv"], ".tsv": READERS[".tsv"]},
    "text": {".txt": read_text},
    "factchecks": {
        **dict.fromkeys((".jsonl", ".ndjson"), _checked_lines),
        **dict.fromkeys((".json", ".jsonld"), _checked_json),
        ".csv": _of_checks(partial(posts_csv.rows, needed=factchecks.COLUMNS)),
        ".tsv": _of_checks(partial(_tsv, needed=factchecks.COLUMNS)),
        ".parquet": _of_checks(partial(_parquet_rows, needed=factchecks.COLUMNS)),
        **dict.fromkeys((".html", ".htm"), _reviews),
    },
}


def sniffed(stream: BinaryIO, origin: Origin) -> Iterator[Record]:
    """What comes in without a name, by its first bytes: JSON whole or by lines, a web page, a chat, any other text."""
    head, stream = looked_into(stream)
    begin = head.lstrip(b"\xef\xbb\xbf" + BLANKS)
    if begin.startswith(b"PAR1"):
        return iter([origin.rejected("", "unsupported", "Parquet is read from a file, not from standard input")])
    reader: Reader = _text
    if re.match(rb"\{|\[\s*[{\]]", begin):
        reader = _json if json_file.is_document(head) else _jsonl
    elif x_archive.part(head) in x_archive.PARTS:
        reader = _json
    elif begin.startswith(b"<"):
        reader = _page
    return reader(stream, origin)
