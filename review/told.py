"""Told: sentences of the store, notes of decisions and faults, in the reader's language.

The store speaks English, to programs as to people. What a reviewer may hear of it stands here as messages of the catalogue: a
sentence is known by its message, and what filled the places of the English one fills those of the Hindi one. What no message
fits is told in English, and marked so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from review.wording import gettext, language

PLACE: Final = re.compile(r"%\((\w+)\)s")


def told(sentences: str) -> tuple[str, str]:
    """What the store said, in the reader's language where every sentence of it is known, and the language tag of that."""
    if language() == "en":
        return sentences, "en"
    found, rest = [], sentences.strip()
    while rest:
        fits = [(match, message) for pattern, message in _known() if (match := pattern.match(rest))]
        if not fits:  # what our own pages say is in the reader's language already, and begins with a letter of it
            return sentences, "en" if sentences[:1].isascii() else language()
        match, message = min(fits, key=lambda fit: fit[0].end())  # the first sentence alone
        found.append(_said(match, message))
        rest = rest[match.end() :].lstrip()
    return " ".join(found), language()


def _said(match: re.Match[str], message: str) -> str:
    return gettext(message) % {name: _filling(name, words) for name, words in match.groupdict().items()}


def _filling(place: str, words: str) -> str:
    """What fills a place; in those called `what...` messages too, with semicolons between them."""
    return "; ".join(map(_part, words.split("; "))) if place.startswith("what") else words


def _part(words: str) -> str:
    fits = ((pattern.fullmatch(words), message) for pattern, message in _known())
    return next((_said(match, message) for match, message in fits if match), words)


@cache
def _known() -> list[tuple[re.Pattern[str], str]]:
    return [(_pattern(message), message) for message in _messages(str)]


def _pattern(message: str) -> re.Pattern[str]:
    parts, seen = PLACE.split(message), set[str]()
    for n in range(1, len(parts), 2):
        name = parts[n]
        parts[n] = f"(?P={name})" if name in seen else f"(?P<{name}>.+?)"
        seen.add(name)
    parts[::2] = map(re.escape, parts[::2])
    return re.compile("".join(parts) + r"(?=\s|$)", re.DOTALL)


def _messages(_: Callable[[str], str]) -> list[str]:
    return [
        # what happened meanwhile
        _("%(asked)s was merged into %(now)s meanwhile: your decision is on %(now)s."),
        _("%(name)s decided this cluster at the same time as you: both are kept."),
        _("%(name)s decided this cluster %(n)s second before you: both are kept."),
        _("%(name)s decided this cluster %(n)s seconds before you: both are kept."),
        _("%(name)s decided this cluster %(n)s minute before you: both are kept."),
        _("%(name)s decided this cluster %(n)s minutes before you: both are kept."),
        _("%(a)s and %(b)s are one cluster already: %(now)s."),
        _("%(n)s of the claims had left %(cluster)s meanwhile and stay where they are."),
        _("This takes the place of an earlier word (%(whose)s) that they are the same."),
        _("This takes the place of an earlier word (%(whose)s) that they are different."),
        # what can't be kept
        _("No cluster was ever called %(name)s. `parakh clusters` lists those there are."),
        _("No decision is called %(name)s. Your own are listed on the page of your decisions."),
        _("No document is called %(name)s. The pages of clusters link those there are."),
        _(
            "Cluster %(cluster)s holds no claims any more, so there is nothing to put together or apart. "
            "`parakh show %(cluster)s` tells what became of it."
        ),
        _("A note has at most %(most)s characters, but this one has %(n)s. Shorten it."),
        _("Confidence is a number from 0 to 1, but this is %(said)s. Leave it out if you can't say."),
        _(
            "Evidence is a web address that begins with http:// or https://, but this is %(said)s. "
            "Put other words in the note."
        ),
        _("An adjudication says why the reviewers differed. Choose a reason: %(known)s."),
        _("This is about two clusters, but %(cluster)s was given twice. Name the other one."),
        _(
            "%(a)s and %(b)s are one cluster by now (%(now)s), so they can't be kept apart. Where that is wrong, split "
            "%(now)s: `parakh show %(now)s` tells who merged them."
        ),
        _(
            "None of these claims is in %(cluster)s: they have left it meanwhile. `parakh show %(cluster)s` lists those "
            "that are."
        ),
        _("All %(n)s claims of %(cluster)s would leave it, so that nothing is split. Leave some where they are."),
        _("%(a)s and %(b)s can't be the same, because earlier links make them different: %(what_stands)s."),
        _("%(a)s and %(b)s can't be different, because earlier links make them the same: %(what_stands)s."),
        _("%(a)s and %(b)s are the same (link %(link)s, %(name)s, %(at)s)"),
        _("%(a)s and %(b)s are different (link %(link)s, %(name)s, %(at)s)"),
        _("(The texts of %(claims)s are the same, so a link of one speaks for the other.)"),
        _(
            "Keep these and leave the new link out; or, where one of them is wrong, link its two claims again with the "
            "right word (`parakh link`), and then these two."
        ),
        # what can't be taken back
        _("You have decided since: you %(what)s %(cluster)s on %(at)s. Undo that first."),
        _("This decision was taken back before, on %(at)s. Nothing is left to undo."),
        _("An undo can't be undone. Decide anew."),
        _(
            "You %(what)s %(clusters)s, and that can't be undone any more: %(name)s %(what_since)s %(cluster)s since, on "
            "%(at)s. Decide anew what is wrong now."
        ),
        _(
            "You %(what)s %(clusters)s, and that can't be undone any more: %(n)s of the %(all)s claims have gone on since, "
            "to %(cluster)s. Merge or split what is wrong now."
        ),
        _("judged"),
        _("merged"),
        _("split"),
        _("answered “same claim?” about"),
        _("judged a fact-check of"),
        _("linked claims of"),
        # what the machine does not let us do
        _("Waited %(n)s s for the store to %(task)s; it was still at: %(other)s. Nothing was written. Try again."),
        _("Waited %(n)s s for the store to %(task)s; it is shut to %(other)s. Try again."),
        _(
            "%(path)s could not be used (%(task)s): %(fault)s. Make room on the disk or in memory, then try again; where "
            "the file is damaged, restore the newest snapshot beside it."
        ),
        # why a run changed a cluster
        _("claims came near"),
        _("a reviewer's link"),
        _("its claims are gone"),
    ]
