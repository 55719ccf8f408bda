"""Where one sentence holds several claims: the spans of its clauses that may each carry one.

A sentence is cut at "and" (a semicolon too, where somebody begins to speak), only where both sides state something, and
only where it shows that these are two things: somebody begins to speak, one is said of the future and the other is not, or
each has figures of its own. What is one proposition stays whole: conditions, reasons, contrasts and comparisons, relative
clauses, and clauses that lean on the one before ("and it will", "और इसे"). Two events told in a row are one rumour more
often than two claims.
"""

from __future__ import annotations

from typing import Final

import regex

from models.attribution_any import stated
from models.endings import MAX_WORDS
from models.forwarding import FINITE
from models.lines import BLANKS, is_finite
from models.text import words

Span = tuple[int, int]

LEAST_WORDS: Final = 3
"""Words that each side says, its attribution not counted: fewer are seldom a claim that stands alone."""

_JOINT = regex.compile(
    r"(?P<comma>,?)\s+(?:और|तथा|एवं|आणि|aur|tatha|evam|and)\s+(?:(?:साथ ही|वहीं|उधर|saath hi|wahin|udhar|also)\s+)?|;\s*",
    regex.I,
)
# Words by which a sentence hangs together: condition, reason, concession, comparison, correlation, question.
_HOLDS_TOGETHER = regex.compile(
    r"(?<![\p{L}\p{M}])(?:अगर|यदि|जब|जहां|जहाँ|जैसे|जितना|जितनी|जितने|हालांकि|भले|चाहे|क्योंकि|चूंकि|ताकि|जबकि|लेकिन|मगर|परंतु|किंतु|बल्कि|बजाय|"
    r"वरना|अन्यथा|जो|जिस|जिसने|जिसे|जिसका|जिसकी|जिसके|जिसमें|जिससे|जिन|जिन्हें|जिन्होंने|जिनका|जिनकी|जिनके|जिनमें|मुकाबले|तुलना|"
    r"जर|जेव्हा|कारण|पण|जे|ज्या|ज्यांनी|म्हणून|"
    r"agar|yadi|jab|jahan|jaise|jitna|jitni|jitne|halanki|bhale|chahe|kyonki|kyunki|kyuki|taki|jabki|lekin|magar|balki|varna|warna|"
    r"jo|jis|jisne|jise|jiska|jiski|jiske|jisme|jisse|jin|jinhe|jinhone|jinka|jinki|jinke|"
    r"if|unless|because|although|though|while|whereas|than(?!\s+(?:rs\.?\s*|₹\s*)?\d)|until|whether|but|however|instead|rather|either|neither|"
    r"both|between|whom|compared|versus|vs)(?![\p{L}\p{M}])|\?",
    regex.I,
)
_THEN = regex.compile(r"(?:ेगा|ेगी|ेंगे|एगा|एगी|एंगे|है|हैं|था|थी|गया|गई|गए|ega|egi|enge|hai|hain|gaya|gayi)\s+(?:तो|toh?)\s")
_NOW = regex.compile(
    r"(?:अब|आज|फिर|सिर्फ|केवल|महज|मात्र|इसलिए|ab|aaj|phir|fir|sirf|keval|mahaj|now|today|then|only|so|therefore|thus|hence)\b",
    regex.I,
)
_THEN_AGAIN = regex.compile(
    r"\b(?:now|today|only|instead|ever|never)\b|(?<!\p{L})(?:आज तक|अब तक|आज भी|अब भी)(?!\p{L})", regex.I
)
# A clause with one of these in its first words leans on what stands before it.
_LEANING = frozenset(
    words(
        "यह ये वह वे वो इस इन उस उन इसे उसे इन्हें उन्हें इसका इसकी इसके उसका उसकी उसके इनका इनकी इनके उनका उनकी उनके इसमें उसमें इनमें उनमें "
        "इससे उससे इनसे उनसे इसने उसने उन्होंने इन्होंने यही वही इसी उसी ऐसा ऐसे ऐसी वैसा जिस हा ही हे ते ती तो त्या त्याचा त्याची त्याचे "
        "त्यांनी त्यांचा त्यांची त्याला त्यांना याचा यामुळे "
        "ye yeh wo woh vo ve isko usko ise use iska iski iske uska uski uske inka inki inke unka unki unke isme usme isse usse isne usne "
        "unhone inhone yahi wahi isi usi aisa aise aisi "
        "it its he she they his her their them him this these those that which who whose such there"
    )
)
_THIS_TIME = regex.compile(
    r"(?:इस|is|this)\s+(?:साल|वर्ष|महीने|माह|हफ्ते|सप्ताह|बार|सत्र|saal|mahine|hafte|baar|year|month|week|time|season)(?![\p{L}\p{M}])",
    regex.I,
)
_LOOKED_AT: Final = 12  # words of a clause among which it would lean
_HINDI_FRAME = regex.compile(
    r"(?:^|\s)(?:कि|(?:kaha|kahaa|kha|bataya|btaya|likha|lagaya|kiya|diya|di|bole|boli|bola|hai|joda|dohraya)\s+ki|(?:कहा|बताया|किया|लगाया|दिया|है)\s+की)\s+"
)
_SAYS = regex.compile(
    r"\b(?:said|says|told|alleged|alleges|claimed|claims|added|adds|announced|announces|promised|promises|declared|insisted|"
    r"argued|stated|states|warned|admitted|confirmed|noted|tweeted|wrote)\b(?:\s+(?:reporters|the gathering|people|voters))?"
    r"(?:\s+that\b)?,?\s*",
    regex.I,
)
_SAID_AT_THE_END = regex.compile(
    r"(?:(?:कहा|बताया|किया|लगाया|दिया|कहना है|म्हणाले|म्हणाल्या|सांगितले|kaha|bataya|kiya|lagaya|kehna hai)(?:\s+(?:है|था|hai|tha))?"
    r"|\b(?:said|says|alleged|claimed|added)(?:\s+\p{Lu}\S*)*|\b(?:according to|as per)\b.*)\W*$"
)
_ACCORDING = regex.compile(
    r"^\W*(?:according to|as per)\s[^,]+,\s*|^.{3,60}?\s(?:के अनुसार|के मुताबिक|ke mutabi[kq]|ke anusaa?r),?\s+", regex.I
)
_GOES_ON = regex.compile(
    r"^(?:(?:यह|ये|ye|yeh)\s+(?:भी|bhi)\s+)?(?:कहा|बताया|जोड़ा|दावा किया|आरोप लगाया|वादा किया|kaha|bataya|joda|dawa kiya|aarop lagaya)\s+"
    r"(?:है\s+|hai\s+)?(?:कि|ki)\s+|^(?:that|also|said that|added that|claimed that|alleged that|promised that)\s+",
    regex.I,
)
_EDGE = regex.compile(rf"[{BLANKS},]*")
_LED_IN = regex.compile(rf"[{BLANKS},]*(?:that\s+)?")
_STRICT = regex.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|cannot|must|should|did|does|do|\w+n't)\b", regex.I
)
# The same, and what may also be a participle: enough where a comma or a speaker shows that a clause begins.
_VERB = regex.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|cannot|must|should|did|does|do|\w+n't|built|broke|fell|rose|got|gave|took|"
    r"made|went|came|lost|won|spent|paid|sold|held|left|began|became|grew|cost|cut|shut|closed|opened|cracked|collapsed|died|resigned|"
    r"doubled|tripled|stopped|started|failed|\p{Ll}{3,}ed(?=\s+(?:a|an|the|in|on|at|to|by|for|from|with|within|after|before|all|every|\d)\b))\b"
)
_RELATIVE = regex.compile(r"\b(?:who|which|that|whose|where|when)\b", regex.I)
_SUBJECT = regex.compile(r"^(?:(?:the|a|an|all|every|each|some|no|over|nearly|about|around|Rs)\b|[\d₹\p{Lu}])")
_FIGURE = regex.compile(r"\p{Nd}")
_FUTURE = regex.compile(
    r"(?:ेगा|ेगी|ेंगे|ेंगी|एगा|एगी|एंगे|एंगी|ऊंगा|ऊंगी|ूंगा|ूंगी|होगा|होगी|होंगे|णार|ईल|तील)\W*$|(?:ega|egi|enge|unga|ungi|hoga|hogi|honge)\W*$"
    r"|\b(?:will|shall|going to)\b",
    regex.I,
)
_DEVANAGARI = regex.compile(r"\p{Devanagari}")
_ROMAN_FUTURE = regex.compile(r"(?:ega|egi|enge|unga)$")


def clauses(sentence: str) -> list[Span]:
    """Spans of the clauses of `sentence` that may each carry a claim, in code points; all of it where it is one."""
    spans: list[Span] = []
    start = 0
    if len(sentence.split()) <= MAX_WORDS and not _HOLDS_TOGETHER.search(sentence) and not _THEN.search(sentence):
        for joint in _JOINT.finditer(sentence):
            left, right = sentence[start : joint.start()], sentence[joint.end() :]
            if _cuts(left, right, joint):
                spans.append((start, joint.start()))
                start = joint.end()
    spans.append((start, len(sentence)))
    return [_stripped(sentence, span) for span in spans]


def _stripped(sentence: str, span: Span) -> Span:
    """The span without blanks and commas around it, and without the "that" of "and that"."""
    start, end = span
    led = _LED_IN.match(sentence, start, end) if start else _EDGE.match(sentence, start, end)
    start = led.end() if led else start
    return start, start + len(sentence[start:end].rstrip(BLANKS + ","))


def _cuts(left: str, right: str, joint: regex.Match[str]) -> bool:
    """Whether two claims meet at `joint`: each side says something finite, and the right one needs nothing of the left."""
    if not _balanced(left) or _NOW.match(right) or _THEN_AGAIN.search(right):
        return False
    speech = stated(right)
    if speech and _SAID_AT_THE_END.search(right):
        return False  # what stands behind both sides may be said of both
    reports = bool(speech) and _is_report(right)
    first, second = _said(left).rsplit(": ", 1)[-1], _said(right)
    lenient = reports or joint["comma"] == ","
    if min(len(first.split()), len(second.split())) < LEAST_WORDS:
        return False
    if not reports and not (_may_meet(joint, left, right) and _are_two(first, second) and _stands_alone(second)):
        return False
    return _states(first, lenient) and _states(second, lenient, begins=not reports)


def _may_meet(joint: regex.Match[str], left: str, right: str) -> bool:
    """Whether clauses meet at `joint`: an English "and" needs a comma, since it joins nouns more often, or what is said goes
    on in "and that".
    """
    if right.lower().startswith("that "):
        return bool(stated(left))
    return ";" not in joint[0] and (joint["comma"] == "," or "and" not in joint[0].lower().split())


def _stands_alone(said: str) -> bool:
    """Whether `said` leans on nothing before it."""
    return _LEANING.isdisjoint(words(_THIS_TIME.sub("", said))[:_LOOKED_AT])


def _are_two(first: str, second: str) -> bool:
    """Whether figures on both sides, or a future on one only, show that two things are said."""
    figures = bool(_FIGURE.search(first)) and bool(_FIGURE.search(second))
    return figures or bool(_FUTURE.search(first)) != bool(_FUTURE.search(second))


def _is_report(right: str) -> bool:
    """Whether `right` names who speaks and says something after that: "denied it and said so" has one speaker."""
    return len(_said(right)) < len(right) and not _SAYS.match(right) and not _GOES_ON.match(right)


def _said(piece: str) -> str:
    """`piece` without the attribution before what is said."""
    goes_on = _GOES_ON.match(piece)
    if goes_on:
        return piece[goes_on.end() :]
    if not stated(piece):
        return piece
    for frame in (_ACCORDING, _HINDI_FRAME, _SAYS):
        found = frame.search(piece)
        if found:
            return piece[found.end() :]
    return piece


def _states(said: str, lenient: bool, begins: bool = False) -> bool:
    """Whether `said` is a finite clause. `begins`: an English one must begin with its subject."""
    if _DEVANAGARI.search(said):
        return is_finite(said)
    last = words(said)[-1:]
    if last and (last[0] in FINITE or _ROMAN_FUTURE.search(last[0])):
        return True
    verb = (_VERB if lenient else _STRICT).search(said)
    if not verb or not said[: verb.start()].strip():
        return False
    relative = _RELATIVE.search(said, 0, verb.start())
    return not relative and (not begins or bool(_SUBJECT.match(said)))


def _balanced(left: str) -> bool:
    """Whether no quotation or bracket that opens in `left` is still open at its end."""
    pairs = (("“", "”"), ("«", "»"), ("(", ")"), ("‘", "’"))
    return left.count('"') % 2 == 0 and all(left.count(a) <= left.count(b) for a, b in pairs)
