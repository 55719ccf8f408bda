"""Undoing: a reviewer's own last decision is taken back by another one that is appended; nothing is deleted."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from data.deciding import REVIEWER_RUN, Decided, Deciding, decided_before, decision_step, new_id, table, write
from data.group_links import taking_back
from data.group_moves import claims_of, event_step, move_steps
from data.merging import Thought
from data.near_rows import handed_on, near_before, near_of
from data.regroup import regroup
from data.store import Step, Store
from errors import InputError, NotFound

Made = Mapping[str, Any]  # the decision to be taken back
DID = {
    "judge": "judged",
    "merge": "merged",
    "split": "split",
    "answer": "answered “same claim?” about",
    "factcheck": "judged a fact-check of",
    "link": "linked claims of",
}


def undo(
    store: Store, decision_id: str, reviewer: str, *, undo_id: str | None = None, seen_at: datetime | None = None
) -> Decided:
    """Take back one's own last decision: claims, links, labels and suggestions are as before, and later runs keep them so.

    `undo_id` is this decision's own id. Raises `NotFound` for an unknown decision, `InputError` for another's, for one that
    is not the last, was taken back before, or that something was built on since, and says what.
    """
    undo_id = new_id(undo_id)
    before, _ = decided_before(store, undo_id, reviewer, "undo")
    if before:
        return before
    made = _made(store, decision_id, reviewer)
    if made["action"] in ("judge", "factcheck"):
        return _withdraw(store, made, Deciding(undo_id, reviewer, "undo", datetime.now(UTC)))

    def think(by: Deciding) -> Thought:
        return _regrouped_back(store, _made(store, decision_id, reviewer), by)

    return regroup(store, reviewer, "undo", "", seen_at, undo_id, think)


def _made(store: Store, decision_id: str, reviewer: str) -> Made:
    """The decision, where it may be taken back."""
    found = store.read("decision", {"decision_id": decision_id}).to_pylist()
    if not found:
        raise NotFound(f"No decision is called {decision_id!r}. Your own are listed on the page of your decisions.")
    made: Made = found[0]
    if made["reviewer"] != reviewer:
        raise InputError(
            f"This decision is {made['reviewer']}'s, and only {made['reviewer']} can take it back. Decide anew."
        )
    if made["action"] == "undo":
        raise InputError("An undo can't be undone. Decide anew.")
    if made["undone_at"]:
        raise InputError(
            f"This decision was taken back before, on {_minute(made['undone_at'])}. Nothing is left to undo."
        )
    (last,) = store.read("last_decision", {"reviewer": reviewer}).to_pylist()
    if last["decision_id"] != decision_id:
        raise InputError(
            f"You have decided since: you {DID[last['action']]} {last['cluster_id']} on {_minute(last['recorded_at'])}. "
            "Undo that first."
        )
    return made


def _withdraw(store: Store, made: Made, by: Deciding) -> Decided:
    """A judgement counts no more; a fact-check is suggested as before."""
    content = json.loads(made["content"])
    if made["action"] == "judge":
        later = store.read("built_on", {"decision_id": made["decision_id"]}).to_pylist()
        _refuse(made, [row for row in later if row["action"] == "judge" and json.loads(row["content"])["adjudicates"]])
    decided = Decided(by.decision_id, made["cluster_id"])
    steps = [_undoing(by, decided, made)]
    if made["action"] == "factcheck" and content["accepted"]:
        steps.append(Step("close_matches_of_decision", params={"undoes": made["decision_id"], "now": by.now}))
    elif made["action"] == "factcheck":
        match = {"cluster_id": made["cluster_id"], "factcheck_id": content["factcheck_id"]}
        match |= {"ended_at": made["recorded_at"], "now": by.now, "decision_id": by.decision_id}
        steps.append(Step("restore_match", params=match))
    if not write(store, f"undo {made['decision_id']}", steps):
        return _again(store, made, by)
    return decided


def _again(store: Store, made: Made, by: Deciding) -> Decided:
    """Somebody was faster, or only the answer was lost."""
    before, _ = decided_before(store, by.decision_id, by.reviewer, "undo")
    if before is None:
        _made(store, made["decision_id"], by.reviewer)
    return before or Decided(by.decision_id, made["cluster_id"])


def _regrouped_back(store: Store, made: Made, by: Deciding) -> Thought:
    """Claims go back to where they were, with the links and near clusters of that time."""
    later = store.read("built_on", {"decision_id": made["decision_id"]}).to_pylist()
    content = json.loads(made["content"])
    decided = Decided(by.decision_id, made["cluster_id"])
    links = store.read("links_of_decision", {"decision_id": made["decision_id"]}).to_pylist()
    denied = made["action"] == "answer" and not content["same"]
    _refuse(made, later if not denied or any(link["valid_to"] for link in links) else [])
    steps = [_undoing(by, decided, made), *taking_back(links, content.get("ended_links", []), by)]
    if denied:
        return decided, [*steps, *_near_again(store, made, {}, by)]
    return decided, [*steps, *(_moves_back(store, made, by) if made["other_cluster_id"] else [])]


def _moves_back(store: Store, made: Made, by: Deciding) -> list[Step]:
    """The statements by which the claims that the decision moved go back; of a new cluster that ends, those that came since too."""
    moved = store.read("moved_by_decision", {"decision_id": made["decision_id"]}).to_pylist()
    strayed = [row for row in moved if row["now_id"] != row["to_id"]]
    if strayed:
        raise InputError(
            f"{_what(made)}, and that can't be undone any more: {len(strayed)} of the {len(moved)} claims have gone on since, to "
            f"{strayed[0]['now_id'] or 'no cluster'}. Merge or split what is wrong now."
        )
    left, back = moved[0]["to_id"], moved[0]["from_id"]
    going = [row["claim_id"] for row in moved]
    ends = made["action"] == "split"
    came = [str(claim["claim_id"]) for claim in claims_of(store, [left])[left]] if ends else []
    came = [claim for claim in came if claim not in set(going)]
    home = dict.fromkeys([*going, *came], back)
    event = ("merged", left, back) if ends else ("grew", back, left)
    return [
        Step(
            "close_memberships",
            table([{"claim_id": claim} for claim in going]),
            {"now": by.now, "run_id": REVIEWER_RUN},
        ),
        Step("restore_memberships", params={"undoes": made["decision_id"], "now": by.now}),
        *move_steps(came, back, by),
        event_step(*event, len(home), f"{made['action']} undone by {by.reviewer}", by),
        *_near_again(store, made, home, by),
        Step("close_matches_of_decision", params={"undoes": made["decision_id"], "now": by.now}),
    ]


def _near_again(store: Store, made: Made, home: Mapping[str, str], by: Deciding) -> list[Step]:
    """The statements that bring near clusters back, when these claims are at `home` again."""
    clusters = _ids(made)

    def rename(cluster: str, claim: str) -> str:
        return home.get(claim, cluster)

    back = near_before(store, clusters, made["recorded_at"], rename)
    return handed_on(store, near_of(store, clusters), clusters, rename, by, back)


def _undoing(by: Deciding, decided: Decided, made: Made) -> Step:
    content = {"action": made["action"]}
    return decision_step(by, decided, content, other=made["other_cluster_id"], undoes=made["decision_id"])


def _refuse(made: Made, later: Sequence[Mapping[str, Any]]) -> None:
    """Raise `InputError` where others built on a decision since."""
    if later:
        who = later[-1]
        raise InputError(
            f"{_what(made)}, and that can't be undone any more: {who['reviewer']} {DID[who['action']]} {who['cluster_id']} since, on "
            f"{_minute(who['recorded_at'])}. Decide anew what is wrong now."
        )


def _what(made: Made) -> str:
    return f"You {DID[made['action']]} {', '.join(_ids(made))}"


def _ids(made: Made) -> list[str]:
    return [made[name] for name in ("cluster_id", "other_cluster_id") if made[name]]


def _minute(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
