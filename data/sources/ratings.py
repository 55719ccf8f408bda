"""What a publisher's rating comes to in the codebook's verdicts (data/codebook.toml).

Words are compared after folding (case, nukta, punctuation) and only whole. In a longer rating the first that is named
counts, a denied one does not ("not misleading") or turns round ("not true"), and nothing is said where it asks, where
"true" stands beside another, or in a sentence of more than four words that only mentions it. Without such words a
number counts, as schema.org has it: https://schema.org/Rating, best 5 and worst 1 where they are not given.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

# Verdict, then words of English, Hindi, Marathi, and romanised Hindi and Marathi. PolitiFact's "mostly false" has a
# wrong core and is false; its "half true" leads to a wrong conclusion and is misleading.
TABLE = {
    "false": """
        false, mostly false, false claim, fake, fake news, incorrect, wrong, inaccurate, untrue, no truth, baseless,
        fabricated, hoax, bogus, debunked, fiction, pants on fire, four pinocchios, imposter content
        झूठ, झूठा, झूठी, झूठे, गलत, ज्यादातर गलत, ज्यादातर झूठ, मोटे तौर पर गलत, फर्जी, फेक, असत्य, निराधार, बेबुनियाद,
        मनगढ़ंत, अफवाह, सरासर झूठ
        खोटे, खोटा, खोटी, खोटं, चूक, चुकीचे, चुकीचा, चुकीची, बनावट, तथ्यहीन, अफवा
        jhooth, jhuth, jhoot, jhut, jhootha, jhutha, galat, farzi, farji, asatya, niradhar, afwah, khote, khota, khoti,
        chuk, chukiche, banavat""",
    "misleading": """
        misleading, mislead, partly false, partially false, half true, half truth, partly true, partially true, mixture,
        mixed, exaggerated, distorted, distorts the facts, cherry picked, cherrypicks, miscaptioned, misrepresented,
        false context, false connection, misattributed, spins the facts, two pinocchios, three pinocchios
        भ्रामक, आधा सच, आधा झूठ, अर्धसत्य, अर्ध सत्य, आंशिक सच, आंशिक रूप से सच, आंशिक रूप से सही, आंशिक रूप से गलत,
        आंशिक रूप से झूठ, गुमराह करने वाला, बढ़ा चढ़ाकर, अतिशयोक्ति
        दिशाभूल, दिशाभूल करणारे, दिशाभूल करणारा, दिशाभूल करणारी, अंशतः खोटे, अंशतः खरे, अर्धवट सत्य
        bhramak, aadha sach, adha sach, aadha jhooth, ardh satya, ardhasatya, gumrah, dishabhul""",
    "altered_media": """
        altered, altered media, altered photo, altered video, doctored, morphed, edited, manipulated, manipulated media,
        photoshopped, deepfake, deep fake, digitally altered, ai generated, digitally created, cropped video
        छेड़छाड़, छेड़छाड़ की गई सामग्री, एडिटेड, एडिट किया हुआ, मॉर्फ्ड, संपादित, डीपफेक, एआई जनित, एआई निर्मित
        छेडछाड, फेरफार, एआय निर्मित
        chhedchhad, chedchad, pherphar""",
    "missing_context": """
        missing context, lacks context, lack of context, needs context, needs more context, out of context, no context,
        context missing, decontextualized, incomplete
        संदर्भ अधूरा, अधूरा संदर्भ, संदर्भ से हटकर, संदर्भ से बाहर, बिना संदर्भ, संदर्भ गायब, अधूरा सच, अधूरी जानकारी
        अपुरा संदर्भ, संदर्भाशिवाय, अपूर्ण माहिती
        sandarbh adhura, adhura sandarbh, adhura sach, adhoora sach, bina sandarbh""",
    "true": """
        true, mostly true, correct, mostly correct, accurate, correct attribution, geppetto checkmark
        सच, सत्य, सही, सच्चा, ज्यादातर सच, ज्यादातर सही, मोटे तौर पर सही, मोटे तौर पर सच
        खरे, खरा, खरी, खरं, बरोबर
        sach, satya, sahi, khare, khara, barobar""",
    "unverifiable": """
        unverifiable, unverified, not verified, cannot be verified, can not be verified, could not be verified, unproven,
        not proven, no evidence, lacks evidence, insufficient evidence, unsubstantiated, unsupported, unconfirmed,
        inconclusive, unfounded, research in progress
        पुष्टि नहीं, पुष्टि संभव नहीं, पुष्टि नहीं हुई, अपुष्ट, प्रमाण नहीं, अप्रमाणित, सबूत नहीं, असत्यापित
        पुरावा नाही, पुरावे नाहीत, पडताळणी शक्य नाही, खात्री नाही
        apusht, pushti nahi, pushti nahin, praman nahi, saboot nahi, purava nahi""",
    "satire": """
        satire, satirical, labeled satire, labelled satire, parody, humour, humor, joke, originated as satire
        व्यंग्य, व्यंग, पैरोडी, मजाक, उपहास
        विडंबन, उपरोध, विनोद
        vyang, vyangya, mazak, mazaak""",
    "not_a_claim": """
        not a claim, opinion, question
        दावा नहीं, राय, मत
        dava nahi, rai""",
}  # fmt: skip
# What denies the word behind it, and the word before it.
_NOT = frozenset("not isn isnt never no".split())
_NAHIN = frozenset("नहीं नहि नही नाही nahi nahin nahee naahi".split())
_ABOUT = 4  # words of a rating that may say "true" and mean the claim


def verdict(words: str | None, value: Any = None, best: Any = None, worst: Any = None) -> str | None:
    """The codebook's verdict for a rating's words or its number (`ratingValue`, `bestRating`, `worstRating`), or None."""
    if words and words.strip() and _number(words) is None:
        said = _said(words)
        if said is not None or "?" in words:
            return said
    return _graded(_number(value), _number(best), _number(worst))


def _said(words: str) -> str | None:
    if "?" in words:
        return None
    folded = _folded(words)
    named = []
    for found in _PHRASES.finditer(folded):
        one = _VERDICTS[found[0]]
        before, after = folded[: found.start()].split()[-2:], folded[found.end() :].split()[:2]
        if _NOT & {*before} or _NAHIN & {*after}:
            one = "false" if one == "true" else ""
        elif one == "true" and len(folded.split()) > _ABOUT:
            one = ""
        named.append(one)
    named = [one for one in named if one]
    return None if not named or ("true" in named and len(set(named)) > 1) else named[0]


def _graded(value: float | None, best: float | None, worst: float | None) -> str | None:
    """The verdict for a number on a scale: its lower third is false, the upper true, between them misleading."""
    best, worst = 5.0 if best is None else best, 1.0 if worst is None else worst
    if value is None or best == worst:
        return None
    share = (value - worst) / (best - worst)
    if not 0 <= share <= 1:  # -1 and 0 are common for "no rating"
        return None
    return "false" if share < 1 / 3 else "true" if share > 2 / 3 else "misleading"


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if abs(number) < 1e9 else None  # NaN is no number either


def _folded(text: str) -> str:
    """`text` in small letters without nukta, chandrabindu as anusvara, punctuation as blanks."""
    text = unicodedata.normalize("NFC", text.casefold()).translate(
        {0x93C: None, 0x901: 0x902, 0x200D: None, 0x200C: None}
    )
    return " ".join("".join(char if unicodedata.category(char)[0] in "LMN" else " " for char in text).split())


_VERDICTS = {
    _folded(phrase): one for one, phrases in TABLE.items() for phrase in re.split(r"[,\n]", phrases) if phrase.strip()
}
_LONGEST_FIRST = "|".join(sorted(map(re.escape, _VERDICTS), key=len, reverse=True))
_PHRASES = re.compile(rf"(?<!\S)(?:{_LONGEST_FIRST})(?!\S)")
