"""What the API takes and gives, with examples for its description. Whether it can be kept is for `data.decisions` to say."""

from __future__ import annotations

from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

CLUSTER = "c55f3b604f873"


def _example(**fields: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [fields]})


class _Decision(BaseModel):
    note: str = Field(default="", description="What else is to be known.")
    seen_at: AwareDatetime | None = Field(
        default=None, description="When you read the cluster; you are told who decided about it since."
    )
    decision_id: str | None = Field(
        default=None,
        description="An id of your own (1 to 64 of a-z, A-Z, 0-9, - and _): what is sent twice with it is one decision.",
    )


class Judgement(_Decision):
    """One judgement of a cluster: a kind, a verdict, a note or an address at least."""

    model_config = _example(
        kind="pledge", verdict="unverifiable", confidence=0.8, note="said at the rally", decision_id="mine-17"
    )

    kind: str | None = Field(default=None, description="What the claim does: a kind of the codebook.")
    verdict: str | None = Field(default=None, description="What was found: a verdict of the codebook.")
    confidence: float | None = Field(default=None, description="How sure you are, 0 to 1.")
    evidence: str | None = Field(default=None, description="An http(s) address.")
    adjudicates: bool = Field(default=False, description="Settles a disagreement; editors only.")
    reason: str | None = Field(
        default=None, description="With `adjudicates`: why the reviewers differed, of the codebook."
    )


class Merge(_Decision):
    """The other cluster that is the same claim."""

    model_config = _example(other_id="c629313a31dee")

    other_id: str


class Split(_Decision):
    """The claims of the cluster that are another claim than the rest."""

    model_config = _example(claim_ids=["a81c06f4d2b97e35"])

    claim_ids: list[str] = Field(min_length=1, max_length=20_000)


class Answer(_Decision):
    """Whether a suggested cluster is the same claim."""

    model_config = _example(other_id="c629313a31dee", same=False)

    other_id: str
    same: bool


class FactcheckJudgement(_Decision):
    """Whether a fact-check answers the cluster."""

    model_config = _example(accepted=True)

    accepted: bool


class Undo(BaseModel):
    """Nothing has to be said with it."""

    model_config = _example(decision_id="mine-18")

    decision_id: str | None = Field(default=None, description="The undoing's own id: sent twice it is done once.")


class Decided(BaseModel):
    """A decision that is on disk: where it landed, and what happened meanwhile."""

    model_config = _example(decision_id="mine-17", cluster_id=CLUSTER, note=None)

    decision_id: str
    cluster_id: str = Field(description="Another than you named where that was merged away.")
    note: str | None = Field(
        description="A sentence for the reviewer, such as who decided the same cluster just before."
    )


class Entry(BaseModel):
    """A word of the codebook."""

    id: str
    name_en: str
    name_hi: str


class Codebook(BaseModel):
    """The words that judgements are made of."""

    kinds: list[Entry]
    verdicts: list[Entry]
    reasons: list[Entry]


class Pair(BaseModel):
    """How two reviewers agree on the `n` clusters that both judged."""

    rater_a: str
    rater_b: str
    n: int
    kappa: float | None
    why: str | None = Field(description="Why there is no kappa: too_few or one_value.")


class AgreementOf(BaseModel):
    """How well reviewers agree on verdicts, or on kinds."""

    of: str
    units: int = Field(description="Clusters that two or more have judged.")
    alpha: float | None
    why: str | None = Field(description="Why there is no alpha: too_few or one_value.")
    pairs: list[Pair]


class Problem(BaseModel):
    """An error (RFC 9457)."""

    model_config = _example(
        type="about:blank", title="Not Found", status=404, detail="No cluster was ever called 'c9'."
    )

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[dict[str, Any]] | None = Field(default=None, description="422: each field that can't be used.")
