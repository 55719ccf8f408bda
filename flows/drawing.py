"""What all charts of the page share: colours, fonts, and how a chart becomes a drawing (Vega-Lite)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from data.codebook import codebook
from flows.picture_data import Rows
from flows.report_words import Words

Drawing = dict[str, Any]  # Vega-Lite, its data in it
WIDTH = 740
FONT = "Noto Sans, Noto Sans Devanagari, Nirmala UI, Kohinoor Devanagari, Mangal, sans-serif"
INK, FAINT, ACCENT, SECOND = "#222222", "#d9d9d9", "#0072b2", "#d55e00"
# Colours that the colour-blind tell apart (Okabe & Ito 2008, https://jfly.uni-koeln.de/color/), and two more for long codebooks.
COLOURS = "#0072b2 #56b4e9 #d55e00 #009e73 #cc79a7 #e69f00 #666666 #cccccc #f0e442 #8c6d31".split()
SENTENCE = 240  # characters of a claim in what is shown when it is pointed at


def kinds_of(rows: Rows) -> list[str]:
    """The kinds in `rows`, in the codebook's order."""
    present = {row["kind"] for row in rows if row["kind"]}
    known = [kind.id for kind in codebook().kinds]
    return [kind for kind in known if kind in present] + sorted(present - set(known))


def kind_colour(order: Sequence[str], words: Words) -> alt.Color:
    """A colour for each kind, the same in every chart."""
    known = [kind.id for kind in codebook().kinds]
    places = [known.index(kind) if kind in known else len(known) for kind in order]
    scale = alt.Scale(domain=[words.name(kind) for kind in order], range=[COLOURS[n % len(COLOURS)] for n in places])
    return alt.Color("kind:N", scale=scale, title=words("kind"))


def sizes(field: str, values: Sequence[int], title: str) -> alt.Size:
    """The area of a dot, and a legend of its least, its middle and its largest value."""
    least, most = min(values), max(values)
    told = sorted({least, (least + most) // 2, most})
    scale = alt.Scale(type="sqrt", domain=[0, most], range=[0, 600])
    return alt.Size(f"{field}:Q", scale=scale, title=title, legend=alt.Legend(values=told, format="d"))


def inline(rows: Rows) -> alt.InlineData:
    """`rows` as a drawing carries them."""
    return alt.InlineData(values=rows)


def dressed(chart: Any) -> Drawing:
    """The drawing of a chart, with the fonts and colours of the page."""
    drawing: Drawing = (
        chart.configure(font=FONT, background="transparent")
        .configure_axis(
            labelFontSize=12, titleFontSize=12, titleFontWeight="normal", gridColor="#eeeeee", labelColor=INK
        )
        .configure_legend(
            orient="bottom", columns=4, labelLimit=220, labelFontSize=12, titleFontSize=12, titleFontWeight="normal"
        )
        .configure_view(stroke=None)
        .to_dict()
    )
    return drawing
