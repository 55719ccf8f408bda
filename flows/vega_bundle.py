"""Vega as one script that may stand in a page, so that the page needs no network; bundled once and kept in the cache."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import vl_convert

from data.whole_file import whole_file

VEGA_LITE = "6.4"  # of those that vl-convert brings, the one that Altair's drawings are made for
_GIVES = "window.vegaEmbed=vegaEmbed;"


def vega_bundle(cache: Path) -> str:
    """The script: Vega, Vega-Lite and vega-embed, which it leaves as `window.vegaEmbed`.

    Bundling takes some seconds, so what was made by the same version is taken from the `cache`.
    """
    kept = cache / f"vega-{version('vl-convert-python')}-{VEGA_LITE}.js"
    if not kept.exists():
        script = vl_convert.javascript_bundle(_GIVES, vl_version=VEGA_LITE)
        with whole_file(kept) as path:
            path.write_text(script, encoding="utf-8", newline="")
    return kept.read_bytes().decode()
