"""The normalised form: without the dress of a forward; pronouns only where it is certain whom they mean."""

import pytest

from models.normalise import resolved, undressed
from models.sentences import split
from models.speaker import speakers


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Forwarded as received\nझरनापुर का पुल टूट गया है 😡 सब तक पहुंचाएं 🙏", "झरनापुर का पुल टूट गया है"),
        ("📢 ज़रूरी सूचना\nनल 12 दिन बंद रहेंगे। कृपया शेयर करें", "नल 12 दिन बंद रहेंगे।"),
        ("बड़ी खबर: सभी को 300 यूनिट बिजली मुफ्त मिलेगी", "सभी को 300 यूनिट बिजली मुफ्त मिलेगी"),
        ("URGENT!! pani 2.84 lakh litre ganda hai, please share", "pani 2.84 lakh litre ganda hai"),
        ("Breaking: pul toot gaya hai #pul #jharnapur https://a.example/x", "pul toot gaya hai"),
        ("#Jharnapur me 12 kuen sookh gaye", "Jharnapur me 12 kuen sookh gaye"),
        ("The bridge fell in #JharnaPur", "The bridge fell in Jharna Pur"),
        ("12 नळ बंद आहेत 🌿 सर्वांना पाठवा", "12 नळ बंद आहेत"),
    ],
)
def test_headers_hashtags_links_emoji_and_calls_to_share_come_off(text: str, left: str) -> None:
    assert undressed(text) == left
    assert undressed(left) == left


@pytest.mark.parametrize(
    "text",
    [
        "सभी लोग ध्यान दें: 12 कुएं सूख गए",
        "Turnout was 61.4 per cent.",
        "The message that pensions stop is a lie.",
        "Please share this post!",
        "र्‍क",
    ],
)
def test_what_may_be_part_of_the_claim_stays(text: str) -> None:
    assert undressed(text) == text


def test_a_text_of_nothing_but_dress_stays_as_it_is() -> None:
    assert undressed("🙏🙏") == "🙏🙏"


def read(text: str, language: str = "hi") -> list[str | None]:
    """What each sentence became; None where it stayed as it was."""
    sentences = split(text, 0, language, "article")
    told = resolved(text, sentences, speakers(text, sentences))
    return [new if new != old.text else None for old, new in zip(sentences, told, strict=True)]


@pytest.mark.parametrize(
    ("language", "first", "pronoun", "meant"),
    [
        ("hi", "विधायक मेनका तुरैया ने कहा कि नल लगे।", "उन्होंने कहा कि 300 घर बने।", "मेनका तुरैया ने कहा कि 300 घर बने।"),
        ("hi", "विधायक मेनका तुरैया ने कहा कि नल लगे।", "उनका कहना है कि घर बने।", "मेनका तुरैया का कहना है कि घर बने।"),
        ("hi", "विधायक मेनका तुरैया ने कहा कि नल लगे।", "उन्होंने 300 घर बनवाए।", "मेनका तुरैया ने 300 घर बनवाए।"),
        ("hi", "विधायक मेनका तुरैया ने कहा कि नल लगे।", "वे दो बार जीत चुकी हैं।", "मेनका तुरैया दो बार जीत चुकी हैं।"),
        (
            "hi-Latn",
            "Devkant Orsa ne kaha ki nal lage.",
            "Unhone kaha ki ghar bane.",
            "Devkant Orsa ne kaha ki ghar bane.",
        ),
        (
            "hi-Latn",
            "Devkant Orsa ne kaha ki nal lage.",
            "Unke mutabik ghar bane.",
            "Devkant Orsa ke mutabik ghar bane.",
        ),
        ("en", "Meera Ossari said it rained.", "She added that it was late.", "Meera Ossari added that it was late."),
        (
            "en",
            "Meera Ossari said it rained.",
            "It was late, according to her.",
            "It was late, according to Meera Ossari.",
        ),
        (
            "mr",
            "आमदार कुमुद वाघजाळे म्हणाल्या की पाणी येईल.",
            "त्यांनी सांगितले की घरे बांधली.",
            "कुमुद वाघजाळे यांनी सांगितले की घरे बांधली.",
        ),
        (
            "hi",
            "सरिता दल ने घोषणापत्र जारी किया।",
            "इस पार्टी ने 5 लाख नौकरियों का वादा किया।",
            "सरिता दल ने 5 लाख नौकरियों का वादा किया।",
        ),
        (
            "en",
            "Sarita Dal released its manifesto.",
            "The party will give 5 lakh jobs.",
            "Sarita Dal will give 5 lakh jobs.",
        ),
        (
            "hi-Latn",
            "Sarita Dal ne ghoshna patra jaari kiya.",
            "Ye party 5 lakh naukri degi.",
            "Sarita Dal 5 lakh naukri degi.",
        ),
    ],
)
def test_a_pronoun_gives_way_to_the_one_it_surely_means(language: str, first: str, pronoun: str, meant: str) -> None:
    assert read(f"{first} {pronoun}", language) == [None, meant]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("hi", "विधायक मेनका तुरैया ने सांसद देवकांत ओरसा पर आरोप लगाया कि राशन बिका। उन्होंने 300 घर बनवाए।"),
        ("hi", "विधायक मेनका तुरैया ने कहा कि किसानों को पानी मिला। वे दो बार धरना दे चुके हैं।"),
        ("hi", "विधायक मेनका तुरैया ने कहा कि मुख्यमंत्री ने पैसा भेजा। उन्होंने 300 घर बनवाए।"),
        ("hi", "पुलिस ने बताया कि भीड़ थी। उन्होंने कहा कि सब शांत है।"),
        ("hi", "सरिता दल और नवकिरण मोर्चा ने घोषणापत्र जारी किया। इस पार्टी ने 5 लाख नौकरियों का वादा किया।"),
        ("en", "Meera Ossari said it rained. Keshav Murhari came. She said it was late."),
        ("en", "Meera Ossari said it rained. “She lied to all of us here,” said a man."),
        ("en", "It rained all day. He said the road was closed."),
    ],
)
def test_where_somebody_else_may_be_meant_the_pronoun_stays(language: str, text: str) -> None:
    assert not any(read(text, language))


def test_one_who_was_she_is_not_he() -> None:
    text = "Meera Ossari said it rained. She said it was late. He said it was early."
    assert read(text, "en") == [None, "Meera Ossari said it was late.", None]


def test_somebody_named_long_ago_is_not_surely_meant() -> None:
    between = "सड़क सूनी थी। दुकानें बंद थीं। बाजार खाली था। शाम हो गई थी।"
    assert not any(read(f"विधायक मेनका तुरैया ने कहा कि नल लगे। {between} उन्होंने कहा कि 300 घर बने।"))


def test_the_own_party_of_a_speaker_is_named_where_the_text_tells_it() -> None:
    text = "Sarita Dal candidate Meera Ossari came late. Ossari said that her party would write off all loans."
    assert read(text, "en")[1] == "Ossari said that Sarita Dal would write off all loans."


def test_one_sentence_can_lose_both_a_pronoun_and_this_party() -> None:
    text = "सरिता दल के विधायक देवकांत ओरसा ने कहा कि नल लगे। उन्होंने कहा कि इस पार्टी ने 300 घर बनाए।"
    assert read(text)[1] == "देवकांत ओरसा ने कहा कि सरिता दल ने 300 घर बनाए।"


def test_one_who_signs_a_quotation_is_meant_by_the_pronoun_behind_it() -> None:
    text = '"सरकार ने 350 स्कूल बंद किए।"\n-देवकांत ओरसा, जिलाध्यक्ष, सरिता दल\n\nउन्होंने कहा कि 12 पुल टूटे हैं।'
    lines = split(text, 0, "hi", "article")
    assert resolved(text, lines, speakers(text, lines))[-1] == "देवकांत ओरसा ने कहा कि 12 पुल टूटे हैं।"
