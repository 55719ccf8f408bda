import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import polars
import pyarrow.parquet as pq
import pytest

from data.public_url import public_url
from data.queries import SQL
from data.report_snapshot import ReportSnapshot, publish_report, published_report, report_path
from data.report_views import published_tables, report_views
from data.store import Batch, Step, open_store
from errors import NotFound, StoreError
from flows.context import rows_of
from tests.newsroom import newsroom
from tests.rows import document_row

PRIVATE = ["Private words", "private words", "author:", "asha", "binod", "Chat with Belhata", "Title 1", "Kavita"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> ReportSnapshot:
    """The newsroom's snapshot. Only to be read."""
    store = newsroom(tmp_path_factory.mktemp("published") / "parakh.duckdb")
    return publish_report(store, store, "run 29")


@pytest.fixture(scope="module")
def snapshot(made: ReportSnapshot) -> Iterator[duckdb.DuckDBPyConnection]:
    with closing(duckdb.connect(str(made.path), read_only=True)) as connection:
        yield connection


def _ask(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(duckdb.connect(str(path), read_only=True)) as connection:
        return connection.execute(sql).fetchall()


def test_the_snapshot_stands_beside_the_database_and_says_its_run_and_time_inside(made: ReportSnapshot) -> None:
    assert made.path.name == "parakh-report.duckdb"
    assert _ask(made.path, "FROM snapshot") == [("run 29", made.published_at)]
    assert published_report(made.path.with_name("parakh.duckdb")) == made.path


def test_before_the_first_one_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="parakh report"):
        published_report(tmp_path / "p.duckdb")


@pytest.mark.parametrize("name", report_views())
def test_every_report_is_there_commented_and_as_parquet_with_its_run(
    made: ReportSnapshot, snapshot: duckdb.DuckDBPyConnection, name: str
) -> None:
    count = snapshot.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]
    columns = snapshot.execute(
        "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = $name ORDER BY column_index",
        {"name": name},
    ).fetchall()
    assert columns == list(report_views()[name].columns.items())
    file = pq.ParquetFile(made.parquet / f"{name}.parquet")
    assert (file.metadata.num_rows, file.schema_arrow.names) == (count, [column for column, _ in columns])
    assert file.metadata.metadata[b"run_id"] == b"run 29"
    assert file.metadata.metadata[b"published_at"].decode() == made.published_at.isoformat()


def test_no_word_of_a_document_but_its_claims_no_author_and_no_chat_is_in_any_file(
    made: ReportSnapshot, snapshot: duckdb.DuckDBPyConnection
) -> None:
    tables = [name for (name,) in snapshot.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
    assert set(tables) == {*published_tables(), *report_views(), "snapshot"}
    for table in tables:
        told = str(snapshot.execute(f"FROM {table}").fetchall())
        assert not [word for word in PRIVATE if word in told], table
    for file in (made.path, *made.parquet.iterdir()):
        assert not [word for word in PRIVATE if word.encode() in file.read_bytes()], file


def test_carriers_and_chats_are_numbered_so_that_the_same_one_is_the_same_within_a_snapshot(
    snapshot: duckdb.DuckDBPyConnection,
) -> None:
    found = dict(snapshot.execute("SELECT document_id, carrier FROM carriers").fetchall())
    assert found["d1"] == found["d6"] and found["d2"] == found["d5"]  # asha's and binod's
    assert {found["d1"], found["d2"], found["d4"]} == {"carrier 1", "carrier 2", "carrier 3"}
    assert found["d3"] is None and found["d7"] is None  # an article, and a post of which nobody knows who wrote it
    assert snapshot.execute("SELECT source FROM carriers WHERE document_id = 'd2'").fetchall() == [("chat 1",)]
    assert snapshot.execute("SELECT source, example FROM quarantine_by_reason").fetchall() == [("chat", None)]


def test_titles_of_articles_and_public_addresses_are_published_and_those_of_posts_are_not(
    snapshot: duckdb.DuckDBPyConnection,
) -> None:
    found = snapshot.execute("SELECT document_id, title, own_id, url FROM claims ORDER BY document_id").fetchall()
    assert found[2] == ("d3", "Title 3", "3", "https://belhata.example/3")
    assert found[3] == ("d4", None, None, "https://belhata.example/4")


ADDRESSES = [
    "https://belhata.example/a?page=2",
    "http://news.belhata.example",
    "https://t.me/belhata/17",
    "https://t.me/c/1234/17",
    "https://t.me/+abcdef",
    "https://chat.whatsapp.com/abcdef",
    "https://wa.me/[phone]",
    "https://belhata.example/@handle/17",
    "https://belhata.example/[email]",
    "https://desk.belhata.lan/17",
    "https://desk.internal:8443/17",
    "https://localhost/17",
    "http://192.168.0.4/17",
    "https://desk:secret@belhata.example/17",
    "file:///home/desk/posts.csv",
    "tg://resolve?domain=belhata",
    None,
]


def test_the_addresses_that_are_published_are_those_that_may_leave_the_house(tmp_path: Path) -> None:
    store = open_store(tmp_path / "p.duckdb")
    rows = [document_row(n) | {"url": url} for n, url in enumerate(ADDRESSES)]
    store.write(Batch("documents", "run", "test", [Step("insert_documents", rows_of(rows))]))
    found = publish_report(store.path, store.path, "run")
    urls = dict(_ask(found.path, "SELECT document_id, url FROM document"))
    assert [urls[f"d{n}"] for n in range(len(ADDRESSES))] == [url if public_url(url) else None for url in ADDRESSES]
    assert sum(url is not None for url in urls.values()) == 2


def test_a_speaker_of_a_post_is_published_only_where_the_claim_itself_names_him(tmp_path: Path) -> None:
    select = (SQL / "published" / "claim.sql").read_text(encoding="utf-8")
    with closing(duckdb.connect()) as connection:
        connection.execute("ATTACH ':memory:' AS store")
        connection.execute(
            "CREATE TABLE store.document AS SELECT 'p' AS document_id, 'post' AS medium UNION SELECT 'a', 'article'"
        )
        connection.execute(
            "CREATE TABLE store.claim AS SELECT document_id || said AS claim_id, document_id, 0 AS span_start, 9 AS span_end,"
            " 'Asha said so' AS text, 'Asha said so' AS normalised, 'en' AS language, said AS speaker, NULL::VARCHAR AS speaker_post,"
            " NULL::VARCHAR AS speaker_party, 1 AS score, NULL AS deleted_at, '' AS run_id, now() AS recorded_at"
            " FROM (VALUES ('Asha'), ('Binod')) AS t(said), store.document"
        )
        found = connection.execute(f"SELECT claim_id, speaker, normalised FROM ({select}) ORDER BY claim_id").fetchall()
    assert found == [
        ("aAsha", "Asha", "Asha said so"),
        ("aBinod", "Binod", "Asha said so"),
        ("pAsha", "Asha", None),
        ("pBinod", None, None),
    ]


def test_a_published_table_is_one_pastable_select_that_says_its_grain() -> None:
    for name, select in published_tables().items():
        assert select.startswith("-- one row per "), name
        assert [s.type.name for s in duckdb.extract_statements(select)] == ["SELECT"]


def test_who_has_the_old_snapshot_open_goes_on_reading_it_and_who_opens_gets_the_new_one(tmp_path: Path) -> None:
    store = newsroom(tmp_path / "p.duckdb")
    first = publish_report(store, store, "run 1")
    old_parquet = (first.parquet / "claims.parquet").open("rb")
    with closing(duckdb.connect(str(first.path), read_only=True)) as reader, old_parquet:
        with closing(duckdb.connect(str(store))) as connection:
            connection.execute("DELETE FROM membership WHERE cluster_id = 'k1'")
        second = publish_report(store, store, "run 2")
        assert reader.execute("SELECT count(*), (SELECT run_id FROM snapshot) FROM claims").fetchall() == [(7, "run 1")]
        assert pq.read_table(old_parquet).num_rows == 7
    assert second.path == first.path and second.parquet == first.parquet
    assert _ask(second.path, "SELECT count(*), (SELECT run_id FROM snapshot) FROM claims") == [(3, "run 2")]
    assert pq.read_table(second.parquet / "claims.parquet").num_rows == 3
    # The last one's Parquet files stay for who is in the midst of them.
    assert len(list((tmp_path / "p.duckdb.reports").iterdir())) == 2
    publish_report(store, store, "run 3", keep_last=False)
    assert len(list((tmp_path / "p.duckdb.reports").iterdir())) == 1


def test_a_snapshot_that_can_not_be_made_leaves_the_one_before_and_nothing_half_made_is_kept(tmp_path: Path) -> None:
    store = newsroom(tmp_path / "p.duckdb")
    publish_report(store, store, "run 1")
    broken = tmp_path / "broken.duckdb"
    shutil.copy(store, broken)
    with closing(duckdb.connect(str(broken))) as connection:
        connection.execute("DROP TABLE source_reading CASCADE")
    with pytest.raises(duckdb.Error):  # a defect, with its traceback
        publish_report(broken, store, "run 2")
    assert _ask(report_path(store), "FROM snapshot")[0][0] == "run 1"
    (tmp_path / "p.duckdb.reports" / "20310501T000000000000-run 3").mkdir()  # what a killed process left
    third = publish_report(store, store, "run 4")
    names = sorted(path.name for path in (tmp_path / "p.duckdb.reports").iterdir())
    assert [name.split("-")[1] for name in names] == ["run 1", "run 4"]
    assert names[1] == third.parquet.resolve().name


def test_a_folder_that_can_not_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    store = newsroom(tmp_path / "p.duckdb")
    (tmp_path / "p.duckdb.reports").write_text("a file is in the way")
    with pytest.raises(StoreError, match="can't be written"):
        publish_report(store, store, "run 1")


def test_the_file_may_be_copied_and_renamed_and_its_macros_still_answer(made: ReportSnapshot, tmp_path: Path) -> None:
    shutil.copy(made.path, tmp_path / "monday's copy.duckdb")
    assert _ask(tmp_path / "monday's copy.duckdb", "SELECT count(*) FROM claims_as_of('2031-05-02')") == [(2,)]


def test_the_files_are_for_reading(made: ReportSnapshot) -> None:
    assert [path.stat().st_mode & 0o777 for path in (made.path, *made.parquet.iterdir())] == [0o444] * (
        1 + len(report_views())
    )


def test_polars_reads_the_parquet_files_and_the_snapshot(made: ReportSnapshot) -> None:
    clusters = polars.scan_parquet(made.parquet / "clusters.parquet")
    found = (
        clusters.filter(polars.col("languages").list.contains("hi"))
        .select("cluster_id", "sources", "first_seen")
        .collect()
    )
    assert found["cluster_id"].to_list() == ["k1", "k2"]
    assert found["first_seen"].dt.year().to_list() == [2031, 2031]
    with closing(duckdb.connect(str(made.path), read_only=True)) as connection:
        summed = (
            connection.sql("SELECT kind, claims FROM claims_per_day")
            .pl()
            .group_by("kind")
            .agg(polars.col("claims").sum())
        )
    assert dict(summed.iter_rows()) == {"jumlebaazi": 4, "counter_propaganda": 1, "achievement": 2}


def test_what_a_run_did_not_read_is_not_named(snapshot: duckdb.DuckDBPyConnection) -> None:
    ((summary,),) = snapshot.execute("SELECT summary FROM runs").fetchall()
    assert json.loads(summary) == {"ingest": {"read": 7}}
