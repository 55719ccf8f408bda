"""Clauses: a sentence is cut only where two claims surely meet; what is one proposition stays whole."""

from itertools import pairwise

import pytest

from models.clauses import clauses


def pieces(sentence: str) -> list[str]:
    spans = clauses(sentence)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    return [sentence[start:end] for start, end in spans]


@pytest.mark.parametrize(
    "parts",
    [
        ("पुल टूट गया", "मंत्री ने कहा कि दो साल में नया बनेगा"),
        ("pul toot gaya hai", "mantri ne kaha ki do saal me naya banega"),
        ("The bridge broke", "the minister said a new one will be built in two years"),
        ("मंत्री ने कहा कि झरनापुर में 12 कुएं सूख गए हैं", "पुलिस ने बताया कि तीन लोग पकड़े गए हैं।"),
        ("Devkant Orsa ne kaha ki pul toot gaya", "Menaka Turaiya ne kaha ki pul sahi hai"),
        ("Prices have gone up by 20 per cent", "the minister has said that they will fall by June."),
    ],
)
def test_a_sentence_is_cut_where_somebody_begins_to_speak(parts: tuple[str, str]) -> None:
    joint = {"म": " और ", "प": " और ", "m": " aur ", "M": " aur ", "t": " and "}[parts[1][0]]
    assert pieces(joint.join(parts)) == list(parts)


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        (
            "Meera Ossari said the canal cost 40 crore rupees, and 26,000 homes will get water by June.",
            ["Meera Ossari said the canal cost 40 crore rupees", "26,000 homes will get water by June."],
        ),
        (
            "देवकांत ओरसा ने कहा कि सरिता दल ने 312 किलोमीटर सड़क बनवाई है और 26,000 घरों को नल का पानी दिया है।",
            ["देवकांत ओरसा ने कहा कि सरिता दल ने 312 किलोमीटर सड़क बनवाई है", "26,000 घरों को नल का पानी दिया है।"],
        ),
        (
            "Meera Ossari said that the canal is finished and that 200 schools will be opened next year.",
            ["Meera Ossari said that the canal is finished", "200 schools will be opened next year."],
        ),
        (
            "The minister said the bridge is safe, and a new hospital will open this year.",
            ["The minister said the bridge is safe", "a new hospital will open this year."],
        ),
        (
            "Devkant Orsa ne kaha ki 312 km sadak ban chuki hai aur agle saal 200 school khole jayenge",
            ["Devkant Orsa ne kaha ki 312 km sadak ban chuki hai", "agle saal 200 school khole jayenge"],
        ),
        (
            "सरिता पक्षाने 300 घरे बांधली आहेत आणि पुढील वर्षी 200 शाळा उघडल्या जातील.",
            ["सरिता पक्षाने 300 घरे बांधली आहेत", "पुढील वर्षी 200 शाळा उघडल्या जातील."],
        ),
    ],
)
def test_figures_on_both_sides_or_a_future_on_one_make_two_claims(sentence: str, parts: list[str]) -> None:
    assert pieces(sentence) == parts


def test_a_semicolon_parts_two_speakers_and_not_a_claim_from_its_reason() -> None:
    two = "विधायक ने कहा कि बिजली के दाम 20 प्रतिशत बढ़े हैं; मेनका तुरैया ने बताया कि दाम नहीं बढ़े हैं।"
    assert len(pieces(two)) == 2
    assert len(pieces("No bus will run in Jharnapur on 12 May; all 40 drivers have struck work since Monday.")) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "अगर बारिश हुई तो 12 पुल टूट जाएंगे और मंत्री ने कहा कि 12 नए पुल बनेंगे",
        "क्योंकि 12 पुल टूट गए हैं और मंत्री ने कहा कि 12 नए पुल बनेंगे",
        "जिस पुल पर 40 करोड़ लगे वह टूट गया और विधायक ने कहा कि दो साल में नया बनेगा।",
        "पहले यहां 10 सरकारी स्कूल चल रहे थे और अब सिर्फ 5 सरकारी स्कूल बचे हैं।",
        "5 लाख सरकारी नौकरियों का वादा किया गया था लेकिन 4 साल में 12 हजार भर्तियां हुई हैं।",
        "झरनापुर में 12 कुएं सूख गए हैं और इसे अगले साल तक ठीक कर दिया जाएगा।",
        "The fee was raised to 900 rupees last year, and it will be raised to 1,200 rupees in June.",
        "If it rains the bridge in Jharnapur will break, and the 40 families there will be moved.",
        "The bridge which cost 40 crore broke, and the 12 roads will be repaired by next year.",
        "Roads and bridges in 12 towns were repaired last year.",
        "Police denied the report and said the photographs were from another country.",
        "हरिंदा अस्पताल में बिजली जाने से वेंटिलेटर बंद हुए और छह मरीजों की जान चली गई है।",
        "झरनापुर में 300 घर बने हैं और 12 टूटे",
        'विधायक ने कहा कि "नहर पर 40 करोड़ खर्च हो गए हैं और अगले साल 200 स्कूल खोले जाएंगे"',
        "झरनापुर में 12 कुएं सूख गए हैं और अगले साल 200 नए कुएं बनेंगे, ऐसा देवकांत ओरसा ने कहा।",
        "12 roads were built in Jharnapur, and 200 schools will be finished by March, said Meera Ossari.",
        "क्या नहर पर 40 करोड़ खर्च हुए हैं और अगले साल 200 स्कूल खोले जाएंगे?",
    ],
)
def test_what_is_one_proposition_stays_whole(sentence: str) -> None:
    assert pieces(sentence) == [sentence]


def test_a_long_run_of_words_without_marks_is_not_cut() -> None:
    sentence = "नहर पर 40 करोड़ खर्च हो गए हैं और अगले साल 200 स्कूल खोले जाएंगे"
    assert len(pieces(sentence)) == 2
    assert len(pieces(f"{'झरनापुर के लोग देख रहे हैं ' * 9}{sentence}")) == 1


def test_a_blank_text_is_one_empty_span() -> None:
    assert clauses("") == [(0, 0)]
