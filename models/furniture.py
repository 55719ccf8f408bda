"""The forms of a page's furniture, wherever a line of it stands: paths, bylines, dates, credits, appeals, tags."""

from __future__ import annotations

import regex

from models.lines import Line
from models.text import clean, words

_STEP = regex.compile(r"\s[/»›>|→]\s")
_HOME = regex.compile(r"^\W*(?:home|होम|मुखपृष्ठ|मुख्यपृष्ठ|मुख्य पृष्ठ|मुख्य पान)\W*$|^\p{L}+(?:/\p{L}+)+$", regex.I)
_BYLINE = regex.compile(
    r"^(?:(?:edited|written|reported|posted|curated|compiled)\s+)?by\b\s*[:–-]?\s*"
    r"(?:(?-i:[\p{Lu}\p{Devanagari}])[^\d]{0,60})?$"
    r"|^(?:लेखक|लेखिका|रिपोर्ट|संपादन|द्वारा|संवाददाता|लेखन)\s*[:–-][^\d]{0,60}$"
    r"|^(?:[^\d\s]+\s+){0,3}(?:संवाददाता|संवाद सूत्र|प्रतिनिधी|डेस्क|ब्यूरो|desk|bureau|correspondent|reporter)"
    r"(?:[,|–\s-][^\d]{0,30})?$",
    regex.I,
)
_DATED = regex.compile(
    r"\b(?:published|updated|posted)(?: on| at)?\s*:.{0,40}\d{4}"
    r"|^\W*(?:(?:first |last )?(?:published|updated|posted|modified|date)(?: on| at)?\s*:"
    r"|(?:प्रकाशित|अपडेटेड|अपडेट|अद्यतन|प्रकाशन|तारीख)\b.{0,20}\d)"
    r"|\b\d{1,2}:\d{2}\s*(?:[AP]M\b)?\s*(?:IST\b|\(IST\))\s*$"
    r"|^\W*\d+\s*(?:min(?:ute)?s?\s*read|मिनट)\b.{0,12}$"
    r"|^\W*\p{L}*\s*\d{1,2}\s+[\p{L}\p{M}]+,?\s+\d{4}\W*$|^\W*\p{L}+\s+\d{1,2},\s+\d{4}\W*$"
    r"|^\W*\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\W*$",
    regex.I,
)
_ELSEWHERE = regex.compile(
    r"^\W*(?:(?:also|must) (?:read|see|watch)|read (?:also|more|full|next)|related (?:news|stories|articles)|"
    r"(?:ये|यह|इसे|इन्हें|और|यहां|इस खबर को)?\s*(?:भी|और)\s*(?:पढ़ें|पढ़े|पढे|पढ़िए|देखें|जानें)|पढ़ें\s*[-–:]|"
    r"संबंधित (?:खबर|समाचार|बातम्या)|(?:हे|हेही|हे ही|हे देखील|आणखी|अधिक|सविस्तर)\s*(?:देखील |ही )?(?:वाचा|पाहा|बघा)|"
    r"yeh? bhi padh\w+|about the authors?|(?:\.\.\.|…)?\s*view details|advertisement|sponsored|विज्ञापन|जाहिरात|"
    r"tags?\s*[:–-]|टैग्?स?\s*[:–-]|topics\s*:|keywords?\s*:|follow us|"
    r"follow\b.{0,40}\bon (?:google|facebook|twitter|x|whatsapp|telegram)|subscribe|sign up|copyright|©|"
    r"all rights reserved|disclaimer|click here|यहां क्लिक|हमें फॉलो|हमसे जुड़|share this|listen to|watch (?:video|live)|"
    r"loading)",
    regex.I,
)
_APPEAL = regex.compile(
    r"(?:डाउनलोड|इंस्टॉल|इन्स्टॉल|ऑन|सब्सक्राइब|फॉलो|लाइक|जॉइन|ज्वाइन)\s+(?:करें|करा|कीजिए|करो|रखें)|"
    r"^(?:please )?(?:download|install|get)\b.{0,60}\bapp\b|\b(?:through|on|in|with) (?:the|our) app\b|"
    r"(?:चैनल|ग्रुप|हमसे).{0,25}जुड़ें|^(?:please )?(?:subscribe|follow|join)\b.{0,60}$|"
    r"\b(?:write to us|tell us in|let us know|leave a comment|drop us)\b|"
    r"(?:कमेंट|कॉमेंट|टिप्पणी).{0,20}(?:लिख|बता|करें|करा)|"
    r"(?:हमें|हमे|आम्हाला).{0,25}(?:लिखिए|लिखें|बताएं|बताए|बताइए|भेजें|कळवा|सांगा|लिहा|पाठवा)",
    regex.I,
)
_PUSH = regex.compile(
    r"^\W*(?:(?:please |pls |plz )?(?:share|forward)\b.{0,40}|"
    r".{0,25}(?:शेयर|फॉरवर्ड|फारवर्ड)\s+(?:जरूर\s+|ज़रूर\s+)?(?:करें|करो|कीजिए|करा|करे)|"
    r".{0,25}\b(?:share|forward) (?:karo|kare|karen|kijiye|zaroor karo))\W*$",
    regex.I,
)
_TEASER = regex.compile(
    r"(?:पढ़िए|पढ़ें|पढ़े|जानिए|जानें|देखिए|देखें|वाचा(?: सविस्तर)?|पाहा|जाणून घ्या)"
    r"(?:\s+(?:पूरा मामला|पूरी खबर|पूरी ख़बर|विस्तार से|सब कुछ|यहां))?\W*$"
    r"|\b(?:read (?:more|on|the full)|here'?s (?:all|what|how|why)|all you need to know)\b.{0,30}$",
    regex.I,
)
_CREDIT = regex.compile(
    r"\b(?:photos?|images?|picture|pic|credits?|courtesy)\s*(?:credit|by|courtesy)?\s*[:;/–-]\s*[^.।]{2,60}$"
    r"|(?:फोटो|फ़ोटो|छायाचित्र|छाया|तस्वीर|सौजन्य|चित्र)\s*[:;–/-]\s*[^।]{2,60}$"
    r"|[(\[](?:(?:file|representational) (?:photo|image)|(?:फाइल|फ़ाइल) (?:फोटो|फ़ोटो)|"
    r"(?:सांकेतिक|प्रतीकात्मक) (?:फोटो|तस्वीर|चित्र)|संग्रहित छायाचित्र|photo|फोटो|फ़ोटो)[^)\]]{0,30}[)\]]\W*$",
    regex.I,
)
_OPENING = regex.compile(r"^[\"“‘«„']")
_WIDE_GAP = regex.compile(r"\s{2,}|\s[|•·]\s|\t")
_INNER_END = regex.compile(r"[.!?।]\s")
_DIGIT = regex.compile(r"\d")
_HASHTAG = regex.compile(r"#[\p{L}\p{M}\p{N}_]+")


def is_furniture(line: Line) -> bool:
    """Whether the line is a path, byline, date, credit, pointer elsewhere, appeal, attribution or row of tags."""
    text = line.text
    if _OPENING.match(text):
        return False
    count = len(text.split())
    if line.signed or is_meta(text) or _CREDIT.search(text) or (count < 25 and _ELSEWHERE.match(text)):
        return True
    if says_nothing(text):
        return True
    if line.ended():
        return count < 25 and bool(_APPEAL.search(text)) and len(_INNER_END.findall(text)) < 2
    if _HOME.match(text) or (not line.bullet and (_is_path(text) or len(_WIDE_GAP.findall(text)) >= 3)):
        return True
    return count < 25 and not _DIGIT.search(text) and bool(_TEASER.search(text) or _APPEAL.search(text))


def is_meta(text: str) -> bool:
    """Whether a line says who wrote the article or when it appeared."""
    return bool(_DATED.search(text) or _BYLINE.match(text))


def is_appeal(sentence: str) -> bool:
    """Whether one short sentence only asks the reader to write, install, share or follow."""
    return len(sentence) < 110 and bool(_APPEAL.search(sentence) or is_push(sentence))


def is_push(line: str) -> bool:
    """Whether a line only asks to share or forward it."""
    return bool(_PUSH.match(line))


def says_nothing(line: str) -> bool:
    """Whether nothing is left of `line` without its hashtags, links, handles, emoji and forward header."""
    rest = _HASHTAG.sub("", line)
    return len(rest.split()) < 8 and not words(clean(rest + "\n"))


def _is_path(text: str) -> bool:
    """Whether a line is the path to the page: short names between slashes or arrows."""
    steps = _STEP.split(text)
    return len(steps) > 1 and all(len(step.split()) <= 4 for step in steps)
