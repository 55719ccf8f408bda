"""Sentences: exact spans, ends that abbreviations don't fake, and a page's furniture told from its claims."""

from itertools import pairwise

import pytest

from models.sentences import Sentence, split

ARTICLE = """होम / प्रदेश / झरनापुर
झरनापुर का नया पुल पांच साल में तैयार, लागत दोगुनी हुई
By संवाददाता, झरनापुर
Published : Mar 4, 2024, 9:10 AM IST
2 Min Read

झरनापुर: पुल पर सोमवार से बसें चलेंगी। लागत 40 करोड़ से बढ़कर 81.5 करोड़ हो गई।

पुल के किनारे खड़े मजदूर
पुल का पहला पाया (फोटो : झरना समाचार)

"हमने 12 गांवों को जोड़ा है। अगले साल तक सड़क भी बनेगी।"
-देवकांत ओरसा, जिलाध्यक्ष, सरिता दल

ये भी पढ़ें- बरसात में नदी का रास्ता क्यों बदलता है

पुल एक नज़र में
  • लंबाई 640 मीटर
  • दो लेन, कोई टोल नहीं

ताज़ा खबरों के लिए झरना समाचार ऐप डाउनलोड करें

ABOUT THE AUTHOR
पत्रकारिता में बारह साल से हैं।
"""


def texts(text: str, language: str = "hi", medium: str = "post") -> list[str]:
    return [sentence.text for sentence in split(text, 0, language, medium)]


def claims(text: str, **options: str) -> list[str]:
    return [sentence.text for sentence in split(text, medium="article", **options) if not sentence.crumb]


def test_every_span_is_the_exact_text_without_blanks_around_it() -> None:
    for medium in ("article", "post"):
        sentences = split(ARTICLE, 0, "hi", medium)
        assert sentences
        assert all(ARTICLE[s.start : s.end] == s.text == s.text.strip() for s in sentences)
        assert all(left.end <= right.start for left, right in pairwise(sentences))


def test_nothing_but_blanks_bullets_and_quotation_marks_is_lost() -> None:
    kept = {n for sentence in split(ARTICLE, 0, "hi", "article") for n in range(sentence.start, sentence.end)}
    lost = {character for n, character in enumerate(ARTICLE) if n not in kept}
    assert lost <= set(' \n"•')


def test_an_articles_furniture_is_crumbs_and_its_statements_are_not() -> None:
    assert claims(ARTICLE) == [
        "झरनापुर का नया पुल पांच साल में तैयार, लागत दोगुनी हुई",
        "झरनापुर: पुल पर सोमवार से बसें चलेंगी।",
        "लागत 40 करोड़ से बढ़कर 81.5 करोड़ हो गई।",
        "हमने 12 गांवों को जोड़ा है।",
        "अगले साल तक सड़क भी बनेगी।",
        "लंबाई 640 मीटर",
        "दो लेन, कोई टोल नहीं",
    ]


def test_an_english_articles_furniture_is_crumbs() -> None:
    article = """News > Districts > Kelvari
Kelvari dam has not been desilted since 2011
A short walk along a long wall
By Staff Reporter
Published : Jan 9, 2025, 8:00 PM IST

KELVARI: The dam holds 30 per cent less water than it was built for.

Workers at the sluice gate (Photo: special arrangement)

What the rules say
- A dam must be surveyed every five years

Also read- How to read a rain gauge

Download the Kelvari Post app for live updates
"""
    assert claims(article, language="en") == [
        "Kelvari dam has not been desilted since 2011",
        "A short walk along a long wall",
        "KELVARI: The dam holds 30 per cent less water than it was built for.",
        "A dam must be surveyed every five years",
    ]


def test_a_caption_that_repeats_the_headline_is_a_crumb_and_the_headline_is_not() -> None:
    article = "मेला मैदान में पांच हजार पेड़ कटे, जांच शुरू\nमेला मैदान में पेड़ कटे\nमैदान में अब धूल उड़ती है।"
    assert claims(article) == ["मेला मैदान में पांच हजार पेड़ कटे, जांच शुरू", "मैदान में अब धूल उड़ती है।"]


def test_the_body_begins_where_the_caller_says() -> None:
    article = "झील का पानी पीने लायक नहीं रहा\nजांच में मिले तीन ज़हर\nझील के किनारे की बस्ती\nपानी काला है।"
    body = article.index("झील के किनारे")
    crumbs = [sentence.text for sentence in split(article, body, "hi", "article") if sentence.crumb]
    assert crumbs == ["झील के किनारे की बस्ती"]


def test_a_statement_about_an_app_is_no_appeal_to_install_one() -> None:
    article = "ठगी का नया तरीका सामने आया है\n\nऐप डाउनलोड करते ही खाते से 50 हजार रुपये कट गए।\n\nहमारा ऐप डाउनलोड करें।"
    assert claims(article)[-1] == "ऐप डाउनलोड करते ही खाते से 50 हजार रुपये कट गए।"


@pytest.mark.parametrize(
    "sentence",
    [
        "डॉ. सुगंधा ओरसा और श्री. पाल ने जांच की.",
        "पी.एम. आवास के लिए रु. 500 और 14.6 कि.मी. की दूरी तय हुई.",
        "एस. के. ओरसा ने नं. 5 पर बटन दबाया.",
        "जि. प. अध्यक्ष सौ. कुमुद यांनी ता. 5 रोजी सांगितले.",
        "It cost Rs. 5.60 against Rs. 7 at counter No. 5 of Dr. K. Velna.",
        "आज... कल नहीं तो परसों पानी आएगा.",
        "आंकड़ा 3.5 लाख है.",
    ],
)
def test_abbreviations_initials_decimals_and_pauses_end_no_sentence(sentence: str) -> None:
    language = "en" if sentence.isascii() else "hi"
    assert texts(f"{sentence} यह अलग बात है.", language)[0] == sentence


def test_danda_full_stop_and_a_pause_after_a_finite_verb_end_a_sentence() -> None:
    assert texts("पानी नहीं है।सड़क टूटी है. बिजली गई है... दुकानें बंद हैं| सब चुप हैं") == [
        "पानी नहीं है।",
        "सड़क टूटी है.",
        "बिजली गई है...",
        "दुकानें बंद हैं|",
        "सब चुप हैं",
    ]


def test_romanised_hindi_ends_at_a_mark_before_a_small_letter_and_english_speech_does_not() -> None:
    assert texts("kal se bank band hai!! aaj hi paisa nikal lo bhai.", "hi-Latn") == [
        "kal se bank band hai!!",
        "aaj hi paisa nikal lo bhai.",
    ]
    assert texts('"And our drain, sahib?" a woman called out.', "en") == ['"And our drain, sahib?" a woman called out.']


def test_quotation_marks_stay_only_where_both_are_inside_the_sentence() -> None:
    assert texts('"नल सूखा है। टंकी खाली है।" उन्होंने कहा।') == ["नल सूखा है।", "टंकी खाली है।", "उन्होंने कहा।"]
    assert texts("उसे 'सूखा नल' कहते हैं।") == ["उसे 'सूखा नल' कहते हैं।"]
    assert texts('वे बोले। "नल सूखा है," मीरा ने कहा।') == ["वे बोले।", '"नल सूखा है," मीरा ने कहा।']


def test_a_tail_of_emoji_hashtags_and_links_belongs_to_its_sentence() -> None:
    assert texts("पुल टूट गया। 🙏🙏 #पुल https://example.org/a") == ["पुल टूट गया। 🙏🙏 #पुल https://example.org/a"]


def test_a_post_without_marks_is_one_sentence_and_its_header_and_hashtags_are_crumbs() -> None:
    sentences = split("*बड़ी खबर*\nदूध 4 रुपये महंगा\nआज ही खरीद लो\n#दूध #महंगाई")
    assert [(s.text, s.paragraph, s.crumb) for s in sentences] == [
        ("*बड़ी खबर*", 0, True),
        ("दूध 4 रुपये महंगा\nआज ही खरीद लो", 1, False),
        ("#दूध #महंगाई", 2, True),
    ]


def test_list_items_of_a_post_stay_apart_without_their_numbers() -> None:
    assert texts("1. पहला वादा झूठा\n2. दूसरा वादा अधूरा") == ["पहला वादा झूठा", "दूसरा वादा अधूरा"]


def test_a_very_long_sentence_is_cut_at_its_clause_marks() -> None:
    clause = " ".join(["शब्द"] * 40)
    assert texts(f"{clause}; {clause} – {clause}") == [f"{clause};", clause, clause]
    assert len(texts("शब्द शब्द शब्द; शब्द शब्द शब्द")) == 1


@pytest.mark.parametrize("text", ["", " \n\n\t ", "\u200b", "।", "🙏", '"'])
def test_a_text_that_says_nothing_yields_no_claim(text: str) -> None:
    assert all(isinstance(sentence, Sentence) and not sentence.text.isalpha() for sentence in split(text))
    assert not [s for s in split(text, medium="article") if any(c.isalpha() for c in s.text)]
