"""The map: each cluster where its meaning lies, with its wordings to point at."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from data.sources.origin import shown
from flows.drawing import INK, SENTENCE, WIDTH, Drawing, dressed, inline, kind_colour, kinds_of, sizes
from flows.picture_data import NUMBERED, PictureData, Row
from flows.report_words import Words

FALSE = frozenset({"false", "misleading", "altered_media"})


def claims_map(data: PictureData, words: Words) -> Drawing:
    """Each cluster where its meaning lies; the largest are numbered."""
    order = kinds_of(data.clusters)
    rows = [_dot(n, row, order, words) for n, row in enumerate(data.clusters, 1)]
    place = alt.Chart(inline(rows)).encode(
        x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-1.08, 1.08])),
        y=alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-1.08, 1.08])),
        tooltip=[
            alt.Tooltip("claim:N", title=words("claim")),
            alt.Tooltip("members:N", title=words("members")),
            alt.Tooltip("kind:N", title=words("kind")),
            alt.Tooltip("label:N", title=words("label")),
            alt.Tooltip("documents:Q", title=words("documents")),
            alt.Tooltip("cluster:N", title=words("cluster")),
        ],
    )
    dots = place.mark_circle(opacity=0.8).encode(
        size=sizes("documents", [row["documents"] for row in rows], words("documents")),
        color=kind_colour(order, words),
        stroke=alt.condition("datum.is_false", alt.value(INK), alt.value("white")),
        strokeWidth=alt.condition("datum.is_false", alt.value(3), alt.value(0.5)),
        order=alt.Order("documents:Q", sort="descending"),
    )
    numbered = place.transform_filter("datum.number != ''").encode(text="number:N")
    halo = numbered.mark_text(fontSize=12, fontWeight="bold", stroke="white", strokeWidth=4, opacity=0.85)
    numbers = numbered.mark_text(fontSize=12, fontWeight="bold", color=INK)
    return dressed(alt.layer(dots, halo, numbers).properties(width=WIDTH, height=480))


def _dot(number: int, row: Row, order: Sequence[str], words: Words) -> Row:
    others = [f"• {shown(text, SENTENCE)}" for text in row["members"]]
    return {
        "x": row["x"],
        "y": row["y"],
        "documents": row["documents"],
        "cluster": row["cluster_id"],
        "claim": shown(row["claim"], SENTENCE),
        "members": "\n".join(others),
        "kind": words.name(row["kind"]),
        "label": words.name(row["verdict"]) or words("not_labelled"),
        "is_false": row["verdict"] in FALSE,
        "number": str(number) if number <= NUMBERED else "",
    }
