"""The words by which a text says what someone is: parties by their last word, posts, and what only stands around them.

No name of a party is among them. They are kept folded, as those of `models.titles`.
"""

from __future__ import annotations

from typing import Final

import regex

from models.titles import fold


def _set(words: str) -> frozenset[str]:
    return frozenset(map(fold, words.split()))


PARTY_HEADS: Final = _set(
    "पार्टी दल मोर्चा मोर्चे सेना कांग्रेस लीग आघाडी अघाड़ी पक्ष पक्षाचे पक्षाच्या पक्षाची पक्षाचा दलाचे दलाच्या "
    "party dal morcha sena congress league front aghadi paksh"
)
"""The last words of parties' names."""
NO_PARTIES: Final = _set(
    "विपक्ष सत्ता सत्ताधारी विपक्षी जांच बचाव राहत पुलिस नगर जिला क्षेत्र ग्राम चिकित्सा अग्निशमन निरीक्षण सुरक्षा वादी प्रतिवादी अभियोजन लड़की "
    "लड़का वधू वर शासकीय सरकारी थल वायु नौ united ruling opposition rescue all premier cricket football"
)
"""Before a party's last word these make something else: जांच दल, बचाव पक्ष."""
ARMIES: Final = _set("भारतीय indian")
"""With these सेना is the army."""
MEANS_ONE_NAMED: Final = _set("पार्टी party")
"""Alone these mean the party named before."""
QUALIFIERS: Final = _set(
    "पूर्व जिला प्रदेश राष्ट्रीय क्षेत्रीय प्रादेशिक स्थानीय वरिष्ठ युवा मुख्य उप सह अपर अतिरिक्त सहायक कार्यवाहक निवर्तमान तत्कालीन वर्तमान "
    "नवनियुक्त मीडिया सोशल आईटी ब्लॉक मंडल नगर ग्राम वार्ड बूथ प्रखंड शहर विभागीय कार्यकारी प्रशासनिक तालुका वर्षीय साल वर्ष रिटायर्ड "
    "सेवानिवृत्त दिग्गज बागी निर्दलीय सत्तारूढ़ विपक्षी शाखा इकाई प्रकोष्ठ मोर्चा टीम चीफ माजी विद्यमान ज्येष्ठ जिल्हा कृषी विरोधी "
    "chief deputy general ex former senior junior district state national regional local block ward city town youth "
    "women's medical returning election development municipal executive assistant additional joint acting union cabinet "
    "prime opposition it cell media social booth party zila jila pradesh purv poorv varishth veteran retired police"
)
"""Words of `ROLES` that only qualify a post."""
NO_POSTS: Final = _set(
    "निवासी रहिवासी ग्रामीण बुजुर्ग युवक युवती महिला पुरुष पति पत्नी भाई बहन पिता माता मां बेटा बेटी पुत्र पुत्री भतीजा भतीजे चाचा दादी ससुर "
    "सास साला साले मामा परिजन पड़ोसी दोस्त साथी आरोपी पीड़ित पीड़िता मरीज यात्री ग्राहक उपभोक्ता मतदाता समर्थक गवाह विधवा बुआ ताऊ चाची मौसी "
    "नानी दीदी शिकायतकर्ता याचिकाकर्ता प्रदर्शनकारी resident villager mother father brother sister uncle aunt neighbour "
    "neighbor widow"
)
"""Words of `ROLES` that say what kin, neighbour or victim someone is."""
PORTFOLIOS: Final = _set(
    "स्वास्थ्य शिक्षा वित्त गृह रक्षा कृषि जल ऊर्जा परिवहन राजस्व श्रम सिंचाई खाद्य विदेश रेल वन पर्यटन खेल उद्योग अधिशासी अधीक्षण सेल "
    "चिकित्सा पालिका नगरपालिका बोर्ड "
    "health education finance home defence agriculture energy transport revenue labour irrigation food railway forest "
    "law sports water affairs"
)
"""What stands before a post without being one: the portfolio, the body, the cell."""
PARTY_POSTS: Final = _set(
    "अध्यक्ष अध्यक्षा उपाध्यक्ष जिलाध्यक्ष प्रदेशाध्यक्ष नगराध्यक्ष महामंत्री महासचिव सचिव संयोजक संयोजिका सहसंयोजक प्रभारी प्रवक्ता नेता नेत्री "
    "प्रत्याशी उम्मीदवार कार्यकर्ता पदाधिकारी कोषाध्यक्ष जिल्हाध्यक्ष सरचिटणीस प्रवक्ते नेते उमेदवार president vice-president secretary "
    "convener convenor coordinator spokesperson spokesman spokeswoman leader candidate worker treasurer in-charge "
    "incharge chief adhyaksh jiladhyaksh neta mahamantri mahasachiv pravakta prabhari sanyojak head"
)
"""Posts that parties give."""
INDEFINITE: Final = _set("एक किसी कुछ कई अनेक दो तीन a an some another one two three many several ek kisi kuch kai")
"""With these before a post anybody may speak: एक अधिकारी."""
OF: Final = _set("के का की च्या चे of from")
"""What ties a post to its party."""

_LETTER = "(?:एच|एफ|एल|एम|एन|एस|एक्स|आर|आई|ए|बी|सी|डी|ई|जी|जे|के|ओ|पी|क्यू|टी|यू|वी|डब्ल्यू|वाई|जेड)"
ACRONYM: Final = regex.compile(rf"\p{{Lu}}{{2,6}}|{_LETTER}{{3,6}}|[\p{{L}}\p{{M}}]{{1,5}}पा")
"""How acronyms of parties are written: capitals, names of letters, words shortened to an ending पा (of पार्टी)."""
NO_ACRONYMS: Final = _set("नपा मनपा कृपा आपा चंपा शिल्पा ias ips irs ifs md phd mbbs ngo it")
"""Written like acronyms of parties, and none."""
