"""Whether a text asserts or denies, and which of two opposites it says: what turns a rumour into its denial.

Cosine puts a claim and its negation closer together than two paraphrases of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.text import words


def _set(names: str) -> frozenset[str]:
    return frozenset(key for name in names.split() for key in words(name))


# "not": the statement is turned round inside its own sentence.
_NEGATIONS = _set(
    "नहीं नही नहि नाहीं बिना बगैर बिगर नाही नाहीत नाहीये नको नका नव्हे नव्हते नसून "
    "not never without neither nor cannot cant dont doesnt didnt wont isnt arent wasnt werent hasnt havent none "
    "nahi nahin nhi nahee bina"
)
# "don't" comes as "don", "t", but "T20" as "t", "20" too; मत is also a vote, and "no." a number.
_SHORTENED = _set("don doesn didn won isn aren wasn weren hasn haven hadn can couldn wouldn shouldn mustn needn ain")
_VOTES = _set("मत mat")
_POLLED = _set("मिले मिला मिलेंगे पड़े पड़ा पड़ेंगे पाए पाकर प्रतिशत पेटी पत्र mile pade")
# "it is false": the statement is talked about and called untrue.
_DENIALS = _set(
    "झूठ झूठी झूठा झूठे फर्जी फ़र्जी नकली अफवाह अफवाहें अफवाहों गलत भ्रामक बेबुनियाद निराधार मनगढ़ंत खंडन इनकार इंकार नकारा असत्य "
    "एडिटेड छेड़छाड़ खोटी खोटे खोटा अफवा बनावट दिशाभूल फेटाळले फेटाळला चुकीची चुकीचा "
    "false fake hoax rumour rumor rumours rumors untrue baseless fabricated doctored edited morphed denied denies deny denying "
    "debunked misleading refuted rejected dismissed incorrect wrong bogus "
    "jhooth jhoot jhuth jhoothi jhuthi farzi farji galat afwah afwaah afvah bebuniyad khandan inkaar inkar"
)
# Opposite ends of one axis: saying one where the other text says the other.
_AXES = [
    ("बढ़ बढ़ा बढ़ी बढ़े बढ़कर बढ़ाया बढ़ाई बढ़ाए बढ़ोतरी महंगा महंगी महंगे वृद्धि वाढ वाढले वाढणार increase increased increases rise rises rose raised hike hiked costlier dearer महागणार महागले महाग upwards badh badha badhi badhega mahanga mehnga mehngi",
     "घट घटा घटी घटे घटाया घटाई घटाए घटकर कटौती सस्ता सस्ती सस्ते कमी घटणार decrease decreased cut cuts reduced reduce fall fell falls drop dropped down cheaper ghata ghati ghatega sasta sasti katauti"),
    ("खुला खुली खुले खुलेंगे खुलेगा खुलेगी खुल चालू शुरू सुरू उघडे open opens opened reopen start starts started begin resumed running khula khule khulenge khulega shuru chalu",
     "बंद बंदी ठप रद्द स्थगित close closed closes shut stopped stop cancelled canceled suspended halted band radd cancel"),
    ("मुफ्त मुफ़्त फ्री निःशुल्क मोफत free muft", "शुल्क भुगतान सशुल्क paid fee charge charged charges"),
    ("जीत जीता जीती जीते विजय won win wins jeet jeeta jeete", "हार हारा हारी हारे पराजय lost lose loses defeat haar hara hare"),
    ("जिंदा जीवित सुरक्षित alive safe zinda jinda", "मौत मृत मृत्यु निधन मर मरा dead died death killed maut mar"),
    ("पास मंजूर मंजूरी स्वीकृत लागू passed approved cleared sanctioned manzoor laagu", "खारिज नामंजूर अस्वीकृत वापस फेल rejected withdrawn revoked scrapped failed kharij fail"),
    ("असली वास्तविक असल खरा खरी खरे real genuine authentic asli asali asal khara",
     "नकली फर्जी फ़र्जी एडिट एडिटेड खोटा खोटी बनावटी fake edited edit doctored morphed fabricated farzi farji nakli jhootha"),
    ("दोषी guilty convicted doshi", "निर्दोष बरी innocent acquitted nirdosh bari"),
]  # fmt: skip
_AXIS = {key: (n, side) for n, ends in enumerate(_AXES) for side, names in enumerate(ends) for key in _set(names)}


@dataclass(frozen=True, slots=True)
class Polarity:
    """`negations`: how often the text says "not"; `denials`: how often it calls something untrue; `sides`: (axis, end) of
    each opposite it names.
    """

    negations: int
    denials: int
    sides: frozenset[tuple[int, int]]


def polarity(tokens: Sequence[str]) -> Polarity:
    """The polarity cues in `tokens` (as `models.text.words` gives them)."""
    return Polarity(
        sum(_negates(*row) for row in zip(["", *tokens], tokens, [*tokens, ""][1:], strict=False)),
        sum(token in _DENIALS for token in tokens),
        frozenset(_AXIS[token] for token in tokens if token in _AXIS),
    )


def _negates(before: str, token: str, after: str) -> bool:
    if token == "t":
        return before in _SHORTENED
    if token == "no":
        return not after[:1].isdigit()
    if token in _VOTES:
        return not before[:1].isdigit() and after not in _POLLED
    return token in _NEGATIONS


def opposed(a: Polarity, b: Polarity) -> int:
    """On how many axes one text names one end only and the other the other end only."""
    axes = {axis for axis, _ in a.sides} & {axis for axis, _ in b.sides}
    return sum(
        {end for n, end in a.sides if n == axis}.isdisjoint({end for n, end in b.sides if n == axis}) for axis in axes
    )
