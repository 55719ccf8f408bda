"""Speakers: named by attribution, signature, quotation or pronoun; None where the text itself or nobody named does."""

import pytest

from models.sentences import Sentence, split
from models.speaker import Speaker, speakers


def said(text: str, language: str = "hi") -> list[str | None]:
    return [who.name for who in told(text, language)]


def told(text: str, language: str = "hi") -> list[Speaker]:
    sentences = split(text, 0, language, "article")
    spoken = speakers(text, sentences)
    assert len(spoken) == len(sentences)
    return [who for sentence, who in zip(sentences, spoken, strict=True) if not sentence.crumb]


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
        ("According to Sarita Party district president Meera Ossari, the bridge fell.", "Meera Ossari"),
        ("According to Sarita Party sources, the bridge fell.", None),
        ("Block chief Meera Ossari of Sarita Manch called the charge a lie.", "Meera Ossari"),
        ("Dr Meera Ossari, who heads the ward, said no child had died.", "Dr Meera Ossari"),
        ("The collector, Meera Ossari, said polling would be held again.", "Meera Ossari"),
    ],
)
def test_english_attributions_name_the_speaker(text: str, speaker: str | None) -> None:
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


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        # Hindi
        ("hi", "विधायक मेनका तुरैया ने कहा कि झरनापुर में 12 कुएं सूख गए हैं।", "मेनका तुरैया"),
        ("hi", "सांसद देवकांत ओरसा का कहना है कि नहर पर 40 करोड़ खर्च हुए।", "देवकांत ओरसा"),
        ("hi", "देवकांत ओरसा के मुताबिक 40 करोड़ खर्च हुए।", "देवकांत ओरसा"),
        ("hi", "देवकांत ओरसा के अनुसार नहर अगले साल खुलेगी।", "देवकांत ओरसा"),
        ("hi", "मंत्री देवकांत ओरसा ने बताया, 300 घर बन चुके हैं।", "देवकांत ओरसा"),
        ("hi", "देवकांत ओरसा ने फेसबुक पर लिखा कि पेंशन दोगुनी होगी।", "देवकांत ओरसा"),
        ("hi", "जिलाध्यक्ष मेनका तुरैया ने आरोप लगाया कि राशन में घोटाला हुआ।", "मेनका तुरैया"),
        ("hi", "देवकांत ओरसा का दावा है कि सड़क पूरी बन गई है।", "देवकांत ओरसा"),
        ("hi", "300 घर बन चुके हैं, देवकांत ओरसा ने कहा।", "देवकांत ओरसा"),
        ("hi", "विधायक देवकांत ओरसा: 300 घर बन चुके हैं और 200 और बनेंगे।", "देवकांत ओरसा"),
        ("hi", "देवकांत ओरसा: हमने 300 घर बनवाए हैं।", "देवकांत ओरसा"),
        ("hi", "“तीन सौ घर बन चुके हैं और दो सौ और बनेंगे” - देवकांत ओरसा, महामंत्री, सरिता", "देवकांत ओरसा"),
        # romanised Hindi
        ("hi-Latn", "Devkant Orsa ne kaha ki 300 ghar ban chuke hain.", "Devkant Orsa"),
        ("hi-Latn", "devkant orsa ne bataya ki 300 ghar ban chuke hain", "devkant orsa"),
        ("hi-Latn", "Menaka Turaiya ke mutabik 12 kuen sookh gaye", "Menaka Turaiya"),
        ("hi-Latn", "Menaka Turaiya ke anusar 12 kuen sookh gaye", "Menaka Turaiya"),
        ("hi-Latn", "Menaka Turaiya ka kehna hai ki 12 kuen sookh gaye", "Menaka Turaiya"),
        ("hi-Latn", "Menaka Turaiya ne likha ki pension band ho gayi", "Menaka Turaiya"),
        ("hi-Latn", "Menaka Turaiya ne aarop lagaya ki ration me ghotala hua", "Menaka Turaiya"),
        ("hi-Latn", "Menaka Turaiya ne dava kiya ki sadak ban gayi", "Menaka Turaiya"),
        ("hi-Latn", "Menaka Turaiya ka aarop hai ki thekedar bhaag gaya", "Menaka Turaiya"),
        ("hi-Latn", "Menaka Turaiya ne tweet kiya ki bijli muft hogi", "Menaka Turaiya"),
        ("hi-Latn", "sadak ban gayi hai, Menaka Turaiya ne kaha", "Menaka Turaiya"),
        # English
        ("en", "According to Meera Ossari, the canal cost 40 crore rupees.", "Meera Ossari"),
        ("en", "As per Meera Ossari, the canal cost 40 crore rupees.", "Meera Ossari"),
        ("en", "The canal cost 40 crore rupees, said Meera Ossari.", "Meera Ossari"),
        ("en", "The canal cost 40 crore rupees, Meera Ossari said.", "Meera Ossari"),
        ("en", "MLA Meera Ossari: the canal cost 40 crore rupees and leaks.", "Meera Ossari"),
        ("en", "Meera Ossari: “The canal cost 40 crore rupees and leaks.”", "Meera Ossari"),
        ("en", "In a statement, Meera Ossari wrote that every village has power.", "Meera Ossari"),
        ("en", "Every village has power, claims Meera Ossari", "Meera Ossari"),
        # traps: nobody named speaks
        ("hi", "सूत्रों ने कहा कि मेनका तुरैया पार्टी छोड़ेंगी।", None),
        ("hi", "लोग कहते हैं कि देवकांत ओरसा ने 40 करोड़ खाए।", None),
        ("hi", "कहा जाता है कि देवकांत ओरसा ने 40 करोड़ खाए।", None),
        ("hi", "बताया जा रहा है कि मेनका तुरैया ने इस्तीफा दे दिया।", None),
        ("hi", "मेनका तुरैया पर आरोप है कि उन्होंने राशन बेचा।", None),
        ("hi", "एक वायरल पोस्ट में दावा किया गया कि मेनका तुरैया गिरफ्तार हुईं।", None),
        ("hi", "नए नियम के अनुसार मेनका तुरैया को पद छोड़ना होगा।", None),
        ("hi", "नई बस्ती: 300 घर बन चुके हैं और 200 और बनेंगे।", None),
        ("hi-Latn", "sutron ke mutabik Menaka Turaiya party chhodengi", None),
        ("hi-Latn", "kaha ja raha hai ki Menaka Turaiya ne isteefa diya", None),
        ("hi-Latn", "police ne bataya ki Menaka Turaiya giraftar hui", None),
        ("hi-Latn", "ek video mein dawa kiya gaya ki Menaka Turaiya giraftar hui", None),
        ("en", "Sources said Meera Ossari would quit the party.", None),
        ("en", "People say Meera Ossari took 40 crore rupees.", None),
        ("en", "It is said that Meera Ossari took 40 crore rupees.", None),
        ("en", "A viral post claims Meera Ossari has been arrested.", None),
        ("en", "Villagers told Meera Ossari that the taps were dry.", None),
        ("en", "Meera Ossari was accused of selling the ration.", None),
        ("en", "Meera Ossari's house was raided on Monday.", None),
        ("en", "Pradhan Mantri Jal Yojana: 300 houses have been built here.", None),
    ],
)
def test_who_speaks_is_named_and_who_is_only_mentioned_is_not(language: str, text: str, speaker: str | None) -> None:
    assert set(said(text, language)) == {speaker}


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("hi", "सरिता दल के जिलाध्यक्ष देवकांत ओरसा ने कहा कि नल लगे।", Speaker("देवकांत ओरसा", "जिलाध्यक्ष", "सरिता दल")),
        ("hi", "मुख्यमंत्री ने कहा कि 300 घर बने।", Speaker(None, "मुख्यमंत्री", None)),
        ("hi", "सरिता दल ने आरोप लगाया कि ठेका बिका।", Speaker(None, None, "सरिता दल")),
        ("hi-Latn", "mukhyamantri ne kaha ki 300 ghar bane", Speaker(None, "mukhyamantri", None)),
        ("en", "The chief minister said 300 houses were built.", Speaker(None, "chief minister", None)),
        ("hi", "एक अधिकारी ने कहा कि 300 घर बने।", Speaker()),
        ("en", "A minister said 300 houses were built.", Speaker()),
        ("hi", "पुलिस ने कहा कि 300 घर बने।", Speaker()),
    ],
)
def test_post_and_party_are_told_also_where_the_name_is_not(language: str, text: str, speaker: Speaker) -> None:
    assert told(text, language) == [speaker]


def test_a_pronoun_also_means_a_post_without_a_name() -> None:
    text = "मुख्यमंत्री ने कहा कि 300 घर बने। उन्होंने कहा कि 200 और बनेंगे।"
    assert [who.post for who in told(text)] == ["मुख्यमंत्री", "मुख्यमंत्री"]


def test_a_clause_goes_on_with_the_speaker_of_the_clause_before_unless_it_names_another() -> None:
    def clauses(*parts: str) -> list[str | None]:
        text, cut = " और ".join(parts), []
        for part in parts:
            start = text.index(part)
            cut.append(Sentence(start, start + len(part), part, 0, crumb=False, goes_on=start > 0))
        return [who.name for who in speakers(text, cut)]

    assert clauses("मेनका तुरैया ने कहा कि 12 नल लगे", "200 और लगेंगे") == ["मेनका तुरैया"] * 2
    assert clauses("12 नल लगे", "मेनका तुरैया ने कहा कि 200 और लगेंगे") == [None, "मेनका तुरैया"]
    assert clauses("मेनका तुरैया ने कहा कि 12 नल लगे", "पुलिस ने बताया कि भीड़ थी") == ["मेनका तुरैया", None]
