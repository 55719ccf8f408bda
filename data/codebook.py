"""The codebook: kinds of claims, verdicts and reasons why reviewers differ, read from `codebook.toml`, which a newsroom edits."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from errors import SettingsError

CODEBOOK = Path(__file__).parent / "codebook.toml"
NEEDED = (
    "Each [[kind]] needs id, name_en, name_hi, meaning, meaning_hi and a list of examples; each [[verdict]] needs id, name_en, "
    "name_hi and meaning, and may have meaning_hi; there must be at least one of both. Each [[reason]] needs what a "
    "[[verdict]] needs."
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a claim does: `id` as stored, names and meanings in English and Hindi, examples."""

    id: str
    name_en: str
    name_hi: str
    meaning: str
    meaning_hi: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What review found."""

    id: str
    name_en: str
    name_hi: str
    meaning: str
    meaning_hi: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two reviewers judged one cluster differently, as the one who settles it says."""

    id: str
    name_en: str
    name_hi: str
    meaning: str
    meaning_hi: str = ""


@dataclass(frozen=True, slots=True)
class Codebook:
    """Every kind, verdict and reason, in the file's order; without reasons, adjudications give none."""

    kinds: tuple[Kind, ...]
    verdicts: tuple[Verdict, ...]
    reasons: tuple[Reason, ...] = ()


@lru_cache
def codebook(path: Path = CODEBOOK) -> Codebook:
    """The codebook in `path`. Raises `SettingsError` saying which entry lacks what."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        entries = {
            "kinds": content.get("kind"),
            "verdicts": content.get("verdict"),
            "reasons": content.get("reason", []),
        }
        read = TypeAdapter(Codebook).validate_python(entries)
    except ValidationError as error:
        faults = "; ".join(f"{_place(e['loc'])}: {e['msg']} (got {e['input']!r:.80})" for e in error.errors())
        raise SettingsError(f"The codebook {path.name} can't be used: {faults}. {NEEDED}") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"The codebook {path.name} can't be read: {error}. Correct it and try again.") from error
    for section in (read.kinds, read.verdicts, read.reasons):
        ids = [entry.id for entry in section]
        if twice := sorted({each for each in ids if ids.count(each) > 1}):
            raise SettingsError(
                f"The codebook {path.name} can't be used: more than one entry has the id {', '.join(twice)}. "
                "Give each entry an id of its own."
            )
    return read


def _place(location: tuple[int | str, ...]) -> str:
    """Where in the file a fault is: ("kinds", 1, "name_en") is name_en of the second [[kind]]."""
    section, *rest = location
    number = f" number {int(rest[0]) + 1}" if rest else ""
    return f"[[{str(section).removesuffix('s')}]]{number}" + "".join(f", {part}" for part in rest[1:])
