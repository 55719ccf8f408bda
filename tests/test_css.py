"""Colours can be told apart (WCAG 2.2 AA) in light and dark, and the style sheets use no colour that is not measured here."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parent.parent / "review" / "static"
SHEET = (STATIC / "parakh.css").read_text(encoding="utf-8")
TEXT, SHAPE = 4.5, 3.0  # WCAG 2.2: 1.4.3 for text, 1.4.11 for what must be seen of a control and of the focus
PAIRS = [
    *((front, back, TEXT) for front in ("text", "muted", "link") for back in ("paper", "card")),
    *((front, "chip", TEXT) for front in ("text", "muted", "link")),
    ("on-accent", "accent", TEXT),
    ("on-mark", "mark", TEXT),
    *((tone, paper, TEXT) for tone in ("good", "warn", "bad") for paper in (f"{tone}-paper", "card", "paper")),
    *(("text", f"{tone}-paper", TEXT) for tone in ("good", "warn", "bad")),
    *(("link", f"{tone}-paper", TEXT) for tone in ("good", "warn", "bad")),
    *((shape, back, SHAPE) for shape in ("edge", "focus", "accent") for back in ("paper", "card")),
]


def palettes() -> dict[str, dict[str, str]]:
    light, dark = re.findall(r":root \{(.*?)\}", SHEET, re.S)[:2]
    colours = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", each)) for each in (light, dark)]
    return {"light": colours[0], "dark": colours[0] | colours[1]}


def luminance(colour: str) -> float:
    """Relative luminance of sRGB, WCAG 2.2."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("palette", ["light", "dark"])
def test_every_pair_of_colours_can_be_told_apart(palette: str) -> None:
    colours = palettes()[palette]
    faults = {
        f"{a} on {b}": round(contrast(colours[a], colours[b]), 2)
        for a, b, least in PAIRS
        if contrast(colours[a], colours[b]) < least
    }
    assert faults == {}


def test_dark_has_its_own_of_every_colour() -> None:
    light, dark = re.findall(r":root \{(.*?)\}", SHEET, re.S)[:2]
    names = [set(re.findall(r"--([\w-]+):", each)) for each in (light, dark)]
    assert names[0] == names[1] and len(names[0]) > 15
    measured = {name for a, b, _ in PAIRS for name in (a, b)}
    assert names[0] - measured == {"line"}  # a hairline that nothing depends on


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.css")), ids=lambda path: path.name)
def test_a_sheet_uses_only_colours_of_the_palette_and_nothing_from_elsewhere(path: Path) -> None:
    rules = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
    if path.name == "parakh.css":
        rules = re.sub(r":root \{.*?\}", "", rules, flags=re.S).replace("rgb(0 0 0 / 50%)", "")
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", rules)
    assert not re.findall(r"url\(|@import|https?:", rules)
    used = set(re.findall(r"var\(--([\w-]+)", rules))
    assert used <= set(palettes()["light"]), used - set(palettes()["light"])


def test_the_focus_of_the_keyboard_is_seen_and_devanagari_has_a_font_and_room() -> None:
    assert re.search(r":focus-visible \{ outline: 3px solid var\(--focus\)", SHEET)
    sheets = "".join(path.read_text(encoding="utf-8") for path in STATIC.glob("*.css"))
    hidden = re.findall(r"([^{}]*)\{[^}]*outline:\s*(?:none|0)\b", sheets)
    assert [each.strip() for each in hidden] == ["main:focus"]  # it only takes the focus from the skip link
    hindi = re.search(r":lang\(hi\), :lang\(mr\) \{(.*?)\}", SHEET, re.S)
    assert hindi and "Noto Sans Devanagari" in hindi[1] and "line-height: 1.8" in hindi[1]
    assert "prefers-color-scheme: dark" in SHEET
