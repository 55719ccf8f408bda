"""Which files of a source are remembered as read, so that they are not read again."""

import os
from pathlib import Path

from data.records import Rejected
from flows.declared import Source
from flows.kept_files import KeptFiles, kept_row


def _files(folder: Path, *names: str) -> list[Path]:
    files = [folder / name for name in names]
    for file in files:
        file.write_text("text\nबेलहटा में पानी नहीं है।\n")
    return files


def test_what_broke_and_the_last_file_of_a_reading_that_broke_off_are_not_whole(tmp_path: Path) -> None:
    one, two, three = _files(tmp_path, "1.csv", "2.csv", "3.csv")
    source = Source(name="exports", kind="files", path=tmp_path)
    files = KeptFiles(source, set())
    assert [files.holds(file) for file in (one, two, three, tmp_path / "gone.csv")] == [False] * 4
    files.add([Rejected(str(two), "", "unreadable", "Input/output error"), Rejected(str(one), "row 2", "empty", "")])
    assert [row["path"] for row in files.whole(broken_off=False)] == [str(one), str(three)]
    assert [row["path"] for row in files.whole(broken_off=True)] == [str(one)]
    assert files.left_out == []


def test_a_file_is_known_by_place_size_time_content_and_how_it_is_read(tmp_path: Path) -> None:
    (file,) = _files(tmp_path, "1.csv")
    source = Source(name="exports", kind="files", path=tmp_path)
    row = kept_row(file, source)
    assert row is not None and KeptFiles(source, {row["file_id"]}).holds(file)
    assert not KeptFiles(source.model_copy(update={"columns": {"text": "text"}}), {row["file_id"]}).holds(file)
    about = file.stat()
    file.write_text(file.read_text().replace("पानी", "बाढ़"))  # of the same size
    os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))  # and time
    assert not KeptFiles(source, {row["file_id"]}).holds(file)


def test_a_name_that_is_no_utf_8_can_be_kept(tmp_path: Path) -> None:
    (file,) = _files(tmp_path, os.fsdecode(b"\xe9t\xe9.csv"))
    row = kept_row(file, None)
    assert row is not None and row["path"].encode()


def test_a_chat_called_by_a_number_is_remembered_without_it_and_still_told_as_broken(tmp_path: Path) -> None:
    (file,) = _files(tmp_path, f"WhatsApp Chat with +91 {'9' * 5} {'9' * 5}.txt")
    files = KeptFiles(Source(name="exports", kind="files", path=tmp_path), set())
    assert not files.holds(file)
    (row,) = files.whole(broken_off=False)
    assert row["path"].endswith("WhatsApp Chat with [phone].txt")
    files.add([Rejected(str(file), "", "unreadable", "Input/output error")])
    assert files.whole(broken_off=False) == []


def test_a_pipe_is_not_opened_to_be_remembered(tmp_path: Path) -> None:
    pipe = tmp_path / "posts.csv"
    os.mkfifo(pipe)
    assert kept_row(pipe, None) is None
