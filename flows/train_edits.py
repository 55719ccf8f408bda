"""Pairs made by editing our own posts: another actor, thing or number, roles exchanged, a "not" put in, a denial wrapped around.

An edit of one side of a pair of one claim parts it; the same edit of both sides, another word for the same or an
affirmation does not. So no look of an edited text gives the answer away: what counts is whether both say the same.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import regex

from flows.training_sets import OWN, rows
from models.numbers import figures
from models.polarity import polarity
from models.text import words

Said = tuple[str, str]  # a text and its language tag
Pair = tuple[Said, Said, bool]  # and whether both make the same claim
Edit = Callable[[Said, Said, random.Random], Pair | None]

_STOP = " \t\n.।!?…"
_DIGITS = regex.compile(r"(?<![\p{L}\p{N}.,/:-])\d[\d,]*(?![\p{N}/:-]|[.,]\d)")
_SENTENCE_START = regex.compile(
    r"^(?:The|A|An|In|On|At|From|No|All|Every|After|Before|Two|Three|This|That|It|He|She|They)\b"
)


@dataclass(frozen=True, slots=True)
class Term:
    """One of a group of things that exclude each other: by language the forms it takes, each in as many numbers and cases."""

    group: str
    number: int
    forms: Mapping[str, Sequence[Sequence[str]]]


class Lexicon:
    """The terms of `data/training/swaps_*.jsonl`: what stands in a text, and the text with another term of its group."""

    def __init__(self, groups: Sequence[Mapping[str, Any]]) -> None:
        self.groups = {
            each["group"]: [Term(each["group"], n, forms) for n, forms in enumerate(each["terms"])] for each in groups
        }
        self._places: dict[str, dict[str, tuple[Term, int]]] = {}
        for terms in self.groups.values():
            for term in terms:
                for language, forms in term.forms.items():
                    known = self._places.setdefault(language, {})
                    for form in forms:
                        for n, surface in enumerate(form):
                            known.setdefault(surface.lower(), (term, n))
        self._patterns = {
            language: regex.compile(
                r"(?<![\p{L}\p{M}\p{N}])(?:"
                + "|".join(map(regex.escape, sorted(known, key=len, reverse=True)))
                + r")(?![\p{L}\p{M}\p{N}])",
                regex.I,
            )
            for language, known in self._places.items()
        }

    def terms(self, said: Said) -> dict[tuple[str, int], Term]:
        """The terms that the text mentions, by group and number."""
        text, language = said
        if language not in self._patterns:
            return {}
        found = (self._places[language][match[0].lower()][0] for match in self._patterns[language].finditer(text))
        return {(term.group, term.number): term for term in found}

    def with_terms(self, said: Said, instead: Mapping[tuple[str, int], Term], rng: random.Random) -> Said:
        """The text with every term of `instead` replaced, each by its own."""
        text, language = said

        def other(match: Any) -> str:
            term, n = self._places[language][match[0].lower()]
            new = instead.get((term.group, term.number))
            if new is None:
                return str(match[0])
            form = rng.choice(list(new.forms[language]))[n]
            return form[:1].upper() + form[1:] if match[0][:1].isupper() else form

        return self._patterns[language].sub(other, text), language


def lexicon() -> Lexicon:
    """The shipped one."""
    return Lexicon([row for path in sorted(OWN.glob("swaps_*.jsonl")) for row in rows(path)])


def edited_pairs(
    posts: Sequence[tuple[str, str, Any]], count: int, seed: int, known: Lexicon | None = None
) -> list[Pair]:
    """`count` pairs, or as many as there are, from `posts` (text, language tag, claim) of which each two of one claim are tried."""
    rng = random.Random(seed)
    by_claim: dict[Any, list[Said]] = {}
    for text, language, claim in posts:
        by_claim.setdefault(claim, []).append((text, language))
    both = [(a, b) for each in by_claim.values() for a in each for b in each]
    rng.shuffle(both)
    edits = list(_edits(known or lexicon()))
    found: dict[Pair, None] = {}
    for a, b in both:
        for edit in edits:
            pair = edit(a, b, rng)
            if pair and pair[0] != pair[1]:
                found[pair] = None
        if len(found) >= count:
            break
    return rng.sample(list(found), min(count, len(found)))


def _edits(known: Lexicon) -> Iterator[Edit]:
    phrases = tomllib.loads((OWN / "edits.toml").read_text(encoding="utf-8"))
    verbs = {language: (no, frozenset(ends.split())) for language, (no, ends) in phrases["not"].items()}
    terms = cache(known.terms)  # a post is paired with every other of its claim, both ways round

    def swap(a: Said, b: Said, rng: random.Random) -> Pair | None:
        in_a, in_b = terms(a), terms(b)
        shared = sorted(in_a.keys() & in_b.keys())
        if not shared:
            return None
        key = rng.choice(shared)
        taken = {number for group, number in (*in_a, *in_b) if group == key[0]}
        languages = {a[1], b[1]}
        free = [t for t in known.groups[key[0]] if t.number not in taken and languages <= t.forms.keys()]
        rng.shuffle(free)
        way = rng.random()
        if way < 0.25:  # another word for the same
            return known.with_terms(a, {key: in_a[key]}, rng), b, True
        if way < 0.4 and (several := [k for k in shared if k[0] == key[0] and k != key]):
            return _exchanged(a, b, key, rng.choice(several), in_a, rng)
        if not free:
            return None
        changed = known.with_terms(a, {key: free[0]}, rng)
        if way < 0.65:
            return changed, b, False
        if way < 0.9 or len(free) == 1:
            return changed, known.with_terms(b, {key: free[0]}, rng), True
        return changed, known.with_terms(b, {key: free[1]}, rng), False

    def _exchanged(a: Said, b: Said, x: Any, y: Any, in_both: Mapping[Any, Term], rng: random.Random) -> Pair | None:
        if not {a[1], b[1]} <= in_both[x].forms.keys() & in_both[y].forms.keys():
            return None
        turn = {x: in_both[y], y: in_both[x]}
        turned = known.with_terms(a, turn, rng)
        return (turned, b, False) if rng.random() < 0.5 else (turned, known.with_terms(b, turn, rng), True)

    def number(a: Said, b: Said, rng: random.Random) -> Pair | None:
        if rng.random() < 0.5:
            return None
        shared = set(_DIGITS.findall(a[0])) & set(_DIGITS.findall(b[0]))
        stated = figures(words(b[0])).amounts
        alone = [each for each in _DIGITS.findall(a[0]) if each.replace(",", "") in stated]
        if not alone:
            return None
        old = rng.choice(sorted(shared) or alone)
        new = _other_number(old, rng)
        if old in shared and rng.random() < 0.5:
            return _with_number(a, old, new), _with_number(b, old, new), True
        return _with_number(a, old, new), b, False

    def denial(a: Said, b: Said, rng: random.Random) -> Pair | None:
        if (
            rng.random() < 0.6
            or not all(language in phrases["denies"] for _, language in (a, b))
            or _turns(a)
            or _turns(b)
        ):
            return None

        def denied(said: Said) -> Said:
            negated = _negated(said, verbs[said[1]]) if rng.random() < 0.5 else None
            return negated or _wrapped(said, phrases["denies"], rng)

        way = rng.random()
        if way < 0.4:
            return denied(a), b, False
        if way < 0.65:
            return denied(a), denied(b), True
        if way < 0.9:
            return _wrapped(a, phrases["affirms"], rng), b, True
        return _wrapped(a, phrases["affirms"], rng), denied(b), False

    def without_not(a: Said, b: Said, rng: random.Random) -> Pair | None:
        no = {language: word for language, (word, _) in verbs.items()}
        if rng.random() < 0.5 or not all(
            language in no and _nots(text, no[language]) == 1 for text, language in (a, b)
        ):
            return None
        plain_a, plain_b = (_without(said, no[said[1]]) for said in (a, b))
        return (plain_a, b, False) if rng.random() < 0.5 else (plain_a, plain_b, True)

    yield from (swap, number, denial, without_not)


def _turns(said: Said) -> bool:
    """Whether the text has a "not" or a denial already."""
    found = polarity(words(said[0]))
    return bool(found.negations or found.denials)


def _wrapped(said: Said, phrases: Mapping[str, Sequence[str]], rng: random.Random) -> Said:
    text, language = said
    phrase = rng.choice(phrases[language])
    bare = text.rstrip(_STOP)
    if not phrase.startswith("{}") and language == "en" and _SENTENCE_START.match(bare):
        bare = bare[0].lower() + bare[1:]
    return phrase.format(bare), language


def _negated(said: Said, verb: tuple[str, frozenset[str]]) -> Said | None:
    """The text with a "not" at its last verb (in English behind it), or None where none is known."""
    text, language = said
    no, ends = verb
    tokens = text.split(" ")
    places = [n for n, token in enumerate(tokens) if token.strip(_STOP + ",").lower() in ends]
    if not places:
        return None
    at = places[0] if language == "en" else places[-1]
    if language == "en":
        return " ".join([*tokens[: at + 1], no, *tokens[at + 1 :]]), language
    return " ".join([*tokens[:at], no, *tokens[at:]]), language


def _nots(text: str, no: str) -> int:
    found = polarity(words(text))
    return found.negations if not found.denials and no in text.split(" ") else 0


def _without(said: Said, no: str) -> Said:
    text, language = said
    tokens = text.split(" ")
    tokens.remove(no)
    return " ".join(tokens), language


def _other_number(old: str, rng: random.Random) -> str:
    value = int(old.replace(",", ""))
    tries = [value * 10, value + rng.randint(1, max(2, value // 2)), value * 2, max(1, value // 2)]
    if value % 10 == 0 and value >= 10:
        tries.append(value // 10)
    new = rng.choice([each for each in tries if each != value])
    return f"{new:,}" if "," in old else str(new)


def _with_number(said: Said, old: str, new: str) -> Said:
    return _DIGITS.sub(lambda match: new if match[0] == old else match[0], said[0]), said[1]
