"""The sections of the page in one language: a heading, a sentence that says what is seen, a chart or why there is none, a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from data.sources.origin import shown
from flows import chart_map, charts, charts_judged
from flows.drawing import Drawing
from flows.picture_data import LEAST_GROWING, LEAST_JUDGED, NUMBERED, QUESTIONS, PictureData, Row
from flows.report_words import Words
from models.agreement import LEAST

CLAIM = 300  # characters of a claim in a table
Draw = Callable[[PictureData, Words], Drawing]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page; `draw` is none where there is too little to draw, and then `says` tells that."""

    name: str
    says: str
    draw: Draw | None = None
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


def sections(data: PictureData, words: Words) -> list[Section]:
    """Every section, in the order of the page; none of a store without claims."""
    if not data.steps:
        return []
    made = (_timeline, _growing, _kinds, _languages, _map, _agreement, _calibration)
    return [make(data, words) for make in made]


def _timeline(data: PictureData, words: Words) -> Section:
    most = max(data.steps, key=lambda row: row["claims"])
    day = words.step(most["day"], data.unit)
    says = words("timeline_says", step=words(data.unit), most=most["claims"], day=day)
    if data.early:
        start, first = words.day(data.steps[0]["day"]), words.day(data.totals["first_day"])
        says += " " + words("timeline_early", count=data.early, start=start, first=first)
    return Section("timeline", says, charts.timeline)


def _growing(data: PictureData, words: Words) -> Section:
    last = words.day(data.last_day)
    if not data.growing:
        return Section("growing", words("growing_none", last=last, least=LEAST_GROWING))
    columns = [words(name) for name in ("number", "claim", "this_week", "week_before", "kind", "label", "cluster")]
    rows = [
        [
            str(n),
            shown(row["claim"], CLAIM),
            str(row["documents_week"]),
            str(row["documents_before"]),
            *_told(row, words),
        ]
        for n, row in enumerate(data.growing, 1)
    ]
    return Section("growing", words("growing_says", last=last, least=LEAST_GROWING), charts.growing, columns, rows)


def _kinds(data: PictureData, words: Words) -> Section:
    counts: Counter[str] = Counter()
    for row in data.kinds:
        counts[row["kind"]] += row["claims"]
    if not counts:
        return Section("kinds", words("kinds_none"))
    kind, most = counts.most_common(1)[0]
    share = round(100 * most / counts.total())
    step = words("month" if data.unit == "month" else "week")
    return Section("kinds", words("kinds_says", step=step, kind=words.name(kind), share=share), charts.kinds)


def _languages(data: PictureData, words: Words) -> Section:
    return Section("languages", words("languages_says"), charts.languages)


def _map(data: PictureData, words: Words) -> Section:
    if not data.clusters:
        return Section("map", words("map_none"))
    columns = [words(name) for name in ("number", "claim", "documents", "kind", "label", "cluster")]
    rows = [
        [str(n), shown(row["claim"], CLAIM), str(row["documents"]), *_told(row, words)]
        for n, row in enumerate(data.clusters[:NUMBERED], 1)
    ]
    return Section("map", words("map_says", count=len(data.clusters)), chart_map.claims_map, columns, rows)


def _agreement(data: PictureData, words: Words) -> Section:
    pairs = charts_judged.pairs_of(data)
    units = max((data.agreement[question].units for question in QUESTIONS), default=0)
    if not units:
        return Section("agreement", words("agreement_none", count=units))
    alphas = " ".join(_alpha(data, question, words) for question in QUESTIONS)
    columns = [words(name) for name in ("reviewers", "question", "judged", "kappa")]
    rows = [[pair["pair"], words(pair["question"]), str(pair["clusters"]), _number(pair["kappa"])] for pair in pairs]
    drawn = charts_judged.agreement if any(pair["kappa"] is not None for pair in pairs) else None
    return Section("agreement", f"{words('agreement_says', least=LEAST)} {alphas}", drawn, columns, rows)


def _alpha(data: PictureData, question: str, words: Words) -> str:
    found = data.agreement[question]
    asked = words(question)
    if found.alpha is None:
        says = "alpha_alike" if found.why == "one_value" else "alpha_none"
        return words(says, question=asked, units=found.units, least=LEAST)
    return words("alpha", question=asked, units=found.units, alpha=f"{found.alpha:.2f}")


def _calibration(data: PictureData, words: Words) -> Section:
    count = sum(row["clusters"] for row in data.calibration)
    if count < LEAST_JUDGED:
        return Section("calibration", words("calibration_none", count=count, least=LEAST_JUDGED))
    return Section("calibration", words("calibration_says", count=count), charts_judged.calibration)


def _told(row: Row, words: Words) -> list[str]:
    return [words.name(row["kind"]), words.name(row["verdict"]) or words("not_labelled"), row["cluster_id"]]


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
