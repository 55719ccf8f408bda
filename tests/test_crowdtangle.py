from datetime import UTC, datetime
from pathlib import Path

from data.records import Item, Rejected
from data.sources import Skipped, read

HEADER = "Page Name,User Name,Facebook Id,Likes at Posting,Post Created,Type,Total Interactions,URL,Message,Link,Image Text\n"
ROW = 'ज़िला समाचार,invented,0,5,2020-11-03 10:59:00 EST,Photo,"1,204",https://social.example/p/1,{message},,{image}\n'


def _read(folder: Path, content: str) -> list[object]:
    (folder / "export.csv").write_text(content, encoding="utf-8-sig")
    return list(read([folder]))


def test_a_table_of_crowdtangle_needs_no_mapping(tmp_path: Path) -> None:
    (item,) = _read(tmp_path, HEADER + ROW.format(message="नहर में पानी नहीं है", image="बैनर"))
    assert isinstance(item, Item)
    assert (item.text, item.author, item.url) == ("नहर में पानी नहीं है", "ज़िला समाचार", "https://social.example/p/1")
    assert item.posted_at == datetime(2020, 11, 3, 15, 59, tzinfo=UTC)
    assert item.extra["Total Interactions"] == "1,204"
    assert item.extra["Image Text"] == "बैनर"
    assert "Message" not in item.extra


def test_a_picture_speaks_where_the_post_does_not_and_a_silent_one_is_counted(tmp_path: Path) -> None:
    item, told = _read(tmp_path, HEADER + ROW.format(message="", image="बैनर") + ROW.format(message="", image=""))
    assert isinstance(item, Item)
    assert item.text == "बैनर"
    assert isinstance(told, Skipped)
    assert told.why == "posts without text (1)"


def test_instagram_and_groups_and_the_content_library_are_known_too(tmp_path: Path) -> None:
    tables = {
        "Account,User Name,Post Created,URL,Description\nरेखा,invented,2020-11-03 15:59:00 UTC,https://social.example/p/1,नहर\n": "रेखा",
        "Group Name,Post Created,Message\nवार्ड,2020-11-03 15:59:00 UTC,नहर\n": "वार्ड",
        "id,text,creation_time,post_owner.name\n9,नहर,2020-11-03T15:59:00Z,मोहन\n": "मोहन",
    }
    for table, author in tables.items():
        (item,) = _read(tmp_path, table)
        assert isinstance(item, Item)
        assert (item.text, item.author, item.posted_at) == ("नहर", author, datetime(2020, 11, 3, 15, 59, tzinfo=UTC))


def test_a_date_that_can_not_be_read_refuses_its_row(tmp_path: Path) -> None:
    rejected, item = _read(
        tmp_path, "Group Name,Post Created,Message\nवार्ड,soon,नहर\nवार्ड,2020-11-03 15:59:00 UTC,पानी\n"
    )
    assert isinstance(rejected, Rejected)
    assert (rejected.reason, rejected.position) == ("bad_date", "row 2")
    assert isinstance(item, Item)
