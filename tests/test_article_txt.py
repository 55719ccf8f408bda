from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from data.records import Item, Rejected
from data.sources import read

INDIA = ZoneInfo("Asia/Kolkata")

SCRAPED = """मध्य प्रांत

madhya prant

Jan Darpan\u00a0/\u00a0briefs

सूरजपुर : चुनाव से पहले नहर का काम तेज, जनहित मंच ने उठाए सवाल

विधानसभा चुनाव से पहले नहर का काम तेज हो गया है. विपक्ष ने इसे दिखावा बताया है.

नहर पर काम करते मजदूर

By

Published : Mar 12, 2023, 9:29 PM IST

सूरजपुर: नहर का काम तीन साल से रुका था. अब 40 मजदूर लगाए गए हैं.

नहर की तस्वीर

  • विभाग ने 15 दिन में काम पूरा करने का दावा किया है.
  • किसानों ने मुआवज़ा मांगा है.

हमने एक भी रुपया नहीं लिया, यह आरोप झूठा है.

-मोहन राणा, अभियंता, सिंचाई विभाग

ABOUT THE AUTHOR

...view details"""


def _read(folder: Path, content: str | bytes, name: str = "a.txt") -> Item | Rejected:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    found: Iterator[object] = read([path])
    (record,) = found
    assert isinstance(record, Item | Rejected)
    return record


def _item(folder: Path, content: str | bytes) -> Item:
    record = _read(folder, content)
    assert isinstance(record, Item), record
    return record


def _rejected(folder: Path, content: str | bytes) -> Rejected:
    record = _read(folder, content)
    assert isinstance(record, Rejected), record
    return record


def test_a_scraped_article_keeps_headline_time_and_body(tmp_path: Path) -> None:
    item = _item(tmp_path, SCRAPED)
    assert item.text == SCRAPED
    assert item.title == "सूरजपुर : चुनाव से पहले नहर का काम तेज, जनहित मंच ने उठाए सवाल"
    assert item.posted_at == datetime(2023, 3, 12, 21, 29, tzinfo=INDIA)
    assert item.text[item.body_start :].startswith("सूरजपुर: नहर का काम तीन साल")
    assert (item.medium, item.author, item.own_id, item.source) == ("article", None, "a.txt", "a.txt")


def test_crumbs_without_a_slash_are_not_the_headline(tmp_path: Path) -> None:
    item = _item(tmp_path, SCRAPED.replace("Jan Darpan\u00a0/\u00a0briefs\n\n", ""))
    assert item.title == "सूरजपुर : चुनाव से पहले नहर का काम तेज, जनहित मंच ने उठाए सवाल"


def test_of_published_and_updated_the_first_counts_and_the_byline_names_the_author(tmp_path: Path) -> None:
    item = _item(
        tmp_path,
        "नहर का काम फिर रुक गया\n\nBy रेखा वर्मा\n"
        "Published : 12 मार्च 2023, 9:29 PM IST | Updated : 14 मार्च 2023, 8:00 AM IST\n\nकाम रुकने से किसान नाराज़ हैं।",
    )
    assert item.posted_at == datetime(2023, 3, 12, 21, 29, tzinfo=INDIA)
    assert (item.author, item.title) == ("रेखा वर्मा", "नहर का काम फिर रुक गया")
    assert item.text[item.body_start :] == "काम रुकने से किसान नाराज़ हैं।"


def test_a_published_line_at_the_foot_dates_the_text_but_leaves_the_body_above_it(tmp_path: Path) -> None:
    item = _item(tmp_path, "नहर का काम रुका\n\nकाम रुकने से किसान नाराज़ हैं।\n\nPublished : Mar 12, 2023, 9:29 PM IST\n")
    assert item.posted_at == datetime(2023, 3, 12, 21, 29, tzinfo=INDIA)
    assert item.text[item.body_start :].startswith("काम रुकने")


def test_a_published_line_that_can_not_be_read_is_refused_with_the_line(tmp_path: Path) -> None:
    rejected = _rejected(tmp_path, SCRAPED.replace("Mar 12, 2023", "Mar 45, 2023"))
    assert rejected.reason == "bad_date"
    assert "Mar 45, 2023" in rejected.detail


def test_the_word_published_in_a_sentence_is_no_date(tmp_path: Path) -> None:
    text = "New book\n\nPublished: by the ministry of irrigation in 4 volumes that nobody has read so far.\n\nMore."
    assert _item(tmp_path, text).posted_at is None


def test_the_short_first_line_of_several_paragraphs_is_the_title(tmp_path: Path) -> None:
    item = _item(tmp_path, "मेले में उमड़ी भीड़\n\nप्रशासन ने दावा किया कि दो लाख लोग आए।\n\nकोई घटना नहीं हुई।\n")
    assert (item.title, item.medium) == ("मेले में उमड़ी भीड़", "article")
    assert item.text[item.body_start :].startswith("प्रशासन ने")


@pytest.mark.parametrize(
    "text",
    [
        "सब लोग ध्यान दें, कल पानी नहीं आएगा",
        "सब लोग ध्यान दें\nकल पानी नहीं आएगा",
        "कल पानी नहीं आएगा।\n\nसबको बता दें।",  # a sentence is a claim, and a claim above the body would be lost
        "क" * 200 + "\n\nसबको बता दें।",
    ],
)
def test_a_plain_text_is_a_post_without_a_title(tmp_path: Path, text: str) -> None:
    item = _item(tmp_path, text)
    assert (item.title, item.medium, item.body_start) == (None, "post", 0)


def test_the_byte_order_mark_is_removed_and_line_ends_are_newlines(tmp_path: Path) -> None:
    item = _item(tmp_path, b"\xef\xbb\xbf" + "पहला\r\nदूसरा\rतीसरा\n".encode())
    assert item.text == "पहला\nदूसरा\nतीसरा\n"


def test_the_same_text_in_another_file_is_the_same_document(tmp_path: Path) -> None:
    first, second = _read(tmp_path, SCRAPED, "a.txt"), _read(tmp_path, SCRAPED.replace("\n", "\r\n"), "b.txt")
    assert isinstance(first, Item)
    assert isinstance(second, Item)
    assert first.document_id == second.document_id


@pytest.mark.parametrize("text", ["", "  \n\n", "123 !!! 🙏\n"])
def test_a_text_without_a_letter_is_empty(tmp_path: Path, text: str) -> None:
    assert _rejected(tmp_path, text).reason == "empty"


def test_bytes_that_are_not_utf8_are_refused_and_shown(tmp_path: Path) -> None:
    rejected = _rejected(tmp_path, b"caf\xe9 in Surajpur")
    assert (rejected.reason, rejected.excerpt) == ("not_utf8", "caf\N{REPLACEMENT CHARACTER} in Surajpur")
    assert "byte 4" in rejected.detail


def test_utf16_is_refused_with_what_to_do(tmp_path: Path) -> None:
    rejected = _rejected(tmp_path, "नमस्ते".encode("utf-16"))
    assert rejected.reason == "not_utf8"
    assert "save it as UTF-8" in rejected.detail


def test_a_nul_character_is_refused(tmp_path: Path) -> None:
    assert _rejected(tmp_path, "नहर\0पानी").reason == "bad_characters"


def test_a_text_over_the_limit_is_refused(tmp_path: Path) -> None:
    assert _rejected(tmp_path, b"a" * 5_000_001).reason == "too_large"
