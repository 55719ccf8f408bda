"""Views as files: all of them, the same in both formats, and nothing in them that a spreadsheet would run."""

import csv
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from data.exchange_views import export_views, harmless
from data.queries import reports
from data.report_snapshot import publish_report
from errors import InputError, NotFound
from tests.lives import Lives
from tests.rows import ask

TEXTS = [
    '=HYPERLINK("http://x.example")',
    "+91",
    "-1+2",
    "@SUM(1)",
    "\t=1",
    " =1",
    "＝1",
    "\rनहर",
    "\n=1",
    "नहर, बन गई\nकल",
]


def _published(database: Path) -> Path:
    copy = database.with_name("copy.duckdb")
    shutil.copy(database, copy)
    return publish_report(copy, database, "run-1").parquet


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What was published of one cluster of texts that a spreadsheet might run; the first two documents have addresses."""
    lives = Lives(tmp_path_factory.mktemp("views") / "p.duckdb")
    lives.born("c1", *TEXTS)
    store = lives.store
    store.read("counts")
    for number, url in enumerate(("https://news.example.org/1", "http://cms.intranet/2"), 1):
        ask(
            store.path,
            f"UPDATE document SET url = '{url}', author = 'author:1f2e3d4c5b6a7988' WHERE own_id = '{number}'",
        )
    return _published(store.path)


@pytest.fixture(scope="module")
def by_csv(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("csv") / "out"
    export_views(published, folder, "csv")
    return folder


@pytest.fixture(scope="module")
def by_parquet(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("parquet") / "out"
    export_views(published, folder, "parquet")
    return folder


def test_every_view_is_written_in_both_formats_with_every_row(published: Path, by_csv: Path, by_parquet: Path) -> None:
    assert {path.name for path in by_csv.iterdir()} == {f"{view}.csv" for view in reports()}
    assert {path.name for path in by_parquet.iterdir()} == {f"{view}.parquet" for view in reports()}
    for view in reports():
        was, table = (pq.read_table(folder / f"{view}.parquet") for folder in (published, by_parquet))
        assert table.column_names == was.column_names and table.num_rows == was.num_rows
        assert len(_csv(by_csv / f"{view}.csv")) == was.num_rows
        header = (by_csv / f"{view}.csv").read_text(encoding="utf-8-sig").splitlines()[0]
        assert header == ",".join(table.column_names)
    assert pq.read_table(by_parquet / "claims.parquet").num_rows == len(TEXTS)


def test_a_cell_says_times_in_utc_and_lists_with_semicolons(by_csv: Path) -> None:
    (cluster,) = _csv(by_csv / "clusters.csv")
    assert (cluster["languages"], cluster["to_be_confirmed"], cluster["kind"]) == ("hi", "false", "")
    assert cluster["first_seen"] == "2031-05-01 06:30:00+00:00"
    assert (by_csv / "clusters.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_text_that_begins_like_a_formula_is_text_in_a_spreadsheet(by_csv: Path, by_parquet: Path) -> None:
    assert {row["text"] for row in _csv(by_csv / "claims.csv")} == {f"'{text}" for text in TEXTS[:-1]} | {TEXTS[-1]}
    for path in by_csv.iterdir():
        with path.open(encoding="utf-8-sig", newline="") as file:
            assert not [cell for row in csv.reader(file) for cell in row if cell[:1] in tuple("=+-@\t\r＝")]
    assert set(pq.read_table(by_parquet / "claims.parquet")["text"].to_pylist()) == set(TEXTS)


def test_other_texts_stay_as_they_are() -> None:
    assert [harmless(text) for text in ("नहर", "3 - 2", "a=b", "", "'")] == ["नहर", "3 - 2", "a=b", "", "'"]


def test_only_addresses_that_anyone_may_open_go_out_and_no_token_of_a_person(
    published: Path, by_csv: Path, by_parquet: Path
) -> None:
    assert set(pq.read_table(published / "claims.parquet")["carrier"].to_pylist()) - {None}
    for rows in (_csv(by_csv / "claims.csv"), pq.read_table(by_parquet / "claims.parquet").to_pylist()):
        assert {row["url"] or None for row in rows} == {"https://news.example.org/1", None}
        assert {row["carrier"] or None for row in rows} == {None}
    written = "".join(path.read_text() for path in by_csv.iterdir())
    assert "author:" not in written and "cms.intranet" not in written


def test_what_was_never_published_or_can_not_be_written_is_told_in_a_sentence(published: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="parakh report"):
        export_views(tmp_path / "p-report", tmp_path / "out", "csv")
    (tmp_path / "out").write_text("a file")
    with pytest.raises(InputError, match="can't be written"):
        export_views(published, tmp_path / "out", "csv")
