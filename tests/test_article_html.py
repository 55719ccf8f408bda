import socket
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from data.records import Item, Rejected
from data.sources import read

INDIA = ZoneInfo("Asia/Kolkata")

HEAD = """<meta charset="utf-8"><title>सूरजपुर में नहर का काम अधूरा | जनवाणी</title>
<link rel="canonical" href="https://WWW.Janvani.example/news/nahar-5?utm_source=app#top">
<meta property="og:title" content="सूरजपुर में नहर का काम अधूरा"><meta property="og:site_name" content="जनवाणी">
<meta name="author" content="रेखा वर्मा"><meta name="description" content="काम तीन साल से रुका है">"""
DATED = '<meta property="article:published_time" content="2024-04-03T09:15:00+05:30">'
BODY = """<nav><a href="/">होम</a> <a href="/n">समाचार</a></nav><article><h1>सूरजपुर में नहर का काम अधूरा</h1>
<p>सूरजपुर: ज़िले की मुख्य नहर का काम तीन साल से अधूरा पड़ा है. किसानों ने कहा कि विभाग ने 40 करोड़ रुपये खर्च कर दिए.</p>
<ul><li>नहर की सफाई 15 दिन में की जाए.</li><li>मुआवज़ा प्रति एकड़ 8,000 रुपये दिया जाए.</li></ul>
<p>जनहित मंच के नेता ने आरोप लगाया कि ठेका अपने लोगों को दिया गया.<br>विभाग ने इससे इनकार किया.</p>
<p>-मोहन राणा, अभियंता, सिंचाई विभाग</p></article><aside><a href="/x">और पढ़ें</a></aside><footer>कॉपीराइट</footer>"""


def _page(head: str = HEAD + DATED, body: str = BODY) -> str:
    return f'<!DOCTYPE html><html lang="hi"><head>{head}</head><body>{body}</body></html>'


def _read(folder: Path, page: str | bytes) -> Item | Rejected:
    path = folder / "page.html"
    path.write_bytes(page if isinstance(page, bytes) else page.encode())
    (record,) = read([path])
    assert isinstance(record, Item | Rejected)
    return record


def _item(folder: Path, page: str | bytes) -> Item:
    record = _read(folder, page)
    assert isinstance(record, Item), record
    return record


def _reason(folder: Path, page: str | bytes) -> str:
    record = _read(folder, page)
    assert isinstance(record, Rejected), record
    return record.reason


def test_a_page_becomes_title_and_main_text_with_what_it_says_of_itself(tmp_path: Path) -> None:
    item = _item(tmp_path, _page())
    assert item.title == "सूरजपुर में नहर का काम अधूरा"
    assert item.text.startswith(item.title + "\n\n")
    assert item.text[item.body_start :].startswith("सूरजपुर: ज़िले की")
    assert item.posted_at == datetime(2024, 4, 3, 9, 15, tzinfo=INDIA)
    assert item.author == "रेखा वर्मा"
    assert item.natural_key == "https://www.janvani.example/news/nahar-5"
    assert item.extra == {"site_name": "जनवाणी", "description": "काम तीन साल से रुका है"}
    assert (item.medium, item.own_id) == ("article", "page.html")


def test_bullets_paragraphs_and_breaks_are_lines_and_menus_are_gone(tmp_path: Path) -> None:
    lines = _item(tmp_path, _page()).text.splitlines()
    assert "- नहर की सफाई 15 दिन में की जाए." in lines
    assert "विभाग ने इससे इनकार किया." in lines
    assert "-मोहन राणा, अभियंता, सिंचाई विभाग" in lines
    assert not {"होम", "समाचार", "और पढ़ें", "कॉपीराइट"} & set(lines)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<script type="application/ld+json">{"@graph":[{"datePublished":"2024-04-03T03:45:00Z"}]}</script>', BODY),
        (
            "",
            BODY.replace(
                "</h1>", '</h1><time datetime="2024-04-03T09:15">आज</time><time datetime="2020-01-01"></time>'
            ),
        ),
        ('<script type="application/ld+json">{broken</script>' + DATED, BODY),
    ],
)
def test_the_time_is_read_from_linked_data_or_from_the_first_time_below_the_headline(
    tmp_path: Path, head: str, body: str
) -> None:
    assert _item(tmp_path, _page(HEAD + head, body)).posted_at == datetime(2024, 4, 3, 3, 45, tzinfo=UTC)


def test_a_page_that_declares_no_time_has_none_even_if_its_text_names_a_day(tmp_path: Path) -> None:
    body = BODY.replace("तीन साल से", "12 मार्च 2023 से")
    assert _item(tmp_path, _page(HEAD, body)).posted_at is None


def test_a_declared_date_that_can_not_be_read_is_refused(tmp_path: Path) -> None:
    assert _reason(tmp_path, _page(HEAD + DATED.replace("2024-04-03T", "03/04/2024 "))) == "bad_date"


def test_the_author_of_linked_data_is_taken_where_no_tag_names_one(tmp_path: Path) -> None:
    linked = '<script type="application/ld+json">{"author":[{"@type":"Person","name":"मोहन राणा"}]}</script>'
    assert _item(tmp_path, _page(linked)).author == "मोहन राणा"


def test_a_page_whose_canonical_link_is_the_home_page_is_known_by_its_text(tmp_path: Path) -> None:
    item = _item(tmp_path, _page(HEAD.replace("/news/nahar-5?utm_source=app#top", "/")))
    assert item.natural_key.startswith("text:")
    assert item.url is None


def test_declared_encodings_are_decoded(tmp_path: Path) -> None:
    page = _page(
        '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">', "<p>The caf\xe9 stays open.</p>"
    )
    assert "The café stays open." in _item(tmp_path, page.encode("cp1252")).text
    assert "नहर" in _item(tmp_path, _page().encode("utf-16")).text


@pytest.mark.parametrize("charset", ["utf-8", "base64", "no-such", "ascii"])
def test_bytes_that_are_not_what_the_page_declares_are_refused(tmp_path: Path, charset: str) -> None:
    page = f'<meta charset="{charset}"><p>'.encode() + b"caf\x81\xe9</p>"
    assert _reason(tmp_path, page) == "not_utf8"


@pytest.mark.parametrize(
    ("page", "reason"),
    [("", "empty"), ("<html><body></body></html>", "no_text"), ("<html><body><p>12 34</p></body></html>", "no_text")],
)
def test_a_page_without_text_is_refused(tmp_path: Path, page: str, reason: str) -> None:
    assert _reason(tmp_path, page) == reason


def test_a_page_cut_in_the_middle_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    page = _page()
    item = _item(tmp_path, page[: page.index("<p>-मोहन")])
    assert "विभाग ने इससे इनकार किया." in item.text


def test_nothing_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    framed = BODY + '<iframe src="http://127.0.0.1:9/x"></iframe><img src="http://127.0.0.1:9/y">'
    assert _item(tmp_path, _page(body=framed)).title
