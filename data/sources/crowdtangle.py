"""Tables of posts as CrowdTangle exported them (Facebook pages and groups, Instagram), and its heir Meta Content Library."""

from __future__ import annotations

from data.sources.row import Row

# Our name, and the columns of theirs from which the first that holds something is taken.
_CROWDTANGLE = {
    "text": ("Message", "Description", "Link Text", "Image Text"),
    "posted_at": ("Post Created", "Post Created Date"),
    "author": ("Page Name", "Group Name", "Account", "User Name"),
    "url": ("URL",),
}
_CONTENT_LIBRARY = {
    "text": ("text",),
    "posted_at": ("creation_time",),
    "author": ("post_owner.name", "post_owner.username"),
    "url": ("mcl_url",),
    "id": ("id",),
    "lang": ("lang",),
}
# Which columns tell each table.
SIGNATURES = (frozenset({"Post Created", "Message"}), frozenset({"Post Created", "Description"}))
_LIBRARY_SIGNATURE = frozenset({"text", "creation_time"})


def holds(row: Row) -> bool:
    """Whether the row has the columns of one of these tables."""
    names = row.values.keys()
    return any(signature <= names for signature in (*SIGNATURES, _LIBRARY_SIGNATURE))


def post(row: Row) -> Row:
    """The post under our names, its other columns as they are. A picture's words stand in for a post without any."""
    columns = _CONTENT_LIBRARY if row.values.keys() >= _LIBRARY_SIGNATURE else _CROWDTANGLE
    used = {our: next(filter(row.has, names), None) for our, names in columns.items()}
    rest = {name: value for name, value in row.values.items() if name not in used.values()}
    return row.holding(rest | {our: row.values[name] for our, name in used.items() if name is not None})
