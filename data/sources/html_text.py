"""The words of a post that is kept as HTML."""

from __future__ import annotations

import re

from lxml import etree, html  # type: ignore[import-untyped]

_BLOCKS = ("p", "div", "li", "blockquote", "pre")


def plain(markup: str) -> str:
    """`markup` as text: an empty line between paragraphs, line breaks kept, entities resolved; "" where nothing is left."""
    try:
        tree = html.fragment_fromstring(markup, create_parent="div")
    except (etree.LxmlError, ValueError):
        return ""
    for line_break in tree.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    for block in tree.iter(*_BLOCKS):
        block.tail = "\n\n" + (block.tail or "")
    text = re.sub(r"[ \t]*\n[ \t]*", "\n", str(tree.text_content()))
    return re.sub(r"\n{3,}", "\n\n", text).strip()
