"""A backfill keeps a folder of exports file by file, and reads no file again that it kept whole, whatever happened to it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import flows.backfill
from flows.backfill import Filled, fill, groups
from flows.context import Run
from flows.deciders import Deciders
from flows.declared import Source
from flows.kept_files import kept_row
from tests.days import ROOT, environment, parakh
from tests.rows import ask

FILES, POSTS = 6, 30
NextRun = Callable[[], Run]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Exports of several files and years, one of which is no export."""
    for number in range(FILES):
        file = tmp_path / "exports" / str(2020 + number % 2) / f"{number}.jsonl"
        file.parent.mkdir(parents=True, exist_ok=True)
        rows = ({"id": f"{number}-{n}", "text": f"बेलहटा के वार्ड {number} में नलकूप {n} बंद है।"} for n in range(POSTS))
        file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    (tmp_path / "exports" / "notes.docx").write_text("x")
    return tmp_path / "exports"


@pytest.fixture
def filled(folder: Path, another_run: NextRun, deciders: Deciders) -> Callable[..., Filled]:
    """One backfill of the folder in a run of its own."""
    return lambda source=None: fill(another_run(), deciders, folder, source)


def test_everything_is_kept_once_and_no_file_is_read_again(filled: Callable[..., Filled], database: Path) -> None:
    first, second = filled(), filled()
    assert (first.files, first.known, first.ingested.new) == (FILES, 0, FILES * POSTS)
    assert [line.endswith("files that end in .docx are not read") for line in first.ingested.skipped] == [True]
    assert (second.files, second.known, second.ingested.read) == (0, FILES, 0)
    assert ask(database, "SELECT count(*) FROM document") == [(FILES * POSTS,)]


def test_a_file_that_changed_or_moved_is_read_again_and_what_it_held_before_is_known(
    filled: Callable[..., Filled], folder: Path
) -> None:
    filled()
    file = folder / "2020" / "0.jsonl"
    about = file.stat()
    text = file.read_text()
    file.write_text(text.replace("वार्ड 0 में नलकूप 7 ", "वार्ड 0 में नलकूप 8 "))  # of the same size
    os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))  # and time
    (folder / "2021" / "1.jsonl").rename(folder / "2021" / "1 (copy).jsonl")
    again = filled()
    assert (again.files, again.known) == (2, FILES - 2)
    assert again.ingested.new == 1 + POSTS  # the name of a file stands for its source where a post names none


def test_what_is_read_as_another_source_is_read_again(filled: Callable[..., Filled], folder: Path) -> None:
    source = Source(name="wards", kind="files", path=folder, tags=("belhata",))
    assert (filled(source).files, filled(source).files, filled().files) == (FILES, 0, FILES)


def test_a_file_that_can_not_be_read_is_quarantined_and_tried_again(
    filled: Callable[..., Filled], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        flows.backfill, "kept_row", lambda file, source: None if file.name == "0.jsonl" else kept_row(file, source)
    )
    assert (filled().files, filled().files) == (FILES, 1)


def test_small_files_are_kept_together_and_large_ones_alone(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small, large = tmp_path / "small.csv", tmp_path / "large.csv"
    small.write_text("x" * 10)
    large.write_text("x" * 1000)
    monkeypatch.setattr(flows.backfill, "GROUP_BYTES", 100)
    monkeypatch.setattr(flows.backfill, "GROUP_FILES", 3)
    assert [len(group) for group in groups([small] * 4 + [large] + [small])] == [3, 1, 1, 1]
    assert list(groups([])) == []


def test_a_backfill_that_was_killed_goes_on_with_the_files_that_are_left(
    filled: Callable[..., Filled], folder: Path, database: Path
) -> None:
    words = [sys.executable, str(ROOT / "tests" / "filling.py"), str(database), str(folder)]
    with subprocess.Popen(
        words, env=environment(database, folder.parent / "prefect"), stdout=subprocess.PIPE, text=True
    ) as victim:
        assert victim.stdout is not None
        kept = 0
        while kept < 2:
            line = victim.stdout.readline()
            assert line, "it ended before it had kept two files"
            kept += line == "kept files\n"
        victim.send_signal(signal.SIGKILL)
        kept += victim.stdout.read().count("kept files\n")
    assert victim.returncode == -signal.SIGKILL and 2 <= kept < FILES
    assert ask(database, "SELECT count(*) FROM kept_file") == [(kept,)]
    rest = filled()
    assert (rest.files, rest.known) == (FILES - kept, kept)
    assert ask(database, "SELECT count(*), count(DISTINCT own_id) FROM document") == [(FILES * POSTS,) * 2]
    assert ask(database, "SELECT count(*) FROM kept_file") == [(FILES,)]


@pytest.mark.slow
def test_parakh_backfill_carries_everything_to_its_cluster_once_and_says_what_it_read(
    database: Path, prefect_home: Path, tmp_path: Path
) -> None:
    exports = tmp_path / "exports"
    exports.mkdir()
    for name, text in {"a": "बेलहटा में गंदा पानी पीने से सात लोगों की मौत हो गई।", "b": "1 मार्च से बिजली मुफ़्त मिलेगी।"}.items():
        (exports / f"{name}.jsonl").write_text(json.dumps({"id": name, "text": text}) + "\n")
    done = parakh(database, prefect_home, "backfill", exports, "--quiet")
    assert done.returncode == 0, done.stderr
    assert "2 files read, 0 had been kept before" in done.stdout and "2 new documents of 2 read" in done.stdout
    assert "files " in done.stderr and "clustering claims" in done.stderr
    assert ask(database, "SELECT flow, status FROM run") == [("backfill", "finished")]
    assert ask(database, "SELECT count(*) FROM clusters")[0][0] >= 1
    gone = parakh(database, prefect_home, "backfill", tmp_path / "gone")
    assert gone.returncode == 1 and "There is no file or folder" in gone.stderr
