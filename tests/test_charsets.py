import pytest

from data.sources.charsets import decoded

WORD = "नलकूप"


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        (WORD.encode(), None, WORD),
        (WORD.encode("utf-8-sig"), None, WORD),
        (WORD.encode(), "iso-8859-1", WORD),
        (WORD.encode("utf-16"), None, WORD),
        ("<a/>".encode("utf-16-le"), None, "<a/>"),
        ("<a/>".encode("utf-16-be"), "utf-8", "<a/>"),
        ("“café”".encode("cp1252"), "iso-8859-1", "“café”"),
        (
            b'<?xml version="1.0" encoding="windows-1251"?><a>\xcd</a>',
            None,
            '<?xml version="1.0" encoding="windows-1251"?><a>Н</a>',
        ),
        (b"\xcd", "windows-1251", "Н"),
    ],
)
def test_bytes_are_the_text_that_they_say_or_show(data: bytes, charset: str | None, text: str) -> None:
    assert decoded(data, charset) == text


@pytest.mark.parametrize("charset", [None, "utf-8", "no-such", "hex", "unicode_escape", "utf-7", "punycode", "a\0b"])
def test_bytes_that_are_nothing_known_are_not_guessed(charset: str | None) -> None:
    assert decoded(b"caf\xe9 \\ud800", charset) is None
