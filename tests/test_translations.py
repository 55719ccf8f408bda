"""Every sentence of the interface has its Hindi, with the same places to fill, and nothing in the catalogue is left over."""

import re
import tomllib
import unicodedata
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from review import wording
from review.render import HERE, _environment

ROOT = Path(__file__).parent.parent
PO = wording.CATALOGUES / "hi" / "LC_MESSAGES" / "parakh.po"
PLACE = re.compile(r"%\(\w+\)s|%%|%[a-z]")


def said() -> set[str | tuple[str, str]]:
    """What `pybabel extract` finds with the mappings of pyproject.toml."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["babel"]["mappings"]
    methods = [(each["pattern"], each["method"]) for each in mappings]
    options = {each["pattern"]: {k: v for k, v in each.items() if k not in ("pattern", "method")} for each in mappings}
    patterns = [(pattern.removeprefix("review/"), method) for pattern, method in methods]
    found = extract_from_dir(
        ROOT / "review",
        patterns,
        {pattern.removeprefix("review/"): each for pattern, each in options.items()},
        DEFAULT_KEYWORDS,
    )
    return {message for _, _, message, _, _ in found}


@pytest.fixture(scope="module")
def hindi() -> dict[str | tuple[str, str], Message]:
    with PO.open("rb") as file:
        catalogue = read_po(file, locale="hi")
    return {message.id: message for message in catalogue if message.id}


def test_every_sentence_of_templates_and_code_is_translated_and_no_other(
    hindi: dict[str | tuple[str, str], Message],
) -> None:
    sentences = said()
    assert len(sentences) > 150
    assert sorted(map(str, sentences - hindi.keys())) == [], "no Hindi: see the head of parakh.po"
    assert sorted(map(str, hindi.keys() - sentences)) == [], "nothing says this any more"


def test_every_translation_is_written_out_in_hindi_with_the_same_places_to_fill(
    hindi: dict[str | tuple[str, str], Message],
) -> None:
    for wanted, message in hindi.items():
        assert not message.fuzzy
        english = wanted if isinstance(wanted, tuple) else (wanted,)
        translated = message.string if isinstance(message.string, tuple) else (message.string,)
        assert len(translated) == len(english), wanted
        for sentence in translated:
            assert re.search(r"[\u0900-\u097f]", sentence), f"{wanted}: {sentence!r}"
            assert sorted(PLACE.findall(sentence)) == sorted(PLACE.findall(english[-1])), wanted
            assert sentence == unicodedata.normalize("NFC", sentence) and sentence.strip() == sentence


def test_hindi_is_read_from_the_file_that_is_shipped_and_counts_as_hindi_does() -> None:
    token = wording._language.set("hi")
    try:
        assert wording.gettext("Queue") == "कतार"
        assert [wording.ngettext("%(n)s claim", "%(n)s claims", n) % {"n": n} for n in (1, 2)] == ["1 दावा", "2 दावे"]
        assert wording.gettext("never said") == "never said"
    finally:
        wording._language.reset(token)
    assert wording.gettext("Queue") == "Queue"


def test_no_template_says_a_word_that_is_not_translated() -> None:
    allowed = {"Parakh", "परख", "n", "Enter", "kappa"}
    for path in sorted((HERE / "templates").glob("*.html")):
        source = path.read_text(encoding="utf-8")
        bare = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", source, flags=re.S)
        bare = re.sub(r"<(code)[ >].*?</\1>", "", bare, flags=re.S)
        words = set(re.findall(r"[^\W\d_]{2,}", re.sub(r"<[^>]*>|&\w+;", " ", bare)))
        assert words <= allowed, f"{path.name}: {sorted(words - allowed)}"
        labels = re.findall(r'(?:aria-label|title|placeholder|alt)="([^"{]*[a-z][^"{]*)"', source)
        assert [label for label in labels if label not in {"Parakh", "https://"}] == [], path.name


def test_every_template_can_be_compiled() -> None:
    for name in _environment().list_templates():
        _environment().get_template(name)
