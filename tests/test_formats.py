import io
import json
from pathlib import Path

import pytest

from data.records import FactCheck, Item, Rejected
from data.sources import KINDS, Skipped, read
from errors import InputError

CHAT = "13/03/23, 21:29 - रेखा: नहर\n13/03/23, 21:30 - मोहन: पानी\n"
MESSAGE = '{"id": 1, "type": "message", "date": "2023-03-12", "text": "नहर"}'
TELEGRAM = f'{{"name": "n", "type": "public_channel", "id": 1, "messages": [{MESSAGE}]}}'


def test_a_folder_of_exports_is_read_without_a_word_about_them(tmp_path: Path) -> None:
    files = {
        "chat.txt": CHAT,
        "article.txt": "मेले में भीड़\n\nPublished : Mar 12, 2023, 9:29 PM IST\n\nप्रशासन ने दावा किया कि दो लाख लोग आए।\n",
        "result.json": TELEGRAM,
        "tweets.js": 'window.YTD.tweets.part0 = [{"tweet": {"id_str": "1", "full_text": "नहर", "created_at": "2023-03-12"}}]',
        "account.js": "window.YTD.account.part0 = []",
        "checks.jsonl": '{"vclaim_id": "v1", "title": "नहर नहीं बनी", "subtitle": "x", "date": "2024-04-03"}\n',
    }
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    found = [
        (Path(r.source).name, "skipped") if isinstance(r, Skipped) else (getattr(r, "source", ""), type(r).__name__)
        for r in read([tmp_path])
    ]
    assert found == [
        ("account.js", "skipped"),
        ("article.txt", "Item"),
        ("chat.txt", "Item"),
        ("chat.txt", "Item"),
        ("", "FactCheck"),
        ("n", "Item"),
        ("tweets.js", "Item"),
    ]


def test_rows_with_a_fact_checks_id_are_fact_checks_also_without_a_rating(tmp_path: Path) -> None:
    for name, content in (
        ("c.csv", "vclaim_id,title,date\nv1,नहर नहीं बनी,2024-04-03\n"),
        ("c.jsonl", '{"factcheck_id": "v1", "claim": "नहर बनी"}\n'),
    ):
        (tmp_path / name).write_text(content, encoding="utf-8")
        (check,) = read([tmp_path / name])
        assert isinstance(check, FactCheck)
        assert check.factcheck_id == "v1"


@pytest.mark.parametrize("content", [TELEGRAM, json.dumps(json.loads(TELEGRAM), indent=1), CHAT.splitlines()[0]])
def test_standard_input_is_known_by_its_beginning(content: str) -> None:
    (item,) = read(["-"], stdin=io.BytesIO(content.encode()))
    assert isinstance(item, Item)
    assert item.text == "नहर"


def test_a_kind_that_is_told_is_kept_to(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(CHAT, encoding="utf-8")
    (tmp_path / "chat").write_text(CHAT, encoding="utf-8")
    (tmp_path / "posts.csv").write_text("text\nनहर\n", encoding="utf-8")
    (whole,) = read([tmp_path / "chat.txt"], kind="text")
    assert isinstance(whole, Item)
    assert whole.text == CHAT
    assert len([r for r in read([tmp_path / "chat"], kind="whatsapp") if isinstance(r, Item)]) == 2
    assert [type(r) for r in read([tmp_path], kind="whatsapp")] == [Skipped, Item, Item, Skipped]
    assert len(list(read(["-"], stdin=io.BytesIO(CHAT.encode()), kind="whatsapp"))) == 2
    with pytest.raises(InputError, match="whatsapp"):
        list(read([tmp_path], kind="fax"))


def test_every_kind_refuses_what_is_none_of_it_with_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "noise"
    path.write_bytes(bytes(range(256)) * 10)
    for kind in KINDS:
        records = list(read([path], kind=kind))
        assert records
        assert not [r for r in records if isinstance(r, Item | FactCheck)], kind
        assert all(isinstance(r, Rejected | Skipped) for r in records)


def test_the_name_that_is_told_is_the_source_of_items_that_name_none(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(CHAT, encoding="utf-8")
    (tmp_path / "result.json").write_text(TELEGRAM, encoding="utf-8")
    sources = [r.source for r in read([tmp_path], name="वार्ड 7") if isinstance(r, Item)]
    assert sources == ["वार्ड 7", "वार्ड 7", "n"]
