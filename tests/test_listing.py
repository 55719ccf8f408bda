"""The listing of a folder is what reading it would read."""

import json
import os
from pathlib import Path

from data.records import Item
from data.sources import Skipped, read
from data.sources.listing import listing


def _folder(tmp_path: Path) -> Path:
    for name in ("b/posts.jsonl", "a.jsonl", "c.CSV", "notes.docx", ".hidden.jsonl", "b/.git/x.jsonl"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        row = {"id": name, "text": f"नलकूप {name}"}
        path.write_text(f"id,text\n{name},नलकूप\n" if name.endswith("CSV") else json.dumps(row))
    (tmp_path / "linked").symlink_to(tmp_path / "b")
    os.mkfifo(tmp_path / "pipe.csv")
    return tmp_path


def test_a_folder_is_listed_as_it_is_read(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    found = list(listing(folder))
    records = list(read([folder]))
    files = [path for path in found if isinstance(path, Path)]
    assert [path.name for path in files] == ["a.jsonl", "posts.jsonl", "c.CSV"]
    assert [item.source for item in records if isinstance(item, Item)] == [path.name for path in files]
    assert [each for each in found if isinstance(each, Skipped)] == [
        each for each in records if isinstance(each, Skipped)
    ]


def test_only_files_of_the_kind_are_listed(tmp_path: Path) -> None:
    assert [each.name for each in listing(_folder(tmp_path), "crowdtangle") if isinstance(each, Path)] == ["c.CSV"]


def test_a_file_is_itself_and_what_is_not_there_is_nothing(tmp_path: Path) -> None:
    file = tmp_path / "notes.docx"
    file.write_text("x")
    assert list(listing(file)) == [file]
    assert list(listing(tmp_path / "gone")) == []
