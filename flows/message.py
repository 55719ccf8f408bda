"""What is told to somebody outside, an alert or the brief, as a mail and as a chat takes it, and what a receiver may answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from data.sources.origin import shown

CLAIM = 500  # characters of the claim that a message shows
GONE = "(its claims are in another cluster now)"
SUBJECT = 80  # characters of the claim in the subject of a mail
MOST_TITLE, MOST_SECTION = 150, 3000  # characters that Slack takes


class Letter(Protocol):
    """Anything that is told; `key` is the same however often it is sent, so that a receiver can tell it is one."""

    @property
    def key(self) -> str: ...

    @property
    def subject(self) -> str:
        """One line."""

    @property
    def text(self) -> str:
        """The whole of it as plain text."""

    def slack(self) -> dict[str, Any]:
        """The whole of it as Slack's incoming webhooks take it."""


@dataclass(frozen=True, slots=True)
class Message:
    """One alert as it is told."""

    key: str
    title: str
    claim: str
    why: str
    look: str

    @property
    def subject(self) -> str:
        """What it is, and how the claim begins."""
        return f"Parakh: {self.title}: {shown(self.claim, SUBJECT)}"

    @property
    def text(self) -> str:
        """The whole message as plain text."""
        return f"{self.title}\n\n{self.claim}\n\n{self.why}\n{self.look}\n"

    def slack(self) -> dict[str, Any]:
        """The message as Slack's incoming webhooks take it: a fall-back text, and blocks.

        Whatever stood in a post is shown as plain text: a claim can't name @channel or hide a link.
        """
        return {
            "text": _escaped(f"{self.title}: {self.claim} ({self.why})"),
            "blocks": [
                {"type": "header", "text": {"type": "plain_text", "text": self.title}},
                {"type": "section", "text": {"type": "plain_text", "text": self.claim}},
                {"type": "context", "elements": [{"type": "plain_text", "text": f"{self.why} {self.look}"}]},
            ],
        }


@dataclass(frozen=True, slots=True)
class BriefLetter:
    """The brief as it is told; `text` is what `flows.brief` wrote, in which no post is mark-up of a mail or a chat."""

    key: str
    text: str

    @property
    def subject(self) -> str:
        """Its heading."""
        return self.text.partition("\n")[0].removeprefix("# ")

    def slack(self) -> dict[str, Any]:
        """The heading, then a section for every paragraph. Slack writes bold with one asterisk and has no lists."""
        paragraphs = self.text.replace("**", "*").replace("\n- ", "\n• ").strip().split("\n\n")[1:]
        told = [_fitting(_escaped("• " + each[2:] if each.startswith("- ") else each)) for each in paragraphs]
        return {
            "text": _escaped(self.subject),
            "blocks": [
                {"type": "header", "text": {"type": "plain_text", "text": self.subject[:MOST_TITLE]}},
                *({"type": "section", "text": {"type": "mrkdwn", "text": each, "verbatim": True}} for each in told),
            ],
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of sending: `detail` says it to a person and names no address; `retry_after` is in seconds."""

    outcome: Literal["delivered", "refused", "failed"]
    detail: str
    retry_after: float | None = None


def message(row: Mapping[str, Any]) -> Message:
    """The message of a row of the query `alerts_to_deliver`."""
    documents = f"{row['documents']} document{'' if row['documents'] == 1 else 's'}"
    if row["kind"] == "growing":
        title = "A claim grows faster than its past"
        why = f"{documents} in 24 hours; its past let expect {row['expected']:.1f}."
    else:
        title = f"A claim labelled {row['verdict']} is back"
        why = f"{documents} since it came back, after {row['silent_days']} days in which nobody said it."
    claim = shown(row["claim"], CLAIM) if row["claim"] else GONE
    return Message(row["alert_id"], title, claim, why, f"parakh show {row['cluster_id']}")


def _fitting(text: str) -> str:
    return text if len(text) <= MOST_SECTION else text[: MOST_SECTION - 1] + "…"


def _escaped(text: str) -> str:
    """`text` with the three characters that Slack's mark-up is made of written as they are to be read."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
