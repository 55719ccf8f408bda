"""Charts of judging: whether reviewers agree with each other, and how often they say what the model suggested."""

from __future__ import annotations

import string

import altair as alt

from flows.drawing import ACCENT, INK, SECOND, WIDTH, Drawing, dressed, inline, sizes
from flows.picture_data import PictureData, Rows
from flows.report_words import Words


def agreement(data: PictureData, words: Words) -> Drawing:
    """Kappa of each pair of reviewers; they are letters here, because a page goes further than their names should."""
    rows = [
        {
            "pair": pair["pair"],
            "question": words(pair["question"]),
            "kappa": pair["kappa"],
            "clusters": pair["clusters"],
        }
        for pair in pairs_of(data)
        if pair["kappa"] is not None
    ]
    dots = (
        alt.Chart(inline(rows))
        .mark_circle(size=140, opacity=0.9)
        .encode(
            y=alt.Y("pair:N", sort=None, title=None),
            x=alt.X(
                "kappa:Q", title=words("kappa"), scale=alt.Scale(domain=[min([-0.2, *(r["kappa"] for r in rows)]), 1])
            ),
            color=alt.Color("question:N", scale=alt.Scale(range=[ACCENT, SECOND]), title=None),
            tooltip=[
                alt.Tooltip("pair:N", title=words("reviewers")),
                alt.Tooltip("question:N", title=" "),
                alt.Tooltip("kappa:Q", title=words("kappa"), format=".2f"),
                alt.Tooltip("clusters:Q", title=words("judged")),
            ],
        )
    )
    chance = alt.Chart(inline([{"kappa": 0}])).mark_rule(strokeDash=[4, 4], color=INK).encode(x="kappa:Q")
    return dressed(alt.layer(chance, dots).properties(width=WIDTH - 60, height=alt.Step(30)))


def calibration(data: PictureData, words: Words) -> Drawing:
    """How often reviewers said what the model suggested, by how sure it was, with 95 % intervals."""
    rows = [dict(row) for row in data.calibration]
    share = alt.Scale(domain=[0, 1])
    y = alt.Y("right_share:Q", scale=share, title=words("right"), axis=alt.Axis(format="%"))
    certain = alt.Chart(inline(rows)).encode(
        x=alt.X("mean_certainty:Q", scale=share, title=words("certainty"), axis=alt.Axis(format="%"))
    )
    tooltip = [
        alt.Tooltip("mean_certainty:Q", title=words("certainty"), format=".0%"),
        alt.Tooltip("right_share:Q", title=words("right"), format=".0%"),
        alt.Tooltip("clusters:Q", title=words("clusters")),
    ]
    spans = certain.mark_rule(color=ACCENT, opacity=0.6).encode(y=alt.Y("least:Q"), y2="most:Q")
    dots = certain.mark_circle(color=ACCENT, opacity=0.9).encode(
        y=y, size=sizes("clusters", [row["clusters"] for row in rows], words("clusters")), tooltip=tooltip
    )
    ends = inline([{"from": 0, "to": 0}, {"from": 1, "to": 1}])
    ideal = alt.Chart(ends).mark_line(strokeDash=[5, 5], color=INK).encode(x="from:Q", y="to:Q")
    return dressed(alt.layer(ideal, spans, dots).properties(width=420, height=340))


def pairs_of(data: PictureData) -> Rows:
    """Each pair of reviewers and question: the letters of both, kappa (None: too few to say) and how many clusters both judged."""
    names = sorted({n for each in data.agreement.values() for pair in each.pairs for n in (pair.rater_a, pair.rater_b)})
    letters = {name: _letter(place) for place, name in enumerate(names)}
    return [
        {
            "pair": f"{letters[pair.rater_a]} – {letters[pair.rater_b]}",
            "question": question,
            "kappa": pair.kappa,
            "clusters": pair.n,
        }
        for question, each in data.agreement.items()
        for pair in each.pairs
    ]


def _letter(place: int) -> str:
    """A, B, ... Z, A1, B1, ..."""
    turn, letter = divmod(place, len(string.ascii_uppercase))
    return string.ascii_uppercase[letter] + (str(turn) if turn else "")
