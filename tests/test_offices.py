"""Post and party: in the text's own words, whatever the language; None where the text says nothing."""

import pytest

from models.people import Offices


@pytest.mark.parametrize(
    ("text", "name", "post", "party"),
    [
        ("झरनापुर सरिता दल जिला महामंत्री देवकांत ओरसा ने कहा", "देवकांत ओरसा", "जिला महामंत्री", "सरिता दल"),
        ("सरिता दल के क्षेत्रीय अध्यक्ष डॉ. देवकांत ओरसा ने कहा", "डॉ. देवकांत ओरसा", "क्षेत्रीय अध्यक्ष", "सरिता दल"),
        ("पूर्व सांसद श्रीमती मेनका तुरैया जी ने कहा", "मेनका तुरैया", "पूर्व सांसद", None),
        ("मेनका तुरैया, जिलाध्यक्ष सरिता दल, ने कहा", "मेनका तुरैया", "जिलाध्यक्ष", "सरिता दल"),
        ("मेनका तुरैया (जिलाध्यक्ष, सरिता दल) ने कहा", "मेनका तुरैया", "जिलाध्यक्ष", "सरिता दल"),
        ("सरिता दल के देवकांत ओरसा ने कहा", "देवकांत ओरसा", None, "सरिता दल"),
        ("एक किसान देवकांत ओरसा ने कहा", "देवकांत ओरसा", "किसान", None),
        ("मुख्य चिकित्सा अधिकारी डॉ. तनुजा ओरसा ने कहा", "डॉ. तनुजा ओरसा", "मुख्य चिकित्सा अधिकारी", None),
        ("झरनापुर सफपा जिला महामंत्री देवकांत ओरसा ने कहा", "देवकांत ओरसा", "जिला महामंत्री", "सफपा"),
        ("जांच दल के प्रमुख देवकांत ओरसा ने कहा", "देवकांत ओरसा", "प्रमुख", None),
        ("भारतीय सेना के मेजर देवकांत ओरसा ने कहा", "देवकांत ओरसा", "मेजर", None),
        ("मेनका तुरैया, विधायक देवकांत ओरसा, और", "मेनका तुरैया", None, None),
        ("मेनका तुरैया के भाई देवकांत ओरसा ने कहा", "देवकांत ओरसा", None, None),
        ("सरिता पक्षाच्या आमदार कुमुद वाघजाळे यांनी सांगितले", "कुमुद वाघजाळे", "आमदार", "सरिता पक्ष"),
        ("Sarita Dal ke jiladhyaksh Devkant Orsa ne kaha", "Devkant Orsa", "jiladhyaksh", "Sarita Dal"),
        ("Superintendent of police Meera Ossari said", "Meera Ossari", "Superintendent of police", None),
        ("Former finance minister Meera Ossari said", "Meera Ossari", "Former finance minister", None),
        ("Meera Ossari of the Sarita Dal told", "Meera Ossari", None, "Sarita Dal"),
        ("Sarita Dal's Meera Ossari said", "Meera Ossari", None, "Sarita Dal"),
        (
            "Meera Ossari, district president of the Sarita Dal, said",
            "Meera Ossari",
            "district president",
            "Sarita Dal",
        ),
        ("Meera Ossari, a tailor from ward 6, said", "Meera Ossari", "tailor", None),
        ("Meera Ossari, who heads the ward, said", "Meera Ossari", None, None),
        (
            "said Meera Ossari, district president of the Sarita Dal.",
            "Meera Ossari",
            "district president",
            "Sarita Dal",
        ),
        ("said Meera Ossari, councillor, Sarita Dal. He", "Meera Ossari", "councillor", "Sarita Dal"),
        ("said Meera Ossari, adding that the minister of roads had lied.", "Meera Ossari", None, None),
        ("said Devkant, councillor. Meera Ossari left", "Meera Ossari", None, None),
        ("said Sarita Party district president Meera Ossari", "Meera Ossari", "district president", "Sarita Party"),
        ("The collector, Meera Ossari, said", "Meera Ossari", "collector", None),
        ("SFD spokesperson Meera Ossari said", "Meera Ossari", "spokesperson", "SFD"),
        ("Meera Ossari, spokesperson of the SFD, said", "Meera Ossari", "spokesperson", "SFD"),
        ("Meera Ossari (SFD) said", "Meera Ossari", None, "SFD"),
        ("Meera Ossari (IAS) said", "Meera Ossari", None, None),
        ("Meera Ossari (MLA, Sarita Dal) said", "Meera Ossari", "MLA", "Sarita Dal"),
    ],
)
def test_post_and_party_are_told_by_the_words_around_a_name(
    text: str, name: str, post: str | None, party: str | None
) -> None:
    office = Offices(text).of(name)
    assert (office.post, office.party) == (post, party)


@pytest.mark.parametrize(
    ("signature", "name", "post", "party"),
    [
        ("-देवकांत ओरसा, प्रभारी जल सेल, सफा", "देवकांत ओरसा", "प्रभारी जल सेल", "सफा"),
        ("– देवकांत ओरसा (जिला सचिव, सरिता दल)", "देवकांत ओरसा", "जिला सचिव", "सरिता दल"),
        ("-देवकांत ओरसा, जिलाध्यक्ष सरिता दल", "देवकांत ओरसा", "जिलाध्यक्ष", "सरिता दल"),
        ("“नल सूखे पड़े हैं यहां” - देवकांत ओरसा, महामंत्री, सफा", "देवकांत ओरसा", "महामंत्री", "सफा"),
        ("-कमला ओरसा, किसान, झरनापुर", "कमला ओरसा", "किसान", None),
        ("-कमला ओरसा", "कमला ओरसा", None, None),
        ("- Meera Ossari, spokesperson, Sarita", "Meera Ossari", "spokesperson", "Sarita"),
    ],
)
def test_a_signature_gives_name_post_and_party_in_this_order(
    signature: str, name: str, post: str | None, party: str | None
) -> None:
    office = Offices(f"नल सूखे हैं।\n{signature}\nभीड़ लौट गई।").of(name)
    assert (office.post, office.party) == (post, party)


def test_what_one_mention_lacks_another_gives() -> None:
    text = "मेनका तुरैया ने कहा कि नल लगे। विधायक मेनका तुरैया आईं। सरिता दल की मेनका तुरैया ने पुल देखा।"
    assert (Offices(text).of("मेनका तुरैया").post, Offices(text).of("मेनका तुरैया").party) == ("विधायक", "सरिता दल")


def test_the_party_is_the_one_named_before_where_only_one_is() -> None:
    one = "उधर सरिता दल ने पलटवार किया। पार्टी के जिलाध्यक्ष देवकांत ओरसा ने कहा"
    two = f"नवकिरण मोर्चा चुप रहा। {one}"
    assert Offices(one).of("देवकांत ओरसा").party == "सरिता दल"
    assert Offices(two).of("देवकांत ओरसा").party is None


def test_a_place_before_the_party_is_no_part_of_its_name_where_the_text_has_it_without() -> None:
    text = "कोलाड़ा सरिता दल के नेता देवकांत ओरसा ने कहा कि नल लगे। मैदान में सरिता दल की सभा थी।"
    assert Offices(text).of("देवकांत ओरसा").party == "सरिता दल"
