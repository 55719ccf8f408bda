"""Speakers: named by attribution, signature, quotation or pronoun; None where the text itself or nobody named does."""

import pytest

from models.sentences import split
from models.speaker import speakers


def said(text: str, language: str = "hi") -> list[str | None]:
    sentences = split(text, 0, language, "article")
    told = speakers(text, sentences)
    assert len(told) == len(sentences)
    return [who for sentence, who in zip(sentences, told, strict=True) if not sentence.crumb]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("झरनापुर सरिता दल जिला महामंत्री देवकांत ओरसा ने कहा कि पानी आएगा।", "देवकांत ओरसा"),
        ("सरिता दल के क्षेत्रीय अध्यक्ष डॉ. देवकांत ओरसा ने काम गिनाते हुए बताया कि पुल बना है।", "डॉ. देवकांत ओरसा"),
        ("पूर्व सांसद श्रीमती मेनका तुरैया जी ने आरोप लगाया कि ठेका बिका।", "मेनका तुरैया"),
        ("मेनका तुरैया, जिलाध्यक्ष सरिता दल, ने कहा कि ठेका बिका।", "मेनका तुरैया"),
        ("मुख्यमंत्री के. एल. तुरैया का कहना है कि घर बने।", "के. एल. तुरैया"),
        ("विधायक मेनका तुरैया के मुताबिक लागत 40 करोड़ है।", "मेनका तुरैया"),
        ("सांसद मेनका तुरैया बोलीं- हर घर पानी देंगे", "मेनका तुरैया"),
        ("यह आरोप जिलाध्यक्ष मेनका तुरैया ने लगाया है।", "मेनका तुरैया"),
        ("जो खबर घूम रही है, उसे विधायक मेनका तुरैया ने झूठा बताया।", "मेनका तुरैया"),
        ("40 करोड़ का पुल बनेगा : मुख्यमंत्री मेनका तुरैया", "मेनका तुरैया"),
    ],
)
def test_hindi_attributions_name_the_speaker_without_post_and_party(text: str, speaker: str) -> None:
    assert said(text) == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("सरिता पक्षाच्या आमदार कुमुद वाघजाळे यांनी सांगितले की टाक्या बांधल्या.", "कुमुद वाघजाळे"),
        ("तीन वर्षांत रस्ता होईल, असे आमदार कुमुद वाघजाळे म्हणाल्या.", "कुमुद वाघजाळे"),
        ("असा आरोप सरिता पक्षाचे दिनकर वाघजाळे यांनी केला.", "दिनकर वाघजाळे"),
        ("दिनकर वाघजाळे यांच्या मते ही घोषणा फसवी आहे.", "दिनकर वाघजाळे"),
    ],
)
def test_marathi_attributions_name_the_speaker(text: str, speaker: str) -> None:
    assert said(text, "mr") == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Superintendent of police Meera Ossari said eight people had been held.", "Meera Ossari"),
        ("Meera Ossari of the Sarita Dal told the gathering that 300 houses were built.", "Meera Ossari"),
        ("Meera Ossari, a tailor from ward 6, said she had filled in the form.", "Meera Ossari"),
        ('"They ate the money," alleged Meera Ossari of the Sarita Dal.', "Meera Ossari"),
        ("According to Meera Ossari, the party's block president, 30 buses came.", "Meera Ossari"),
        ("The bridge will open in June, according to executive engineer Meera Ossari.", "Meera Ossari"),
        ("Block chief Meera Ossari of Sarita Manch called the charge a lie.", "Meera Ossari"),
        ("Dr Meera Ossari, who heads the ward, said no child had died.", "Dr Meera Ossari"),
        ("The collector, Meera Ossari, said polling would be held again.", "Meera Ossari"),
    ],
)
def test_english_attributions_name_the_speaker(text: str, speaker: str) -> None:
    assert said(text, "en") == [speaker]


def test_romanised_hindi_is_read_like_hindi() -> None:
    text = "Sulekha Orsaiya ne kaha ki pension band hogi. Unhone kaha ki yeh jumla hai."
    assert said(text, "hi-Latn") == ["Sulekha Orsaiya", "Sulekha Orsaiya"]


@pytest.mark.parametrize(
    "text",
    [
        "पुल की लागत 40 करोड़ रुपये है।",
        "पुलिस ने बताया कि तीन लोग पकड़े गए।",
        "ग्रामीणों ने आरोप लगाया कि राशन नहीं मिलता।",
        "नाम न छापने की शर्त पर एक अधिकारी ने कहा कि फाइल दबी है।",
        "मौसम विभाग के अनुसार कल बारिश होगी।",
        "जानकारी के मुताबिक तीन लोग घायल हैं।",
        "सरिता दल ने कहा कि ठेका बिका।",
        "एक बुजुर्ग महिला बोलीं कि पानी नहीं आता।",
        "मेनका तुरैया ने पुल का उद्घाटन किया।",
        "पोलिसांनी सांगितले की तिघांना अटक झाली.",
        "Police said three people had been arrested.",
        "The Sarita Party said it would contest every seat.",
        "A worker, who did not want to be named, said the kits had run out.",
        "According to the Election Commission, turnout was 61 per cent.",
        "Residents of Ward Six alleged that the road was never built.",
    ],
)
def test_groups_unnamed_people_and_the_text_itself_have_no_name(text: str) -> None:
    language = "en" if text.isascii() else "hi"
    assert said(text, language) == [None]


def test_a_signature_gives_its_name_to_the_whole_quotation_above_it_and_only_to_it() -> None:
    text = 'मैदान भरा था। "नल सूखे हैं। टंकी खाली है।"\n– देवकांत ओरसा (जिला सचिव, सरिता दल)\nशाम को सब लौट गए।'
    assert said(text) == [None, "देवकांत ओरसा", "देवकांत ओरसा", None]


def test_a_signature_gives_its_name_to_an_unquoted_paragraph() -> None:
    text = "भीड़ आई.\n\nमेरे रहते हर घर पानी पहुंचेगा. झूठ से पर्दा हटेगा.\n\n-देवकांत, प्रभारी जल सेल, सरिता\n\nभीड़ गई."
    assert said(text) == [None, "देवकांत", "देवकांत", None]


def test_sentences_inside_a_quotation_have_its_speaker_whatever_they_report() -> None:
    text = 'मंत्री देवकांत ओरसा ने कहा, "नल लगे। पुलिस ने कहा था कि भीड़ होगी। हम नहीं रुके।" सभा खत्म हुई।'
    assert said(text) == ["देवकांत ओरसा"] * 3 + [None]
    text = '"We built it. The rain broke it," said Meera Ossari of the Sarita Dal. "We will build it again." It rained.'
    assert said(text, "en") == ["Meera Ossari"] * 3 + [None]


def test_a_sentence_behind_a_quotation_can_name_its_speaker() -> None:
    assert said('"नल सूखे पड़े हैं यहां।" मेनका तुरैया ने हंसते हुए कहा।') == ["मेनका तुरैया", "मेनका तुरैया"]


def test_a_pronoun_means_the_one_named_last() -> None:
    text = "विधायक मेनका तुरैया ने कहा कि नल लगे। सांसद देवकांत ओरसा ने कहा कि नल सूखे हैं। उन्होंने कहा कि यह जुमला है।"
    assert said(text) == ["मेनका तुरैया", "देवकांत ओरसा", "देवकांत ओरसा"]
    assert said("Meera Ossari said it rained. She added that it was late.", "en") == ["Meera Ossari"] * 2
    assert said("आमदार कुमुद वाघजाळे म्हणाल्या की पाणी येईल. असेही त्यांनी सांगितले.", "mr") == ["कुमुद वाघजाळे"] * 2


def test_a_pronoun_after_a_nameless_source_means_nobody() -> None:
    assert said("विधायक मेनका तुरैया ने कहा कि नल लगे। पुलिस ने बताया कि भीड़ थी। उन्होंने कहा कि सब शांत है।")[1:] == [None, None]


def test_a_short_mention_takes_the_fullest_form_even_in_the_headline() -> None:
    text = "हर घर नल लगेगा: तुरैया\n\nविधायक मेनका तुरैया ने कहा कि पाइप आ गए। तुरैया ने कहा कि मार्च तक काम होगा।"
    assert said(text) == ["मेनका तुरैया"] * 3
    assert said("MLA Meera Ossari came late. Ossari said it rained.", "en") == [None, "Meera Ossari"]


def test_a_lone_word_that_nothing_shows_to_be_a_person_is_nobody() -> None:
    assert said("तरंगिका ने कहा कि दाम बढ़ेंगे।") == [None]


def test_a_list_belongs_to_the_one_who_introduces_it_and_a_box_of_facts_to_nobody() -> None:
    intro = "विधायक मेनका तुरैया ने काम का ब्योरा रखा:\n• 12 नल लगे\n• 3 कुएं बने"
    assert said(intro) == ["मेनका तुरैया"] * 3
    box = "विधायक मेनका तुरैया ने कहा कि काम हुआ।\n\nएक नज़र में\n• 12 नल लगे"
    assert said(box) == ["मेनका तुरैया", None]


def test_the_first_person_goes_on_with_the_speaker_before_and_the_third_does_not() -> None:
    text = "विधायक मेनका तुरैया ने कहा कि नल लगे। हमारी सरकार ने कुएं भी बनाए। भीड़ ने ताली बजाई।"
    assert said(text) == ["मेनका तुरैया", "मेनका तुरैया", None]


def test_a_text_without_sentences_has_no_speakers() -> None:
    assert speakers("", []) == []
