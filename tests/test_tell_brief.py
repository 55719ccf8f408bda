"""The brief that the report sends: as a chat and as a mail take it, to real receivers."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from flows import notify as notifying
from flows.message import MOST_SECTION, BriefLetter
from flows.settings import Settings
from flows.tell_brief import Told, tell_brief
from tests.receivers import TOKEN, Mailbox, mail_server, webhook

TEXT = """# Parakh, 2 Mar 2031, 08:30

Since 1 Mar 2031, 08:30: 2 new claims, 0 carried on, 0 back

**New (2)**

- 3× रोटी & कपड़ा मुफ़्त (c1)
- 2× नहर बन गई (c2)
"""
LETTER = BriefLetter("b1", TEXT)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Pauses of a blink; no settings and no proxy of this machine."""
    monkeypatch.setattr(notifying, "PAUSE_SECONDS", 0.01)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.chdir(tmp_path)


def test_a_chat_gets_the_heading_and_a_section_for_each_paragraph() -> None:
    with webhook(200) as receiver:
        assert tell_brief(LETTER, Settings(alert_webhook=SecretStr(receiver.url))) == Told(["webhook"])
    header, *sections = receiver.got[0].body["blocks"]
    assert receiver.got[0].body["text"] == header["text"]["text"] == "Parakh, 2 Mar 2031, 08:30"
    assert [each["text"]["text"] for each in sections] == [
        "Since 1 Mar 2031, 08:30: 2 new claims, 0 carried on, 0 back",
        "*New (2)*",
        "• 3× रोटी &amp; कपड़ा मुफ़्त (c1)\n• 2× नहर बन गई (c2)",
    ]
    assert {each["text"]["type"] for each in sections} == {"mrkdwn"}
    assert receiver.keys == ["b1"]


def test_a_section_is_no_longer_than_a_chat_takes() -> None:
    told = BriefLetter("b1", "# Parakh\n\n" + "- source a: it answered 503\n" * 500).slack()
    assert max(len(block["text"]["text"]) for block in told["blocks"]) == MOST_SECTION


def test_a_mail_is_the_brief_as_it_stands() -> None:
    box = Mailbox()
    with mail_server(box) as server:
        sent = {"alert_smtp": SecretStr(f"smtp://{server}"), "alert_from": "parakh@example.org"}
        assert tell_brief(LETTER, Settings(**sent, alert_to="desk@example.org")) == Told(["mail"])
    (mail,) = box.mails
    assert mail["Subject"] == "Parakh, 2 Mar 2031, 08:30"
    assert mail.get_content().replace("\r\n", "\n") == TEXT


def test_what_fails_is_tried_again_under_the_same_key_and_told_without_the_address() -> None:
    with webhook(503, 200) as receiver:
        assert tell_brief(LETTER, Settings(alert_webhook=SecretStr(receiver.url))) == Told(["webhook"])
    assert receiver.keys == ["b1", "b1"]
    with webhook(503) as receiver:
        told = tell_brief(LETTER, Settings(alert_webhook=SecretStr(receiver.url)))
    assert len(receiver.got) == notifying.ATTEMPTS
    assert told == Told(failures=["webhook: the brief was not taken: answered 503"]) and TOKEN not in told.failures[0]


def test_without_channels_nothing_is_sent_and_settings_that_can_not_be_used_are_told() -> None:
    assert tell_brief(LETTER, Settings()) == Told()
    told = tell_brief(LETTER, Settings(alert_webhook=SecretStr("no address")))
    assert not told.delivered and told.failures[0].startswith("alert_webhook is not an address")
