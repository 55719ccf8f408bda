"""Words around a person's name in Hindi, Marathi, romanised Hindi and English: posts, courtesies, bodies, grammar.

No name of a person or a party is among them. They are kept folded: lower-case, no nukta, chandrabindu as anusvara.
"""

from __future__ import annotations

from typing import Final

_NUKTA = str.maketrans(
    {
        "़": None,
        "ँ": "ं",
        "\u0958": "क",
        "\u0959": "ख",
        "\u095a": "ग",
        "\u095b": "ज",
        "\u095c": "ड",
        "\u095d": "ढ",
        "\u095e": "फ",
    }
)


def fold(word: str) -> str:
    """`word` lower-case, without nukta, chandrabindu as anusvara: for comparison only."""
    return word.lower().translate(_NUKTA)


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


TITLES: Final = _folded("डॉ डा डाॅ डॉक्टर प्रो dr prof")
"""Titles that stay with the name, as newspapers print them."""

HONOURS: Final = _folded(
    "श्री श्रीमती सुश्री कुमारी जी महोदय साहब साहेब माननीय मा सौ shri sri shree smt shrimati mr mrs ms ji hon "
    "honourable sir sushri kumari "
)
"""Courtesies that do not belong to the name."""

ROLES: Final = _folded(
    # Hindi: party and government
    "अध्यक्ष अध्यक्षा उपाध्यक्ष जिलाध्यक्ष प्रदेशाध्यक्ष महामंत्री मंत्री राज्यमंत्री मुख्यमंत्री उपमुख्यमंत्री "
    "प्रधानमंत्री पूर्व महासचिव सचिव उपसचिव संयोजक संयोजिका सहसंयोजक प्रभारी प्रवक्ता नेता नेत्री विधायक सांसद "
    "पार्षद सभासद प्रधान सरपंच मुखिया प्रमुख प्रत्याशी उम्मीदवार कार्यकर्ता पदाधिकारी कोषाध्यक्ष सदस्य राष्ट्रपति "
    "उपराष्ट्रपति राज्यपाल महापौर मेयर चेयरमैन चेयरपर्सन सभापति स्पीकर कप्तान संस्थापक समर्थक संरक्षक सलाहकार "
    "प्रतिनिधि संगठक रणनीतिकार "
    # Hindi: offices and trades
    "अधिकारी अफसर जिलाधिकारी कलेक्टर डीएम एसडीएम एडीएम सीडीओ बीडीओ सीएमओ सीएमएस एसपी एसएसपी एएसपी डीआईजी आईजी "
    "एडीजी डीजीपी सीओ एसएचओ एसओ सीएम पीएम एमपी एमएलए तहसीलदार पटवारी लेखपाल थानेदार थानाध्यक्ष थानाप्रभारी दरोगा "
    "निरीक्षक इंस्पेक्टर कोतवाल कमिश्नर आयुक्त निदेशक निदेशिका उपनिदेशक महानिदेशक प्रबंधक मैनेजर अभियंता इंजीनियर "
    "जज न्यायाधीश वकील अधिवक्ता एडवोकेट प्राचार्य प्राचार्या प्रधानाचार्य प्रधानाध्यापक प्रधानाध्यापिका शिक्षक "
    "शिक्षिका अध्यापक अध्यापिका प्रोफेसर कुलपति कुलसचिव विशेषज्ञ वैज्ञानिक चिकित्सक चिकित्साधिकारी चिकित्साधीक्षक "
    "अधीक्षक अधीक्षिका सर्जन नर्स पत्रकार लेखक लेखिका संपादक किसान मजदूर व्यापारी दुकानदार ठेकेदार कारोबारी "
    "उद्यमी मालिक संचालक संचालिका चालक ड्राइवर कर्मचारी कर्मी क्लर्क चौकीदार छात्र छात्रा विद्यार्थी अभिभावक "
    "निवासी ग्रामीण बुजुर्ग युवक युवती महिला पुरुष गृहिणी दर्जी बुनकर मछुआरा सैनिक फौजी कोच खिलाड़ी अभिनेता "
    "अभिनेत्री गायक कवि संत महंत मौलाना पुजारी कार्यकर्त्री आंदोलनकारी याचिकाकर्ता शिकायतकर्ता पीड़ित पीड़िता "
    "प्रदर्शनकारी पर्यवेक्षक समन्वयक समन्वयिका बल्लेबाज गेंदबाज एक्टर एक्ट्रेस निर्देशक निर्माता चीफ दूत राजदूत "
    "आईएएस आईपीएस पायलट आरोपी गवाह अर्थशास्त्री अर्थशास्त्रज्ञ समाजसेवी समाजसेविका सेविका सहायिका कोटेदार "
    "उपायुक्त विश्लेषक विपणन विक्रेता प्रवर्तक कुलाधिपति मंडलायुक्त नगरायुक्त पति पत्नी भाई बहन पिता माता मां "
    "बेटा बेटी पुत्र पुत्री भतीजा भतीजे चाचा दादी ससुर सास साला साले मामा परिजन पड़ोसी मरीज यात्री ग्राहक "
    "उपभोक्ता मतदाता दोस्त साथी टीम "
    "मिस्त्री राजमिस्त्री मैकेनिक मौलवी ग्रंथी मास्टर रेंजर वनरक्षक जेई एई कंपाउंडर दाई नाविक "
    "पंसारी विधवा बुआ ताऊ चाची मौसी नानी दीदी स्वयंसेवक स्वयंसेविका आढ़ती आढ़तिया "
    "पल्लेदार कंडक्टर गार्ड होमगार्ड सिपाही हवलदार सूबेदार मेजर कैप्टन कर्नल यूट्यूबर गृहस्थ रिक्शाचालक "
    # Hindi: words that qualify a post
    "जिला प्रदेश राष्ट्रीय क्षेत्रीय प्रादेशिक स्थानीय वरिष्ठ युवा मुख्य उप सह अपर अतिरिक्त सहायक कार्यवाहक "
    "निवर्तमान तत्कालीन वर्तमान नवनियुक्त मीडिया सोशल आईटी ब्लॉक मंडल नगर ग्राम वार्ड बूथ प्रखंड शहर विभागीय "
    "कार्यकारी प्रशासनिक तालुका वर्षीय साल वर्ष रिटायर्ड सेवानिवृत्त दिग्गज बागी निर्दलीय सत्तारूढ़ विपक्षी शाखा "
    "इकाई प्रकोष्ठ मोर्चा "
    # Marathi
    "जिल्हाध्यक्ष तालुकाध्यक्ष शहराध्यक्ष आमदार खासदार नगरसेवक नगरसेविका नगराध्यक्ष नगराध्यक्षा सरचिटणीस चिटणीस "
    "प्रवक्ते प्रवक्त्या नेते नेत्या कार्यकर्ते सदस्या उमेदवार पालकमंत्री जिल्हाधिकारी प्रांताधिकारी गटविकास "
    "उपविभागीय पोलीस उपनिरीक्षक वैद्यकीय आरोग्य डॉक्टर शेतकरी रहिवासी ग्रामसेवक तलाठी पोलिसपाटील मुख्याध्यापक "
    "मुख्याध्यापिका प्राध्यापक प्राध्यापिका सभापती उपसभापती उपसरपंच ज्येष्ठ जिल्हा संपर्कप्रमुख शाखाप्रमुख "
    "विभागप्रमुख शहरप्रमुख तालुकाप्रमुख जिल्हाप्रमुख अर्थतज्ज्ञ तज्ज्ञ ग्रामस्थ विद्यार्थिनी अधिष्ठाता माजी "
    "विद्यमान "
    "उत्पादक मजूर कामगार वाहक पक्षनेते पक्षनेता पक्षनेत्या कृषी विरोधी हमाल "
    # English and romanised Hindi
    "president vice-president secretary general-secretary general convener convenor coordinator co-coordinator "
    "chief minister deputy spokesperson spokesman spokeswoman leader mla mp mlc councillor corporator mayor "
    "chairperson chairman chairwoman chair governor speaker candidate worker member parliament superintendent "
    "police officer magistrate collector commissioner inspector constable director manager engineer principal "
    "headmaster headmistress teacher professor vice-chancellor chancellor registrar expert scientist economist "
    "doctor surgeon nurse lawyer advocate judge justice farmer trader shopkeeper contractor owner operator driver "
    "clerk student resident villager tailor weaver homemaker housewife journalist editor author activist founder "
    "treasurer incharge in-charge head former ex senior junior district state national regional local block ward "
    "city town youth women's medical returning election development municipal executive assistant additional "
    "joint acting union cabinet prime opposition it cell media social booth party cm pm dm sp dgp bdo sdm dcp acp "
    "sho adhyaksh jiladhyaksh neta netri mantri mukhyamantri pradhanmantri mahamantri mahasachiv sachiv pravakta "
    "vidhayak sansad parshad pradhan sarpanch mukhiya prabhari sanyojak adhikari jiladhikari zila jila pradesh "
    "purv poorv varishth kisan shikshak "
    "potter carpenter boatman barber mechanic plumber electrician vendor hawker grocer cobbler fisherman "
    "midwife pharmacist headteacher schoolteacher widow mother father brother sister uncle aunt neighbour "
    "neighbor veteran retired sub-inspector tehsildar patwari priest captain major colonel volunteer analyst "
    "pollster campaigner organiser labourer rickshaw-puller "
)
"""Words of post, trade or kinship, and words that qualify them. A name ends, leftwards, where one stands."""

BODIES: Final = _folded(
    "पार्टी दल मोर्चा मोर्चे मंच सेना संघ संगठन समिति आयोग विभाग मंत्रालय सरकार प्रशासन पुलिस निगम परिषद पंचायत "
    "कोर्ट अदालत न्यायालय बोर्ड बैंक कंपनी गठबंधन महागठबंधन विपक्ष पक्ष सत्तापक्ष खेमा गुट टीम प्रबंधन प्राधिकरण "
    "संस्था संस्थान विश्वविद्यालय कॉलेज स्कूल अस्पताल थाना थाने कार्यालय एजेंसी चैनल अखबार मीडिया यूनियन फेडरेशन "
    "केंद्र प्रदेश राज्य जनता लोग भीड़ समाज वर्ग समुदाय परिवार आघाडी पक्षा पक्षाने आघाडीने मंडळ महामंडळ महापालिका "
    "पालिका नगरपालिका नगरपरिषद ग्रामपंचायत जिल्हापरिषद शासन सरकारने पोलिस पोलीस प्रशासनाने विभागाने रिवाज रीति "
    "परंपराओं धर्म संविधान शास्त्र रिपोर्ट जांच जानकारी सूत्र सूत्रों नियम कानून आदेश योजना अनुमान मान्यता सर्वे "
    "सर्वेक्षण आंकड़े आंकड़ों खबर खबरों सूचना दस्तावेज दस्तावेजों रिकॉर्ड वेबसाइट शिकायत एफआईआर वीडियो ऑडियो "
    "संदेश मैसेज पोस्ट पत्र विज्ञप्ति बयान समय कार्यक्रम हिसाब परंपरा अध्ययन शोध गणना बजट घोषणापत्र अहवाल माहिती "
    "आकडेवारी चश्मदीद प्रत्यक्षदर्शी जानकार party dal morcha manch sena sangh samiti parishad league front union "
    "board commission department ministry government govt administration police court corporation council "
    "committee bank company alliance bloc opposition authority institute university college school hospital "
    "office agency channel newspaper media association federation group team state centre center report data "
    "records website officials residents villagers farmers sources experts workers leaders people locals "
    "activists students relatives witnesses aghadi paksh samaj tribunal bench panchayat "
)
"""Words for groups, bodies and papers: a name that ends in one is nobody's."""

STOPS: Final = _folded(
    "के की का को से में पर तक ने कि और या तथा एवं व लेकिन मगर परंतु किंतु वहीं वही उधर इधर जबकि तो ही भी हालांकि "
    "इसलिए क्योंकि जिस जिसे जिसमें जो वह वे यह ये इस उस इसे उसे इन उन उन्हें इन्हें अब तब आज कल परसों फिर बाद "
    "पहले दौरान साथ एक दो तीन चार कुछ कई सभी सब हर अन्य दूसरे दूसरी पहली पहला ऐसे ऐसी ऐसा यहां वहां जहां नहीं न "
    "मत है हैं था थे थी थीं हो कर करके करते हुए हुई हुआ लिए लेकर द्वारा ओर तरफ खिलाफ बीच अंदर बाहर सामने दावा "
    "आरोप जवाब बताते कहते साफ स्पष्ट खुद स्वयं अपने अपनी अपना मेरे मेरी मेरा हमारे हमारी हमारा उनके उनकी उनका "
    "उसके उसकी उसका इसके इसकी इनके क्या क्यों कैसे कौन कब कहां किसी किस कोई उन्होंने उन्होने इन्होंने उसने इसने "
    "हमने मैंने तुमने आपने किसने जिसने सबने मैं हम तुम आप वो सोमवार मंगलवार बुधवार गुरुवार बृहस्पतिवार शुक्रवार "
    "शनिवार रविवार सुबह दोपहर शाम रात जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर "
    "इतना इतनी इतने अतः वरना यदि अगर मानो जैसे बल्कि सिर्फ केवल लगभग करीब आगे पीछे अंत आखिर शेष बाकी बार सभा मंच "
    "बैठक रैली मौके गांव मोहल्ले प्रेसवार्ता बातचीत नाराज आणि पण मात्र तर तसेच असे असेही असं असा अशी हे हा ते ती "
    "त्या त्यांनी त्याने तिने त्यांच्या त्यांचा त्यांचे त्यांची यांनी यांच्या यांचे यांचा यांची यांना आहे आहेत "
    "होते होता होती नाही काल उद्या काय कसे कधी कोण कुठे पाहा बघा च्या चे चा ची ला ना साठी मध्ये वर येथे येथील "
    "दरम्यान यावेळी यावर तेव्हा आता पुढे शेवटी हसून म्हणून एका दोन हसत आम्ही मी आमच्या आमचे जे ज्या सध्या पोटाशी "
    "कहा बोले बताया कहना वाला वाले वाली वालों रहा रहे रही गया गई गए गयी किया किए लिया आया आए आई लगा लगे लगी मांग "
    "मांगी पूछता करता करती जाता जाती जाते चाहिए मिला मिली मिले बना बने बनी बढ़ा बढ़े भड़के भड़का भड़कीं करने होने "
    "देने लेने जाने आने बनाने रखने पाने कहने बोलने लगाने मारने पहुंच पहुंचे पहुंचा देख देखकर बोलकर लेत देत करत "
    "करून देऊन घेऊन म्हणत the a an of in on at from for by to with and or but that this these those who which his "
    "her their its our my your he she it they we i you not no as so if when while after before then also today "
    "yesterday later meanwhile however monday tuesday wednesday thursday friday saturday sunday january february "
    "march april may june july august september october november december about some many one two three four ten "
    "every each all most nobody everyone yet still now here there according what why how will is are was were be "
    "been has have had do does did ab aaj kal phir par aur lekin magar woh wo yeh ye jo jis wahi wahin udhar "
    "idhar bhi hi tab jab kyunki kyuki agar sab log kuch koi kisi me mein se ko tak unka uska inka mera hamara "
    "apne apni bhai yaar suno dekho "
)
"""Words of grammar, time and place that no name contains."""

ROLE_ENDINGS: Final = tuple(
    sorted(
        _folded(
            "ाध्यक्ष अध्यक्ष अध्यक्षा मंत्री सचिव प्रमुख प्रभारी अधिकारी ाधिकारी कर्मी प्रवक्ता आयुक्त ायुक्त निदेशक संयोजक निरीक्षक "
            "चिकित्सक विशेषज्ञ संचालक अधीक्षक शिक्षक"
        )
    )
)
"""Endings that make a compound a word of post: जिलाध्यक्ष, स्वास्थ्यमंत्री."""

ROMAN: Final = {
    "ne": "ने", "kaha": "कहा", "kha": "कहा", "kahaa": "कहा", "bataya": "बताया", "btaya": "बताया",
    "bole": "बोले", "boli": "बोली", "bola": "बोला", "kahte": "कहते", "kehte": "कहते", "ke": "के", "ka": "का",
    "ki": "कि", "anusar": "अनुसार", "anusaar": "अनुसार", "mutabik": "मुताबिक", "mutabiq": "मुताबिक",
    "unhone": "उन्होंने", "unhonne": "उन्होंने", "inhone": "इन्होंने", "inhonne": "इन्होंने", "usne": "उसने",
    "unka": "उनका", "unke": "उनके", "unki": "उनकी", "aarop": "आरोप", "arop": "आरोप",
    "lagaya": "लगाया", "dawa": "दावा", "daawa": "दावा", "dava": "दावा", "daava": "दावा", "tweet": "ट्वीट", "ghoshna": "घोषणा",
    "chetavni": "चेतावनी", "di": "दी", "kehti": "कहती", "kahti": "कहती", "batate": "बताते", "manna": "मानना",
    "kiya": "किया", "kehna": "कहना", "kahna": "कहना",
    "vah": "वह", "voh": "वह", "woh": "वह", "wo": "वो",
    "hai": "है", "tha": "था", "vada": "वादा", "wada": "वादा", "vaada": "वादा", "waada": "वादा", "elaan": "ऐलान",
    "ailan": "ऐलान", "elan": "ऐलान", "diya": "दिया", "poocha": "पूछा", "pucha": "पूछा", "likha": "लिखा",
}  # fmt: skip
"""Romanised Hindi's words of attribution, in Devanagari, so that one grammar reads both."""
