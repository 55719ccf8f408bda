"""What a text is once its dress is taken off: cleaned for comparison and embedding, and cut into words.

Nothing here changes a stored text; spans always refer to the text as it was read.
"""

from __future__ import annotations

import hashlib
import unicodedata

import regex

_ZERO_WIDTH = regex.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
_INVISIBLE = regex.compile(r"[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
_URL = regex.compile(r"(?:https?://|www\.)\S+|\bpic\.twitter\.com/\S+", regex.I)
_HANDLE = regex.compile(r"(?:\bRT\s+)?(?<![\p{L}\p{M}\p{N}])@[\p{L}\p{M}\p{N}_]+", regex.I)
_HASHTAG = regex.compile(r"#([\p{L}\p{M}\p{N}_]+)")
_TAGS_BEFORE = regex.compile(r"^\W*(?:#[\p{L}\p{M}\p{N}_]+\W*){2,}(?=\s|$)|^\s*#[\p{L}\p{M}\p{N}_]+\s*[:|-]\s+")
# Not behind a word that wants another: "the bridge fell in #Jharnapur".
_TAGS_BEHIND = regex.compile(
    r"(?<!(?<!\p{L})(?:in|of|at|to|for|from|the|a|by|with|and|or|on|near|against|save|vote|support)\s{1,2})"
    r"(?<![\p{L}\p{M}\p{N}#])(?:[\s|,–—-]*#[\p{L}\p{M}\p{N}_]+)+[\s|,–—-]*[.।]?\s*$",
    regex.I,
)
_CAMEL = regex.compile(r"(?<=\p{Ll})(?=\p{Lu})|(?<=\p{L})(?=\p{Nd})|_")
_EMOJI = regex.compile(r"[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\ufe0f\u20e3]")
_BULLET = regex.compile(r"^\s*(?:[•●▪►*·–—-]+|\d{1,2}[.)])\s+", regex.M)
_PERCENT = regex.compile(r"(?<=\p{Nd})\s+%")
# A visarga typed as a colon: "नि:शुल्क", "दु:ख". No other word ends in these syllables.
_COLON = regex.compile(r"(?<![\p{L}\p{M}])(नि|दु|अत|अंत|प्रात|स्वत|पुन):(?=\p{Devanagari})")
_SPACE = regex.compile(r"\s+")
_REPEAT = regex.compile(r"([!?।.,…*~_=-])\1+")
_EDGE = regex.compile(r"^[\s:;,|*_~>-]+|[\s:;,|*_~>-]+$")
_WORD = regex.compile(r"[\p{L}\p{M}]+|\p{Nd}+(?:[.,/]\p{Nd}+)*%?")

# What messengers and forwarders put before the message. It carries no claim, and near copies differ in it.
_FORWARD = regex.compile(
    r"^\W*(?:(?:fwd?|forwarded(?: as received| many times)?|as received|copied|breaking(?: news)?|urgent|alert|important(?: notice)?|"
    r"viral|big news|must read|please share|badi khabar|zaroori(?: soochna| suchna)?|jaruri(?: soochna| suchna)?|"
    r"सावधान|ज़रूरी(?: सूचना)?|जरूरी(?: सूचना)?|महत्वपूर्ण(?: सूचना)?|बड़ी खबर|बड़ी ख़बर|ब्रेकिंग(?: न्यूज़| न्यूज)?|"
    r"अभी अभी|सूचना|महत्त्वाची(?: सूचना)?|महत्वाची(?: सूचना)?|ताज्या बातम्या)"
    r"(?:\s*[:!।|>*-]+\s*|\s*\n+))+",
    regex.I,
)

_DEVANAGARI_DIGITS = {ord("०") + n: str(n) for n in range(10)}
# Letters that Unicode composes or writers exchange freely; for comparison only.
_SPELLING = str.maketrans(
    {"ँ": "ं", "़": None, "ः": None, "‍": None, "‌": None, "ॅ": None, "’": "'", "‘": "'", "“": '"', "”": '"'}
)


def clean(text: str) -> str:
    """`text` without its dress: NFC, no zero-width characters, URLs, handles, emoji or forward header; hashtags split into
    words; digits 0-9; single spaces. What the encoder and the matcher see.
    """
    text = unicodedata.normalize("NFC", _ZERO_WIDTH.sub("", text))
    text = _COLON.sub("\\1ः", _EMOJI.sub(" ", text))
    text = _HANDLE.sub(" ", _URL.sub(" ", text))
    text = _HASHTAG.sub(lambda tag: _CAMEL.sub(" ", tag[1]), text)
    text = _FORWARD.sub("", _BULLET.sub("", text))
    text = _PERCENT.sub("%", _REPEAT.sub(r"\1", text)).translate(_DEVANAGARI_DIGITS)
    return str(_EDGE.sub("", _SPACE.sub(" ", text))).strip()


def readable(text: str) -> str:
    """`text` for people: NFC, without URLs, handles, emoji and hashtags around it; hashtags inside it as words.

    Nothing else is changed: digits, joiners that shape a letter and punctuation stay.
    """
    text = _EMOJI.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text)))
    text = _HANDLE.sub(" ", _URL.sub(" ", text))
    text = _TAGS_BEFORE.sub("", _TAGS_BEHIND.sub("", text))
    text = _HASHTAG.sub(lambda tag: _CAMEL.sub(" ", tag[1]), text)
    return str(_REPEAT.sub(r"\1", _SPACE.sub(" ", text))).strip()


def words(text: str) -> list[str]:
    """The words and numbers of `text`, lower-case, spelling variants of Devanagari folded (nukta, chandrabindu, visarga)."""
    return list(_WORD.findall(unicodedata.normalize("NFD", text.lower()).translate(_SPELLING)))


def spellings(text: str) -> list[str]:
    """The words and numbers of `text` as they are written there, as many as `words` finds."""
    return list(_WORD.findall(text))


def comparison_key(text: str) -> str:
    """What two copies of one text share whatever their header, case, punctuation and emoji: their words, joined."""
    return " ".join(words(clean(text)))


def text_hash(text: str) -> str:
    """A 32-character hex digest of `text` (BLAKE2b, 128 bits), the key of the embedding cache and of copies."""
    return hashlib.blake2b(text.encode("utf-8"), digest_size=16).hexdigest()
