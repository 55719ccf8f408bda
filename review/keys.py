"""Keys: which key does what; the page, its help and `static/keys.js` all take them from here, by `data-key` on the elements."""

from __future__ import annotations

from typing import Final

VERDICTS: Final = "1234567890"  # in the codebook's order
KINDS: Final = "qwertyuiop"  # below the digits, in the codebook's order
