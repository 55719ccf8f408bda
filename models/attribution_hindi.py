"""The grammar of attribution in Hindi, romanised Hindi and Marathi: "X ने कहा कि", "X के अनुसार", "असे X यांनी सांगितले"."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from models.attribution import PRONOUN, Attribution
from models.naming import Name, Token, bare, is_body, is_role, is_stop, name_before, tokens
from models.offices import unnamed_before
from models.titles import fold


def _set(words: str) -> frozenset[str]:
    return frozenset(map(fold, words.split()))


_SAID = _set(
    "कहा कही कहे बताया बतायी बताई बताए पूछा लिखा चेताया दोहराया दुहराया स्वीकारा माना ठहराया जोड़ा समझाया कोसा नकारा झुठलाया "
    "गिनाया गिनाई गिनाए ललकारा बोला बोले बोली बोलीं फरमाया सुनाया "
    "सांगितले सांगितलं म्हटले म्हटलं विचारले नमूद फेटाळले फेटाळला फेटाळून सुनावले ठणकावले"
)
_SPOKEN = _set("बोले बोला बोली बोलीं म्हणाले म्हणाली म्हणाला म्हणाल्या कहते कहती बताते बताती म्हणतात म्हणते म्हणतो")
_ALSO_A_NOUN = _set("बोला बोली")
_GOES_ON = _set("कि की - – — : , था थी है")
_SPEECH_ACT = _set(
    "आरोप दावा वादा वायदा घोषणा ऐलान एलान खंडन इनकार इन्कार पलटवार अपील मांग जवाब आश्वासन चेतावनी भरोसा जानकारी सफाई तंज "
    "निशाना हमला प्रहार आलोचना निंदा स्वीकार सवाल संकल्प गारंटी ट्वीट पोस्ट करार खारिज पुष्टि स्पष्ट प्रतिक्रिया बयान उल्लेख जिक्र "
    "संकेत वचन साझा कबूल टिप्पणी आगाह तर्क दलील हवाला ब्योरा ब्यौरा शब्द "
    "माहिती टीका ग्वाही उत्तर मागणी विश्वास मत इशारा आवाहन खुलासा प्रत्युत्तर"
)
_LIGHT = _set(
    "रखा रखे रखी लगाया लगाए लगाई लगाते किया कर करते दिया दी दिए देते कसा साधा बोला उठाया उठाए उठाते जताया लिया ली जड़ा मांगी "
    "दोहराया केला केली केले दिला दिली दिले लगावला फेटाळला करत देत व्यक्त"
)
_LIGHT_AFTER_NOUN = _LIGHT | _set("की कि")
_ERGATIVE = _set("ने नं यांनी ह्यांनी")
_BY_PRONOUN = _set("उन्होंने उन्होने इन्होंने इन्होने उसने इसने त्यांनी त्याने तिने")
_HE_SHE = _set("वे वह वो ते तो ती त्या")
_PRONOUN_OF = _set("उनका उनके उनकी उसका उसके उसकी इनका इनके त्यांचा त्यांचे त्यांची त्यांच्या")
_OF = _set("का के की कि यांच्या यांचे यांचा यांची")
_ACCORDING = _set("अनुसार मुताबिक हवाले मते मतानुसार म्हणण्यानुसार माहितीनुसार")
_HELD = _set("आरोप दावा कहना मानना म्हणणे")
_IS = _set("है था कि आहे होता")
_BETWEEN = _set("भी यह आगे साथ ही जी ने पुढे शेवटी हसून यावेळी यांनी असे असेही तो ती तब फिर हंसकर मुस्कुराकर bhi")
_PASSIVE = _set("जाता गया गई जा जाने")
_PAUSES = frozenset(",-–—:;\"'‘’“”।!?")
_OBLIQUE = regex.compile(r"^([\p{L}\p{M}]{3,}?)(?:ां|ं)(नी|च्या|चे|चा)$")
# A sentence without any of these states no source; most sentences are not read further.
_TRIGGER = regex.compile(
    r"(?<!\p{L})(?:ने|नं)(?!\p{L})|नी(?!\p{L})|ोंने|ोने|[उि]सने|त्याने|तिने|बोल|म्हण|कहत|बतात|नुसार|मुताबिक|हवाले|मते|ंच|कहना|मानना|आरोप|दावा"
    r"|\b(?:ne|bole|boli|bola|anusaa?r|mutabi[kq]|kehna|kahna|manna|aa?rop|daa?[wv]a|unhonn?e|inhonn?e|usne)\b",
    regex.I,
)


def read(sentence: str) -> Attribution | None:
    """Who is marked as the sayer before a verb or noun of saying; the first in the sentence counts. None: nobody is."""
    if not _TRIGGER.search(sentence):
        return None
    row = tokens(sentence)
    for n, token in enumerate(row):
        word = token.folded
        if word in _BY_PRONOUN and _says(row, n + 1):
            return PRONOUN
        if word in _ERGATIVE and _says(row, n + 1):
            return _source(row, n)
        oblique = _OBLIQUE.match(token.text)
        if oblique and (_says(row, n + 1) if oblique[2] == "नी" else _accords(row, n + 1)):
            return Attribution(_uninflected(row, n, oblique[1]))
        if word in _PRONOUN_OF and _accords(row, n + 1):
            return PRONOUN
        if word in _OF and _accords(row, n + 1):
            return _source(row, n)
        if n and word in _SPOKEN and (word not in _ALSO_A_NOUN or _word(row, n + 1) in _GOES_ON):
            return _spoken(row, n)
    return None


def _source(row: Sequence[Token], end: int) -> Attribution:
    """Who is named before `row[end]`, or else the post or party that stands there."""
    name = name_before(row, end)
    return Attribution(name) if name else Attribution(None, office=unnamed_before(row, end))


def _word(row: Sequence[Token], n: int) -> str:
    return row[n].folded if 0 <= n < len(row) else ""


def _says(row: Sequence[Token], start: int) -> bool:
    """Whether a verb of saying, or a noun of saying with its light verb, follows before the next agent.

    The noun may also come first: "यह आरोप X ने लगाया", "असा दावा X यांनी केला".
    """
    if any(token.folded in _LIGHT for token in row[start : start + 2]) and any(
        token.folded in _SPEECH_ACT for token in row[max(0, start - 8) : start]
    ):
        return True
    for n in range(start, len(row)):
        word = row[n].folded
        if word in _ERGATIVE or word in _BY_PRONOUN:
            return False
        if word in _SAID:
            return _word(row, n + 1) not in _PASSIVE
        if word in _SPEECH_ACT and any(later.folded in _LIGHT_AFTER_NOUN for later in row[n + 1 : n + 4]):
            return True
    return False


def _accords(row: Sequence[Token], n: int) -> bool:
    """Whether `row[n]` makes what stands before it the source: "के अनुसार", "का कहना है", "यांच्या मते"."""
    word = _word(row, n)
    return word in _ACCORDING or (word in _HELD and _word(row, n + 1) in _IS)


def _spoken(row: Sequence[Token], verb: int) -> Attribution | None:
    """Who speaks at बोले, म्हणाले, कहते: they take no marker; the words before count, or, after a pause, those behind."""
    n = verb
    while n and row[n - 1].folded in _BETWEEN:
        n -= 1
    if any(token.folded in _HE_SHE for token in row[max(0, n - 1) : verb]):
        return PRONOUN
    if n and row[n - 1].text in _PAUSES:
        end = next((m for m in range(verb + 1, len(row)) if is_stop(row[m].folded)), len(row))
        return Attribution(name_before(row, end)) if verb + 1 < end < verb + 8 else None
    name = name_before(row, n)
    subject = _word(row, n - 1)
    return _source(row, n) if name or is_role(subject) or is_body(subject) else None


def _uninflected(row: Sequence[Token], n: int, base: str) -> Name | None:
    """A Marathi name whose last word bears a case ending (…ंनी, …ंच्या): the words before it and its base."""
    if base.endswith("्य") or is_role(fold(base)) or is_body(fold(base)):
        return None
    first = name_before(row, n)
    return Name(f"{first.text} {base}", sure=True) if first and len(bare(first.text)) < 3 else Name(base, sure=False)
