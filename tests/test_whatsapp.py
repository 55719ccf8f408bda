from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from data.records import Item, Rejected
from data.sources import Skipped, read
from data.sources.whatsapp import is_chat

INDIA = ZoneInfo("Asia/Kolkata")
NARROW = "\u202f"
MARK = "\u200e"
NOTICE = "12/03/23, 9:29 pm - Messages and calls are end-to-end encrypted. Tap to learn more.\n"


def _read(folder: Path, chat: str | bytes, **told: str) -> list[object]:
    path = folder / "WhatsApp Chat with Ward 7.txt"
    path.write_bytes(chat if isinstance(chat, bytes) else chat.encode())
    return list(read([path], **told))  # type: ignore[arg-type]


def _items(folder: Path, chat: str) -> list[Item]:
    return [record for record in _read(folder, chat) if isinstance(record, Item)]


def test_a_chat_of_android_is_read_message_by_message(tmp_path: Path) -> None:
    chat = NOTICE + (
        "12/03/23, 9:30 pm - रेखा मिश्रा: नहर में पानी नहीं है\nकिसान नाराज़ हैं\n\n  और मज़दूर भी\n"
        "13/03/23, 12:05 am - Mohan: Read this: https://example.org/a?b=1:2 \n"
    )
    first, second, told = _read(tmp_path, chat)
    assert first == Item(
        text="नहर में पानी नहीं है\nकिसान नाराज़ हैं\n\n  और मज़दूर भी",
        source="WhatsApp Chat with Ward 7.txt",
        natural_key=first.natural_key if isinstance(first, Item) else "",
        own_id="WhatsApp Chat with Ward 7.txt:2",
        position="line 2",
        posted_at=datetime(2023, 3, 12, 21, 30, tzinfo=INDIA),
        author="रेखा मिश्रा",
        extra={"platform": "WhatsApp"},
    )
    assert isinstance(second, Item)
    assert (second.author, second.text) == ("Mohan", "Read this: https://example.org/a?b=1:2")
    assert second.posted_at == datetime(2023, 3, 13, 0, 5, tzinfo=INDIA)
    assert isinstance(told, Skipped)
    assert told.why == "lines of the app (1)"


def test_a_chat_of_ios_is_read_without_its_direction_marks(tmp_path: Path) -> None:
    chat = (
        f"{MARK}[13/03/2023, 9:29:05{NARROW}PM] Ward 7: {MARK}Messages and calls are end-to-end encrypted.\n"
        f"[13/03/2023, 9:29:06{NARROW}PM] \u202a~{NARROW}रेखा\u202c: नहर\n"
        f"{MARK}[13/03/2023, 9:29:07{NARROW}PM] रेखा: {MARK}image omitted\n"
    )
    item, told = _read(tmp_path, chat.replace("\n", "\r\n"))
    assert isinstance(item, Item)
    assert (item.author, item.text) == ("रेखा", "नहर")
    assert item.posted_at == datetime(2023, 3, 13, 21, 29, 6, tzinfo=INDIA)
    assert isinstance(told, Skipped)
    assert told.why == "lines of the app (1), posts without text (1)"


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("9:29 pm", 21),
        ("9:29\u202fPM", 21),
        ("9:29 p.m.", 21),
        ("9:29 p. m.", 21),
        ("12:29 am", 0),
        ("12:29 PM", 12),
        ("21:29", 21),
        ("09.29", 9),
        ("9:29 अपराह्न", 21),
        ("9:29 पूर्वाह्न", 9),
        ("अपराह्न 9:29", 21),
        ("शाम 5:29", 17),
        ("12:29 दोपहर", 12),
        ("10:29 रात", 22),
        ("12:29 रात", 0),
        ("2:29 रात", 2),
        ("९:२९ म.उ.", 21),
        ("0:29 am", 0),
    ],
)
def test_a_time_is_known_in_each_clock_and_language(tmp_path: Path, written: str, hour: int) -> None:
    (item,) = _items(tmp_path, f"13/03/23, {written} - रेखा: नहर")
    assert item.posted_at == datetime(2023, 3, 13, hour, 29, tzinfo=INDIA)
    assert item.text == "नहर"


@pytest.mark.parametrize(
    "written", ["13/03/23", "13/3/2023", "13.03.23", "13-03-2023", "2023-03-13", "2023/03/13", "१३/३/२३"]
)
def test_a_date_is_known_however_it_is_written(tmp_path: Path, written: str) -> None:
    (item,) = _items(tmp_path, f"{written}, 21:29 - रेखा: नहर")
    assert item.posted_at == datetime(2023, 3, 13, 21, 29, tzinfo=INDIA)
    assert "date_order" not in item.extra


@pytest.mark.parametrize(
    ("dates", "first_day", "assumed"),
    [
        (["04/03/23", "05/03/23"], (3, 4), True),  # both orders fit: day first, and it says so
        (["04/03/23", "25/03/23"], (3, 4), False),
        (["04/03/23", "04/25/23"], (4, 3), False),
        (["04/03/23", "01/04/23"], (3, 4), False),  # read month first the chat would run backwards
        (["03/02/23", "04/01/23"], (3, 2), False),  # read day first it would
        (["04/03/23", "25/03/23", "26/03/23", "04/25/23"], (3, 4), False),
    ],
)
def test_the_whole_file_decides_which_number_is_the_day(
    tmp_path: Path, dates: list[str], first_day: tuple[int, int], assumed: bool
) -> None:
    first = _items(tmp_path, "".join(f"{date}, 21:29 - रेखा: नहर {n}\n" for n, date in enumerate(dates)))[0]
    assert first.posted_at == datetime(2023, *first_day, 21, 29, tzinfo=INDIA)
    assert first.extra.get("date_order") == ("day first (assumed)" if assumed else None)


@pytest.mark.parametrize(
    "line",
    [
        "रेखा: <Media omitted>",
        "रेखा: <मीडिया छोड़ा गया>",
        f"रेखा: {MARK}video omitted",
        f"रेखा: {MARK}<attached: 00000012-PHOTO.jpg>",
        f"रेखा: Report.pdf • {MARK}3 pages {MARK}document omitted",
        "रेखा: IMG-20230313-WA0001.jpg (file attached)",
        "रेखा: IMG-20230313-WA0001.jpg (फ़ाइल संलग्न है)",
        "रेखा: This message was deleted",
        "रेखा: यह मैसेज डिलीट कर दिया गया है",
        f"रेखा: {MARK}Missed voice call",
        "रेखा: null",
        "रेखा:",
        "रेखा: ",
        "रेखा created group “Ward: 7”",
        'रेखा changed the subject from "Ward" to "Ward: 7"',
        "आपने ग्रुप बनाया",
    ],
)
def test_what_holds_no_words_of_a_person_is_counted_and_no_item(tmp_path: Path, line: str) -> None:
    item, told = _read(tmp_path, f"13/03/23, 21:29 - {line}\n13/03/23, 21:30 - रेखा: नहर\n")
    assert isinstance(item, Item)
    assert item.text == "नहर"
    assert isinstance(told, Skipped)
    assert "(1)" in told.why


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("<Media omitted>\nनहर सूखी", "नहर सूखी"),
        ("IMG-20230313-WA0001.jpg (file attached)\nनहर सूखी", "नहर सूखी"),
        (f"नहर सूखी {MARK}<attached: 00000012-PHOTO.jpg>", "नहर सूखी"),
        ("नहर सूखी <This message was edited>", "नहर सूखी"),
        ("The editor said image omitted", "The editor said image omitted"),
        ("see report.pdf (page 4)", "see report.pdf (page 4)"),
        ("समय 9:30: बैठक", "समय 9:30: बैठक"),
        ("<p> is a tag", "<p> is a tag"),
    ],
)
def test_what_the_app_adds_to_a_text_goes_and_the_text_stays(tmp_path: Path, text: str, kept: str) -> None:
    (item,) = _items(tmp_path, f"13/03/23, 21:29 - रेखा: {text}\n")
    assert item.text.strip() == kept
    assert item.extra.get("edited") == (True if "edited>" in text else None)


def test_a_sender_without_a_name_is_the_number_that_the_export_shows(tmp_path: Path) -> None:
    number = "+" + "0" * 3 + " " + "0" * 5 + " " + "0" * 5  # no telephone has it
    (item,) = _items(tmp_path, f"13/03/23, 21:29 - \u202a{number}\u202c: नहर\n")
    assert item.author == number


def test_what_can_not_be_read_is_refused_alone_with_its_line_and_reason(tmp_path: Path) -> None:
    chat = (
        "13/03/23, 21:29 - रेखा: पहला\n40/03/23, 21:29 - रेखा: दूसरा\nउसका बाकी\n13/03/23, 29:29 - रेखा: तीसरा\n".encode()
        + b"13/03/23, 21:30 - A: caf\xe9\n13/03/23, 21:31 - A: a\0b\n01/03/03, 21:29 - A: too early\n"
        + "13/03/23, 21:32 - रेखा: अंतिम\n".encode()
    )
    records = _read(tmp_path, chat)
    assert [r.reason if isinstance(r, Rejected) else r.text for r in records if isinstance(r, Rejected | Item)] == [
        "पहला",
        "bad_date",
        "bad_date",
        "not_utf8",
        "bad_characters",
        "bad_date",
        "अंतिम",
    ]
    assert [r.position for r in records if isinstance(r, Rejected)] == [
        "line 2",
        "line 4",
        "line 5",
        "line 6",
        "line 7",
    ]


def test_a_message_longer_than_a_post_may_be_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    for filler in ("x" * 5_100_000, ("x" * 999 + "\n") * 5_100):
        rejected, item = _read(tmp_path, f"13/03/23, 21:29 - A: {filler}\n13/03/23, 21:30 - A: next\n")
        assert isinstance(rejected, Rejected)
        assert rejected.reason == "line_too_long"
        assert isinstance(item, Item)


def test_a_message_that_is_refused_does_not_show_who_sent_it(tmp_path: Path) -> None:
    chat = b"40/03/23, 21:29 - Vandana: first\n13/03/23, 21:31 - Vandana: a\0b\n13/03/23, 21:32 - Vandana: caf\xe9\n"
    refused = [record for record in _read(tmp_path, chat, kind="whatsapp") if isinstance(record, Rejected)]
    assert len(refused) == 3
    assert not any("Vandana" in each.excerpt for each in refused)
    assert "first" in refused[0].excerpt


def test_lines_before_the_first_message_are_refused_once_where_the_owner_says_it_is_a_chat(tmp_path: Path) -> None:
    rejected, item = _read(tmp_path, "cut off\nhere\n\n13/03/23, 21:29 - रेखा: नहर\n", kind="whatsapp")
    assert isinstance(rejected, Rejected)
    assert (rejected.reason, rejected.position, rejected.excerpt) == ("not_a_message", "line 1", "cut off here")
    assert isinstance(item, Item)
    for content, reason in ((b"", "empty"), (NOTICE.encode("utf-16"), "not_utf8")):
        (rejected,) = _read(tmp_path, content, kind="whatsapp")
        assert isinstance(rejected, Rejected)
        assert rejected.reason == reason


def test_an_article_that_begins_with_a_date_is_no_chat() -> None:
    assert not is_chat("12.03.2023 21:29 - मेले में भीड़\n\nप्रशासन ने दावा किया: दो लाख लोग आए।".encode())
    assert not is_chat("12 March 2023: नहर".encode())
    assert not is_chat(b"")
    assert is_chat(NOTICE.encode() * 2)
    assert is_chat("\ufeff\n13/03/23, 21:29 - रेखा: नहर".encode())


def test_the_same_message_in_a_longer_export_is_the_same_document(tmp_path: Path) -> None:
    line = "13/03/23, 21:29 - रेखा: नहर\n"
    (short,), (long, _) = _items(tmp_path, line), _items(tmp_path, NOTICE + line + line.replace("नहर", "पानी"))
    assert short.document_id == long.document_id
