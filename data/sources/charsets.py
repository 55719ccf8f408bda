"""Which text the bytes of an answer are."""

from __future__ import annotations

import codecs
import re

_DECLARED = re.compile(rb"""(?i)<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""")
# Python's codecs that are charsets of texts on the web; others ("unicode_escape", "utf-7") make of bytes what they like.
_ON_THE_WEB = re.compile(
    r"utf-(?:8|16|32)(?:-[lb]e)?|ascii|iso8859-\d+|cp\d+|koi8-[rut]|mac-\w+|gb\w+|big5\w*|shift_jis\w*|euc_\w+|iso2022_\w+|tis-620"
)
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decoded(data: bytes, charset: str | None) -> str | None:
    """`data` as text, None where it can't be told which: a byte order mark decides, else UTF-8 where it is that, else
    `charset` (of the HTTP header), else what the page or its XML declaration says of itself.

    UTF-8 comes first because text of another charset is hardly ever valid UTF-8, and headers are often wrong.
    """
    names = ["utf-16"] if data.startswith(_MARKS) else ["utf-8-sig", *_told(data, charset)]
    if data.startswith((b"<\x00", b"\x00<")):
        names = ["utf-16-le" if data.startswith(b"<") else "utf-16-be"]
    for name in names:
        try:
            return data.decode(name)
        except UnicodeError:
            continue
    return None


def _told(data: bytes, charset: str | None) -> list[str]:
    declared = _DECLARED.search(data[:4096])
    names = []
    for name in filter(None, [charset, declared and declared[1].decode("ascii", "replace")]):
        try:
            known = codecs.lookup(name).name
        except (LookupError, ValueError):  # ValueError: a NUL in the name
            continue
        # Browsers read what calls itself Latin-1 as Windows-1252, https://encoding.spec.whatwg.org/#names-and-labels
        known = {"iso8859-1": "cp1252", "ascii": "cp1252"}.get(known, known)
        names += [known] if _ON_THE_WEB.fullmatch(known) else []
    return names
