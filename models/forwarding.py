"""Words of forwarded messages: what is put around a claim, what turns it, and what shows that it is whole."""

from __future__ import annotations

from typing import Final

from models.text import words


def _set(names: str) -> frozenset[str]:
    return frozenset(key for name in names.split() for key in words(name))


PUSHES: Final = _set(
    "fwd fw forwarded forward forwards share sharing pls plz please शेयर फॉरवर्ड फारवर्ड भेजें भेजो भेजिए पहुंचाएं कृपया प्लीज़ प्लीज "
    "viral वायरल हिंद हिन्द वंदे पढ़ें पाठवा bhejo bhejen bhejiye pahunchao hind padho kripya"
)
"""A farewell has one of these; appeals are no claims."""
CALLS: Final = PUSHES | _set(
    "copied breaking news latest flash urgent alert friends msg message ब्रेकिंग न्यूज़ न्यूज खबर ख़बर सूचना दोस्तों मित्रों भाइयों "
    "साथियों जनहित बातम्या बातमी मित्रांनो khabar soochna suchna dosto doston bhaiyo"
)
"""A header has one of these."""
DRESS: Final = CALLS | _set(
    "as received many times copy pasted big important notice must read this post with to all everyone family group groups "
    "maximum max more see full "
    "बड़ी ताज़ा ताजा अभी की ज़रूरी जरूरी महत्वपूर्ण ध्यान दें इसे इस मैसेज संदेश पोस्ट को सभी सब सबको तक अधिक से ज्यादा ज़्यादा लोगों परिवार "
    "ग्रुप ग्रुप्स करें करो कीजिए करे जरूर ज़रूर आगे में जारी जय भारत मातरम् और पूरा देखें पढ़िए अवश्य महत्त्वाची महत्वाची ताज्या हा हे "
    "सर्वांना सर्व करा पुढे वाचा नक्की "
    "badi zaroori zaruri jaruri bhai sabhi sab sabko ko ye yeh is isko ise aage karo karen kare kijiye zaroor jarur jaroor "
    "jyada zyada se logo logon tak jai bharat jald"
)
"""Header and farewell are made of these alone, and say nothing of the claim."""
TURNS: Final = _set(
    "क्या क्यों कब कौन कैसे अगर यदि तो शायद मगर लेकिन पर परंतु किंतु बल्कि हालांकि जबकि सिर्फ केवल बिना सिवाय न ना मत दावा दावे कथित "
    "अफवाह सच सत्य सही पुराना पुरानी पुराने पहले पिछले व्यंग्य मज़ाक मजाक सपना सपने फिल्म अभ्यास मॉकड्रिल नाटक एआई झूठा वाला नहीं अब "
    "नही काश मानो जैसे अन्यथा वरना काय का कधी जर तर पण फक्त जुना जुनी जुने खरे खरं नाही कदाचित सावधान "
    "kya kyon kyu kab kaun kaise agar yadi toh to shayad magar lekin par parantu balki halanki sirf keval bina na mat dawa "
    "daava sach sahi purana purani purane pehle pichhle mazak majak sapna film vyangya ab varna savdhan "
    "what why when who how if whether unless until but however although though only except without maybe perhaps may might "
    "could would should reportedly said says told according claim claims claimed alleged allegedly true truth fact check "
    "checked old older last previous satire joke parody drill movie dream ai generated video image photo not no never neither "
    "nor was were before after then now instead rather just else otherwise till yet still again beware"
)
"""With these, what is said may turn: questions, conditions, contrasts, doubts, hearsay, jest, another time."""
LEANS: Final = _set(
    "अगर यदि जब जहां हालांकि भले चाहे जबकि क्योंकि चूंकि जैसे जो जिस जिसने जर जेव्हा कारण "
    "agar yadi jab jahan halanki bhale chahe jabki kyonki kyuki jaise jo "
    "if when while although though despite because since unless as until whether where who which that not"
)
"""A clause with one of these leaves something to be said by the next."""
FINITE: Final = _set(
    "h hai hain tha thi gaya gayi gaye gya gyi gye diya diye dia di kiya kiye raha rahi rahe rha rhi rhe hoga hogi honge "
    "milega milegi milenge hua hui hue lega legi lenge dega degi denge karega karegi karenge aaya aayi aaye"
)
"""Verbs that end a clause in romanised Hindi; other languages have `models.lines.is_finite`."""
