"""Pictures: one page that shows what is claimed, in Hindi and English, with everything it needs in it.

Each chart stands in it twice: drawn (SVG, for print and for readers without scripts) and as data that the Vega beside it
draws anew, with values to point at. The page's policy lets no script run but these two and lets nothing be loaded.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import vl_convert
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from data.published import Published
from data.whole_file import json_in_html, whole_file
from flows.deciders import Deciders
from flows.picture_data import PictureData, picture_data
from flows.picture_sections import Section, sections
from flows.report_words import LANGUAGES, Language, Words
from flows.settings import Settings
from flows.vega_bundle import VEGA_LITE, vega_bundle

TEMPLATES = Path(__file__).parent / "templates"
PAGE = "index.html"
FIGURES = ("documents", "claims", "clusters", "labelled", "to_be_confirmed", "disputed")


@dataclass(frozen=True, slots=True)
class Page:
    """The page in one language."""

    language: Language
    words: Words
    title: str
    when: str
    figures: list[tuple[str, str]]
    sections: list[dict[str, Any]]


def write_page(published: Published, deciders: Deciders, settings: Settings, folder: Path, language: Language) -> Path:
    """Write `folder`/index.html of what was published, which opens in `language`; returns its path.

    Raises `InputError` where the folder can't be written; a page that is there stays then.
    """
    zone = ZoneInfo(settings.zone)
    data = picture_data(published, deciders, zone)
    pages = [_page(data, Words(each)) for each in LANGUAGES]
    html = _rendered(pages, language, settings.publisher, vega_bundle(settings.cache))
    target = folder / PAGE
    with whole_file(target) as path:
        path.write_text(html, encoding="utf-8", newline="")
    return target


def _page(data: PictureData, words: Words) -> Page:
    totals = data.totals
    at = words.moment(data.published_at, data.zone)
    days = (
        {}
        if totals["first_day"] is None
        else {"first": words.day(totals["first_day"]), "last": words.day(data.last_day)}
    )
    return Page(
        words.language,
        words,
        words("title"),
        words("made", at=at, **days) if days else words("nothing"),
        [(words(name), f"{totals[name]:,}") for name in FIGURES] if days else [],
        [_drawn(section, data, words) for section in sections(data, words)],
    )


def _drawn(section: Section, data: PictureData, words: Words) -> dict[str, Any]:
    told = {name: getattr(section, name) for name in ("name", "says", "columns", "rows")}
    if section.draw is None:
        return told | {"picture": None, "drawing": None}
    drawing = section.draw(data, words)
    svg = vl_convert.vegalite_to_svg(drawing, vl_version=VEGA_LITE, allowed_base_urls=[])
    return told | {"picture": Markup(svg), "drawing": Markup(json_in_html(drawing))}


def _rendered(pages: list[Page], language: Language, publisher: str, vega: str) -> str:
    files = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = ((TEMPLATES / name).read_text(encoding="utf-8") for name in ("report.css", "report.js"))
    return files.get_template("report.html").render(
        pages=pages,
        language=language,
        publisher=publisher,
        policy=policy(vega, script),
        style=Markup(style),
        vega=Markup(vega),
        script=Markup(script),
    )


def policy(*scripts: str) -> str:
    """A content security policy under which these inline scripts run, no others, and nothing is fetched from anywhere."""
    digests = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    # Vega's pictures carry their styles with them, as attributes and in an element that its tooltips add.
    return f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
