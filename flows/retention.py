"""Retention: what documents said is deleted after some days; that they said it, when and where, stays.

The rows become tombstones: counts per day and source, clusters with their histories and labels stay true, and an item that is
read again is known. Of a cluster that somebody reviewed, the one sentence that was judged stays, because a verdict on nothing
means nothing; so do the two claims of a reviewer's link. A sentence that a younger document says too is kept with that one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from data.snapshots import remove_before
from data.store import Step, open_store
from flows.context import Run
from flows.progress import Bar, silent
from flows.settings import Settings


@dataclass(frozen=True, slots=True)
class Retained:
    """What came of it: documents and claims that lost their text now, claims of deleted documents that have it still (a label,
    a link or a younger document needs it), and snapshots removed.
    """

    documents: int = 0
    claims: int = 0
    claims_kept: int = 0
    snapshots: int = 0


def retain(run: Run, settings: Settings, days: int, bar: Bar = silent) -> Retained:
    """Delete what documents said that were read more than `days` days ago, in one transaction, and snapshots as old; then write
    the file anew, in which the deleted bytes would stay.

    Days count from when a document was read, so that an archive read today stays `days` days. A document whose claims are
    not clustered yet waits for that. The next snapshot is published without what was deleted.
    """
    now = datetime.now(UTC)
    before = now - timedelta(days=days)
    counted = run.store.read("count_forgotten").to_pylist()[0]
    steps = [
        Step("forget_documents", params={"now": now, "before": before}),
        Step("forget_claims", params={"now": now, "days": days}),
        Step("forget_embeddings"),
        Step("forget_bands"),
        Step("forget_excerpts", params={"before": before}),
        Step("forget_news"),
    ]
    with bar("deleting old texts", len(steps)) as advance:
        run.write("retention", [run.run_id, now.isoformat()], steps)
        after = run.store.read("count_forgotten").to_pylist()[0]
        if after != counted:
            open_store(settings.db, settings.wait_seconds).compact()
        advance(len(steps))
    return Retained(
        documents=after["documents"] - counted["documents"],
        claims=after["claims"] - counted["claims"],
        claims_kept=after["claims_kept"],
        snapshots=remove_before(settings.db, before),
    )
