"""What the page and the brief say, in English and in Hindi; their words in one place, to be read by those who speak them."""

from __future__ import annotations

from collections.abc import Mapping

# Each sentence in English and in Hindi; {names} are filled in.
SAID: Mapping[str, tuple[str, str]] = {
    "language": ("English", "हिन्दी"),
    "title": ("Parakh: what is being claimed", "परख: क्या दावे चल रहे हैं"),
    "by": ("by {publisher}", "{publisher} की ओर से"),
    "made": (
        "As it stood on {at}; what was seen from {first} to {last}.",
        "{at} की स्थिति; {first} से {last} तक जो देखा गया।",
    ),
    "nothing": ("Nothing has been read yet.", "अभी तक कुछ पढ़ा नहीं गया है।"),
    "documents": ("articles and posts", "लेख और पोस्ट"),
    "claims": ("claims", "दावे"),
    "clusters": ("different claims", "अलग-अलग दावे"),
    "labelled": ("labelled by reviewers", "समीक्षकों ने परखे"),
    "to_be_confirmed": ("to be confirmed", "दोबारा देखने हैं"),
    "disputed": ("reviewers differ", "समीक्षक असहमत"),
    # the timeline
    "timeline": ("Claims over time", "समय के साथ दावे"),
    "timeline_says": (
        "Bars: claims that were said; line: claims that were said for the first time. Most in one {step}: {most} ({day}).",
        "स्तंभ: कहे गए दावे; रेखा: पहली बार कहे गए दावे। एक {step} में सबसे ज़्यादा: {most} ({day})।",
    ),
    "timeline_early": (
        "Not drawn: {count} claims from before {start}, the first of {first}.",
        "{start} से पहले के {count} दावे नहीं दिखाए गए हैं; पहला {first} का है।",
    ),
    "day": ("day", "दिन"),
    "week": ("week", "हफ़्ते"),
    "week_of": ("week of", "हफ़्ता"),
    "month": ("month", "महीने"),
    "said": ("claims said", "कहे गए दावे"),
    "said_first": ("said for the first time", "पहली बार कहे गए"),
    # what grows
    "growing": ("What grows", "क्या बढ़ रहा है"),
    "growing_says": (
        "Claims that {least} articles and posts or more carried in the week to {last}, and more than in the week before.",
        "वे दावे जो {last} तक के हफ़्ते में कम से कम {least} लेखों और पोस्टों में आए, और उससे पहले के हफ़्ते से ज़्यादा में।",
    ),
    "growing_none": (
        "Nothing grows: no claim was carried by {least} articles and posts or more in the week to {last}, and by more than in "
        "the week before.",
        "कुछ नहीं बढ़ रहा: {last} तक के हफ़्ते में कोई दावा कम से कम {least} लेखों और पोस्टों में, और उससे पहले के हफ़्ते से ज़्यादा में, नहीं आया।",
    ),
    "this_week": ("this week", "इस हफ़्ते"),
    "week_before": ("the week before", "पिछले हफ़्ते"),
    "claim": ("claim", "दावा"),
    "cluster": ("cluster", "समूह"),
    "label": ("label", "निष्कर्ष"),
    "not_labelled": ("not yet labelled", "अभी परखा नहीं गया"),
    "number": ("no.", "क्र."),
    # kinds
    "kinds": ("What the claims do", "दावे क्या करते हैं"),
    "kinds_says": (
        "Claims by {step} and kind: as reviewers labelled them, else as the model suggests. Most of all: {kind} ({share} %).",
        "{step} और प्रकार के अनुसार दावे: समीक्षकों के अनुसार, नहीं तो मॉडल के सुझाव से। सबसे ज़्यादा: {kind} ({share} %)।",
    ),
    "kinds_none": ("No claim has a kind yet.", "अभी किसी दावे का प्रकार तय नहीं है।"),
    "kind": ("kind", "प्रकार"),
    # languages
    "languages": ("Languages and scripts", "भाषाएँ और लिपियाँ"),
    "languages_says": ("In which languages and scripts claims were said.", "दावे किन भाषाओं और लिपियों में कहे गए।"),
    "script": ("script", "लिपि"),
    # the map
    "map": ("A map of what is said", "क्या कहा जा रहा है, एक नक़्शा"),
    "map_says": (
        "Each dot is one claim, however worded; the larger, the more articles and posts carry it. Dots that lie together say "
        "similar things; far distances mean nothing. Point at one to read it. Ringed: found false or misleading. "
        "The {count} with most documents are drawn, the largest are numbered.",
        "हर बिंदु एक दावा है, शब्द चाहे जो हों; जितना बड़ा, उतने ज़्यादा लेखों और पोस्टों में। पास-पास के बिंदु मिलती-जुलती बात कहते हैं; "
        "दूर की दूरियों का कोई अर्थ नहीं। पढ़ने के लिए बिंदु पर जाएँ। घेरे वाले: झूठे या भ्रामक पाए गए। "
        "सबसे ज़्यादा दस्तावेज़ों वाले {count} दिखाए गए हैं, सबसे बड़ों पर क्रमांक है।",
    ),
    "map_none": ("There are too few claims for a map.", "नक़्शे के लिए दावे बहुत कम हैं।"),
    "members": ("said as", "इन शब्दों में"),
    # agreement
    "agreement": ("Do reviewers agree?", "क्या समीक्षक सहमत हैं?"),
    "agreement_says": (
        "First judgements of the same claim by different reviewers, each named by a letter. Kappa: 1 is always, 0 is chance; "
        "a dash: fewer than {least} claims judged by both, or always the same answer.",
        "एक ही दावे पर अलग-अलग समीक्षकों के पहले निष्कर्ष; हर समीक्षक एक अक्षर है। कप्पा: 1 यानी हमेशा, 0 यानी संयोग; "
        "– यानी दोनों ने {least} से कम दावे परखे, या हमेशा एक ही जवाब दिया।",
    ),
    "agreement_none": (
        "Too few claims were judged by two reviewers to say whether they agree ({count} so far).",
        "सहमति बताने के लिए दो समीक्षकों के परखे दावे बहुत कम हैं (अब तक {count})।",
    ),
    "alpha": (
        "Krippendorff's alpha, {question}: {alpha} ({units} claims).",
        "क्रिपेनडॉर्फ़ का अल्फ़ा, {question}: {alpha} ({units} दावे)।",
    ),
    "alpha_none": (
        "Krippendorff's alpha, {question}: too few to say ({units} claims; {least} are needed).",
        "क्रिपेनडॉर्फ़ का अल्फ़ा, {question}: कहने के लिए बहुत कम ({units} दावे; {least} चाहिए)।",
    ),
    "alpha_alike": (
        "Krippendorff's alpha, {question}: everybody gave the same answer, so there is no chance to compare with ({units} claims).",
        "क्रिपेनडॉर्फ़ का अल्फ़ा, {question}: सबने एक ही जवाब दिया, इसलिए तुलना के लिए संयोग नहीं है ({units} दावे)।",
    ),
    "verdict": ("verdict", "निष्कर्ष"),
    "question": ("question", "सवाल"),
    "reviewers": ("reviewers", "समीक्षक"),
    "kappa": ("kappa", "कप्पा"),
    "judged": ("claims judged by both", "दोनों के परखे दावे"),
    # calibration
    "calibration": ("Can the model's certainty be believed?", "क्या मॉडल के भरोसे पर भरोसा किया जाए?"),
    "calibration_says": (
        "Kinds that the model suggested with this certainty, and how often reviewers said the same ({count} labelled claims). "
        "On the dashed line certainty is as it should be, below it the model is too sure. Lines: 95 % intervals.",
        "मॉडल ने कितने भरोसे से प्रकार सुझाए, और समीक्षकों ने कितनी बार वही कहा ({count} परखे दावे)। "
        "टूटी रेखा पर भरोसा ठीक है, उसके नीचे मॉडल ज़रूरत से ज़्यादा आश्वस्त है। खड़ी रेखाएँ: 95 % अंतराल।",
    ),
    "calibration_none": (
        "Too few claims were labelled with a kind to say ({count}; {least} are needed).",
        "कहने के लिए प्रकार वाले परखे दावे बहुत कम हैं ({count}; {least} चाहिए)।",
    ),
    "certainty": ("certainty of the model", "मॉडल का भरोसा"),
    "right": ("reviewers said the same", "समीक्षकों ने वही कहा"),
    # the foot of the page
    "foot": (
        "Parakh judges what is said, never who says it. Labels are those of reviewers; what is not labelled yet is a suggestion.",
        "परख यह देखता है कि क्या कहा गया, यह कभी नहीं कि किसने कहा। निष्कर्ष समीक्षकों के हैं; जो परखा नहीं गया, वह सुझाव भर है।",
    ),
    # the brief
    "brief_title": ("Parakh, {now}", "परख, {now}"),
    "brief_since": ("Since {since}", "{since} से"),
    "brief_none": ("Nothing new.", "कुछ नया नहीं।"),
    "brief_counts": (
        "{new} new claims, {grown} carried on, {returned} back",
        "{new} नए दावे, {grown} आगे बढ़े, {returned} लौटे",
    ),
    "brief_new": ("New", "नए"),
    "brief_growing": ("Growing", "बढ़ रहे"),
    "brief_returned": ("Back, though found false", "झूठे पाए गए, फिर लौटे"),
    "brief_confirm": ("To be confirmed", "दोबारा देखने हैं"),
    "brief_failed": ("What failed", "क्या नहीं हुआ"),
    "brief_more": ("and {count} more", "और {count}"),
    "brief_documents": ("{count}×", "{count}×"),
    "brief_documents_new": ("+{count}", "+{count}"),
    "brief_alarm": ("fast", "तेज़"),
    "brief_days": ("after {count} days", "{count} दिन बाद"),
    "brief_source": ("source {name}: {why}", "स्रोत {name}: {why}"),
    "brief_run": ("run {name}: {why}", "रन {name}: {why}"),
    "brief_quarantine": ("{count} not readable ({reason})", "{count} पढ़े नहीं गए ({reason})"),
    "brief_undelivered": ("{count} alerts not delivered", "{count} सूचनाएँ नहीं पहुँचीं"),
    "brief_interrupted": ("it was interrupted", "बीच में रुक गया"),
    "brief_gone": ("(its text was deleted)", "(पाठ हटाया जा चुका है)"),
}
