"""Finding claims: exact spans of the stored text, with language, speaker and score; no document is read twice."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from data.records import stable_id
from data.sources import read
from flows.context import Run
from flows.deciders import Deciders
from flows.ingest import ingest
from flows.spot import Spotted, find_claims, spot
from models.text import text_hash
from tests.days import SAMPLES, post
from tests.rows import ask

WATER = "बेलहटा में गंदा पानी पीने से सात लोगों की मौत हो गई।"
ROMAN = "palasgiri ke sarkari school me teen saal se ek bhi teacher nahi hai"
LOANS = "Jan Setu Dal will write off farm loans of up to 2 lakh rupees within 100 days of coming to power."
GREETING = "Good morning friends, have a lovely day."


def test_every_claim_of_the_samples_is_its_span_of_the_stored_text(sample_day: Path) -> None:
    claims = ask(
        sample_day,
        "SELECT document.text, span_start, span_end, claim.text FROM claim JOIN document USING (document_id)",
    )
    assert len(claims) > 120
    assert all(text[start:end] == claim and claim == claim.strip() for text, start, end, claim in claims)


def test_claims_of_one_document_do_not_overlap(sample_day: Path) -> None:
    spans = ask(sample_day, "SELECT document_id, span_start, span_end FROM claim ORDER BY ALL")
    following = pairwise(spans)
    assert all(a[0] != b[0] or a[2] <= b[1] for a, b in following)


def test_spans_count_code_points_whatever_stands_before_the_claim(run: Run, deciders: Deciders, database: Path) -> None:
    text = "😡👩‍👩‍👧 Forwarded as received\n\n" + WATER + "\n🙏"
    ingest(run, deciders, [post(1, text)])
    spot(run, deciders)
    ((start, end, claim, claim_id, document_id),) = ask(
        database, "SELECT span_start, span_end, text, claim_id, document_id FROM claim"
    )
    assert (text[start:end], claim) == (WATER, WATER)
    assert claim_id == stable_id("claim", document_id, str(start), str(end))


def test_the_speaker_is_kept_where_the_text_names_one(run: Run, deciders: Deciders, database: Path) -> None:
    ingest(run, deciders, read([SAMPLES / "articles" / "sarvapur-rally.txt"]))
    spot(run, deciders)
    speakers = dict(ask(database, "SELECT text, speaker FROM claim"))
    assert (
        speakers["नैथला ने कहा कि लोकदीप सरकार ने चार साल में सर्वापुर जिले में 312 किलोमीटर ग्रामीण सड़क बनवाई है।"] == "सुधाकर नैथला"
    )
    assert "रामसनेही गौतरिया" in speakers.values()


def test_a_claim_has_language_score_spotter_and_run(run: Run, deciders: Deciders, database: Path) -> None:
    ingest(run, deciders, [post(1, WATER), post(2, ROMAN), post(3, LOANS)])
    assert spot(run, deciders) == Spotted(documents=3, sentences=3, claims=3)
    kept = ask(database, "SELECT language, score, spotter, run_id FROM claim ORDER BY language")
    assert [row[0] for row in kept] == ["en", "hi", "hi-Latn"]
    assert all(deciders.claim_threshold <= row[1] <= 1 for row in kept)
    assert {row[2:] for row in kept} == {(deciders.version("spotter"), run.run_id)}


def test_a_document_without_a_claim_is_remembered_as_read(
    run: Run, another_run: Callable[[], Run], deciders: Deciders, database: Path
) -> None:
    ingest(run, deciders, [post(1, GREETING), post(2, "🙏"), post(3, LOANS)])
    assert spot(run, deciders).claims == 1
    read_before = ask(database, "SELECT own_id, claims FROM spotting JOIN document USING (document_id) ORDER BY ALL")
    assert read_before == [("p1", 0), ("p2", 0), ("p3", 1)]
    assert spot(another_run(), deciders) == Spotted()


def test_the_claims_of_a_short_post_are_one_and_of_a_long_one_many(run: Run, deciders: Deciders) -> None:
    short = "Lokdeep built 312 km of road in Sarvapur. It gave tap water to 26,000 homes."
    long = f"{short} {LOANS} The Nauretha bridge cost 48 crore rupees and cracked within eight months of opening."
    documents = [
        {"text": text, "body_start": 0, "medium": medium, "language": "en"}
        for text, medium in ((short, "post"), (long, "post"), (short, "article"))
    ]
    (_, one), (sentences, many), (_, article) = find_claims(deciders, documents)
    assert [claim.sentence.text for claim in one] == [short]
    assert sentences == len(many) == 4
    assert len(article) == 2


def test_a_sentence_too_short_to_tell_has_the_language_of_its_document(deciders: Deciders) -> None:
    text = "48 कोटी खर्च! 48 कोटींचा नौरेठा पूल आठ महिन्यांत तडकला आहे, असे गावकऱ्यांचे म्हणणे आहे."
    document = {"text": text, "body_start": 0, "medium": "article", "language": "mr"}
    ((_, claims),) = find_claims(deciders, [document])
    assert claims and {claim.language for claim in claims} == {"mr"}


def test_words_in_roman_letters_are_transliterated_once_and_kept(
    run: Run, another_run: Callable[[], Run], deciders: Deciders, database: Path
) -> None:
    mine = Deciders(deciders.settings)
    vars(mine)["encoder"] = deciders.encoder
    ingest(run, mine, [post(1, ROMAN)])
    spot(run, mine)
    kept = ask(database, "SELECT word, devanagari, transliterator FROM transliteration")
    assert {"palasgiri", "sarkari", "school"} <= {word for word, *_ in kept}
    assert {version for *_, version in kept} == {mine.transliterator.version}
    ((folded,),) = ask(database, "SELECT folded FROM claim")
    assert dict(row[:2] for row in kept)["sarkari"] in folded and not any(
        letter.isascii() and letter.isalpha() for letter in folded
    )

    mine.remember(another_run().store.read("transliterations", {"transliterator": mine.transliterator.version}))
    assert mine.transliterator.words([ROMAN]) == []
    assert mine.fold([ROMAN], ["hi-Latn"]) == [folded]
    assert mine.take_new_words() == {}


def test_the_vector_of_each_claim_is_kept_under_the_text_that_was_embedded(
    run: Run, deciders: Deciders, database: Path
) -> None:
    ingest(run, deciders, [post(1, WATER), post(2, WATER + " 🙏"), post(3, LOANS)])
    spot(run, deciders)
    claims = ask(database, "SELECT DISTINCT text_hash, folded FROM claim")
    assert all(key == text_hash(folded) for key, folded in claims)
    vectors = ask(database, "SELECT text_hash, encoder, len(vector), list_dot_product(vector, vector) FROM embedding")
    assert sorted(row[0] for row in vectors) == sorted(key for key, _ in claims)
    assert {row[1:3] for row in vectors} == {(deciders.encoder_id, deciders.encoder.dimensions)}
    assert all(row[3] == pytest.approx(1, abs=1e-4) for row in vectors)


def test_every_chunk_of_documents_is_one_transaction_and_the_result_is_the_same(
    run: Run, deciders: Deciders, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.days import on

    posts = [post(n, text) for n, text in enumerate((WATER, GREETING, LOANS, ROMAN, "पुल टूट गया।"))]
    whole = on(tmp_path / "whole.duckdb")
    ingest(whole, deciders, posts)
    spot(whole, deciders)
    monkeypatch.setattr("flows.spot.CHUNK", 2)
    ingest(run, deciders, posts)
    assert spot(run, deciders).documents == 5
    assert ask(database, "SELECT count(*) FROM batch WHERE what = 'spot'") == [(3,)]
    columns = "SELECT claim_id, text, span_start, span_end, folded, language, speaker FROM claim ORDER BY ALL"
    assert ask(database, columns) == ask(tmp_path / "whole.duckdb", columns)


BRIDGE = "नौरेठा का पुल आठ महीने में टूट गया और मंत्री हरिनाथ बेलवाल ने कहा कि 48 करोड़ रुपये में नया पुल दो साल में बनेगा।"


@pytest.mark.parametrize("medium", ["post", "article"])
def test_a_sentence_of_two_claims_is_two_exact_spans_each_with_its_own_speaker(deciders: Deciders, medium: str) -> None:
    document = {"text": f"सुनिए। {BRIDGE}", "body_start": 0, "medium": medium, "language": "hi"}
    ((_, (bridge, promise)),) = find_claims(deciders, [document])
    for claim in (bridge, promise):
        assert document["text"][claim.sentence.start : claim.sentence.end] == claim.sentence.text
        assert claim.score >= deciders.claim_threshold
    assert bridge.sentence.text == "नौरेठा का पुल आठ महीने में टूट गया"
    assert (bridge.speaker, promise.speaker) == (None, "हरिनाथ बेलवाल")
    assert promise.sentence.text == "मंत्री हरिनाथ बेलवाल ने कहा कि 48 करोड़ रुपये में नया पुल दो साल में बनेगा।"


def test_a_sentence_of_which_one_side_is_no_claim_stays_whole(deciders: Deciders) -> None:
    text = "मुझे बहुत अच्छा लगा है और मंत्री हरिनाथ बेलवाल ने कहा कि 48 करोड़ रुपये में नया पुल दो साल में बनेगा।"
    ((_, claims),) = find_claims(deciders, [{"text": text, "body_start": 0, "medium": "article", "language": "hi"}])
    assert [claim.sentence.text for claim in claims] == [text]


def test_what_reads_alone_and_who_speaks_is_kept_beside_the_exact_text(
    run: Run, deciders: Deciders, database: Path
) -> None:
    text = f"Forwarded as received\n{WATER} 😡 सब तक पहुंचाएं 🙏"
    rally = "लोकदीप पार्टी के विधायक सुधाकर नैथला ने कहा कि सड़कें बनीं। उन्होंने कहा कि 1 अप्रैल से 300 यूनिट बिजली मुफ्त दी जाएगी।"
    ingest(run, deciders, [post(1, text), post(2, f"{rally} {LOANS} {LOANS}")])
    spot(run, deciders)
    kept = ask(
        database, "SELECT normalised, speaker, speaker_post, speaker_party FROM claim ORDER BY document_id, span_start"
    )
    assert (WATER, None, None, None) in kept
    said = "सुधाकर नैथला ने कहा कि 1 अप्रैल से 300 यूनिट बिजली मुफ्त दी जाएगी।"
    assert (said, "सुधाकर नैथला", "विधायक", "लोकदीप पार्टी") in kept
    same = "substring(document.text, span_start + 1, span_end - span_start) = claim.text"
    exact = f"SELECT count(*) FROM claim JOIN document USING (document_id) WHERE {same}"
    assert ask(database, exact) == [(len(kept),)]


def test_a_copy_has_the_normalised_form_of_the_one_that_speaks_for_it(
    run: Run, deciders: Deciders, database: Path
) -> None:
    ingest(run, deciders, [post(1, WATER), post(2, f"Fwd: {WATER} 🙏")])
    spot(run, deciders)
    assert ask(database, "SELECT DISTINCT normalised FROM claim") == [(WATER,)]
