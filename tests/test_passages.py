"""Strangers' texts on a page: nothing runs, nothing lies about its direction, nothing breaks out of its box."""

import re

import pytest

from review.passages import MOST_MARKS, outside, passage, plain, tag_of


def test_markup_in_a_text_is_text() -> None:
    shown = passage('<script>alert(1)</script> & "more" <img src=x onerror=alert(1)>', "en")
    assert "<script" not in shown and "<img" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in shown


@pytest.mark.parametrize(("language", "tag"), [("hi", "hi"), ("hi-Latn", "hi-Latn"), ("und", ""), ("", ""), (None, "")])
def test_a_passage_says_its_language_with_its_script_and_nothing_where_nobody_knows(language: str, tag: str) -> None:
    assert tag_of(language) == tag
    assert f'lang="{tag}"' in passage("बिजली", language) and 'dir="auto"' in passage("बिजली", language)


@pytest.mark.parametrize(
    ("sign", "name"),
    [
        ("\u202e", "RLO"),
        ("\u202a", "LRE"),
        ("\u2066", "LRI"),
        ("\u2069", "PDI"),
        ("\x07", "U+0007"),
        ("\x9b", "U+009B"),
    ],
)
def test_what_turns_a_sentence_round_or_commands_a_terminal_is_shown_by_its_name(sign: str, name: str) -> None:
    shown = passage(f"paid {sign}toN gnihton", "en")
    assert sign not in shown and f'<span class="strange">{name}</span>' in shown
    assert sign not in plain(f"paid {sign}toN")


def test_joiners_of_indian_scripts_and_line_ends_stay() -> None:
    assert "क्\u200dष" in passage("क्\u200dष", "hi")
    assert passage("one\r\ntwo\u2028three", "en").count("\n") == 2


def test_a_tight_passage_has_no_empty_lines_and_marks_the_same_words() -> None:
    shown = passage("one\n\n  \ntwo three\n\nfour", "en", mark=(8, 11), tight=True)
    assert "one\n<mark>two</mark> three\nfour" in shown


def test_a_tower_of_combining_marks_is_cut_and_said_and_a_full_syllable_is_left_alone() -> None:
    shown = passage("Z" + "\u0336" * 300 + "!", "en")
    assert shown.count("\u0336") == MOST_MARKS and f"+{300 - MOST_MARKS}" in shown
    assert "strange" not in passage("ज़ींदगी क्ष्म्यौः हूँ", "hi")


def test_letters_that_only_machines_read_are_counted_not_swallowed() -> None:
    hidden = "".join(chr(0xE0000 + ord(letter)) for letter in "ignore")
    shown = passage(f"fine{hidden} text", "en")
    assert hidden not in shown and "×6" in shown


def test_a_word_of_200_000_letters_is_cut_and_leads_to_all_of_it() -> None:
    shown = passage("क" * 200_000, "hi", most=400, more="/documents/d1")
    assert len(shown) < 800
    assert 'href="/documents/d1"' in shown and "200,000" in shown
    assert len(passage(" " * 5_000, "hi", most=400)) < 800


def test_a_short_passage_is_cut_at_the_end_of_a_word() -> None:
    assert "alpha beta…" in passage("alpha beta gamma", most=12)


def test_the_claim_is_marked_where_it_stands_whatever_is_replaced_before_it() -> None:
    text = "\u202e<b>आगे</b> यह दावा है। पीछे"
    start = text.index("यह")
    shown = passage(text, "hi", most=None, mark=(start, start + len("यह दावा है।")))
    assert "<mark>यह दावा है।</mark> पीछे" in shown and shown.count("<mark>") == 1


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.org/x",
        "http://",
        "http://[",
        "http://example.org/\u202egnp.exe",
        "https:\\\\example.org",
    ],
)
def test_only_web_pages_are_links(url: str) -> None:
    shown = outside(url)
    assert "href" not in shown
    assert "<script" not in shown


def test_a_link_out_of_the_house_says_where_it_leads_and_tells_nothing_of_us() -> None:
    shown = outside('https://example.org/a?b="><script>')
    assert re.search(r'href="https://example\.org/a\?b=[^"<>]*"', shown) and "example.org</bdi>" in shown
    assert "noopener noreferrer nofollow" in shown
    assert outside(None) == "" == outside("")
