"""Charts of what is said: over time, growing, by kind, by language. Texts of others are data in them, never code or mark-up."""

from __future__ import annotations

import altair as alt

from data.sources.origin import shown
from flows.drawing import (
    ACCENT,
    COLOURS,
    FAINT,
    SECOND,
    SENTENCE,
    WIDTH,
    Drawing,
    dressed,
    inline,
    kind_colour,
    kinds_of,
)
from flows.picture_data import PictureData
from flows.report_words import Words

LABEL = 46  # characters of a claim on an axis


def timeline(data: PictureData, words: Words) -> Drawing:
    """Claims over time: bars for those said, a line for those said for the first time."""
    names = [words("said"), words("said_first")]
    rows = [
        {
            "day": words.step(row["day"], data.unit),
            "claims": row["claims"],
            "new": row["new_clusters"],
            "bar": names[0],
            "line": names[1],
        }
        for row in data.steps
    ]
    scale = alt.Scale(domain=names, range=[ACCENT, SECOND])
    both = alt.Chart(inline(rows)).encode(
        x=alt.X("day:O", sort=None, title=None, axis=alt.Axis(labelAngle=0, labelOverlap="greedy", labelSeparation=12)),
        tooltip=[
            alt.Tooltip("day:O", title=words("week_of" if data.unit == "week" else data.unit)),
            alt.Tooltip("claims:Q", title=names[0]),
            alt.Tooltip("new:Q", title=names[1]),
        ],
    )
    whole = alt.Axis(format="d", tickMinStep=1)
    bars = both.mark_bar(opacity=0.75).encode(
        y=alt.Y("claims:Q", title=None, axis=whole, scale=alt.Scale(nice=True)),
        color=alt.Color("bar:N", scale=scale, title=None),
    )
    line = both.mark_line(point=True).encode(
        y=alt.Y("new:Q", title=None), color=alt.Color("line:N", scale=scale, title=None)
    )
    return dressed(alt.layer(bars, line).properties(width=WIDTH, height=220))


def growing(data: PictureData, words: Words) -> Drawing:
    """For each cluster that grew, its documents of this week and of the week before."""
    weeks = [words("this_week"), words("week_before")]
    rows = [
        {
            "claim": f"{n}. {shown(row['claim'], LABEL)}",
            "whole": shown(row["claim"], SENTENCE),
            "week": week,
            "documents": row[column],
        }
        for n, row in enumerate(data.growing, 1)
        for week, column in zip(weeks, ("documents_week", "documents_before"), strict=True)
    ]
    drawn = (
        alt.Chart(inline(rows))
        .mark_bar()
        .encode(
            y=alt.Y("claim:N", sort=None, title=None, axis=alt.Axis(labelLimit=360, domain=False, ticks=False)),
            yOffset=alt.YOffset("week:N", sort=weeks),
            x=alt.X("documents:Q", title=words("documents"), axis=alt.Axis(format="d", tickMinStep=1)),
            color=alt.Color("week:N", scale=alt.Scale(domain=weeks, range=[ACCENT, FAINT]), title=None),
            tooltip=[
                alt.Tooltip("whole:N", title=words("claim")),
                alt.Tooltip("week:N", title=" "),
                alt.Tooltip("documents:Q", title=words("documents")),
            ],
        )
    )
    return dressed(drawn.properties(width=WIDTH - 310, height=alt.Step(13)))


def kinds(data: PictureData, words: Words) -> Drawing:
    """Claims by week or month, one colour for each kind."""
    order = kinds_of(data.kinds)
    title = words("month" if data.unit == "month" else "week_of")
    rows = [
        {
            "week": words.step(row["step"], data.unit),
            "kind": words.name(row["kind"]),
            "claims": row["claims"],
            "place": order.index(row["kind"]),
        }
        for row in data.kinds
    ]
    drawn = (
        alt.Chart(inline(rows))
        .mark_bar()
        .encode(
            x=alt.X("week:O", sort=None, title=title, axis=alt.Axis(labelAngle=0, labelOverlap=True)),
            y=alt.Y("claims:Q", title=words("claims"), axis=alt.Axis(format="d", tickMinStep=1)),
            color=kind_colour(order, words),
            order=alt.Order("place:Q"),
            tooltip=[
                alt.Tooltip("week:O", title=title),
                alt.Tooltip("kind:N", title=words("kind")),
                alt.Tooltip("claims:Q", title=words("claims")),
            ],
        )
    )
    return dressed(drawn.properties(width=WIDTH - 60, height=260))


def languages(data: PictureData, words: Words) -> Drawing:
    """Claims by language, one colour for each script."""
    rows = [
        {"language": words.tongue(row["language"]), "script": words.script(row["language"]), "claims": row["claims"]}
        for row in data.languages
    ]
    drawn = (
        alt.Chart(inline(rows))
        .mark_bar()
        .encode(
            y=alt.Y("language:N", sort=None, title=None, axis=alt.Axis(labelLimit=200, domain=False, ticks=False)),
            x=alt.X("claims:Q", title=words("claims"), axis=alt.Axis(format="d", tickMinStep=1)),
            color=alt.Color("script:N", scale=alt.Scale(range=COLOURS), title=words("script")),
            tooltip=[
                alt.Tooltip("language:N", title=words("languages")),
                alt.Tooltip("script:N", title=words("script")),
                alt.Tooltip("claims:Q", title=words("claims")),
            ],
        )
    )
    return dressed(drawn.properties(width=WIDTH - 130, height=alt.Step(26)))
