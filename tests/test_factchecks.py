from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from data.records import FactCheck, Rejected
from data.sources import read_factchecks

INDIA = ZoneInfo("Asia/Kolkata")


def _read(folder: Path, content: str, name: str = "checks.jsonl") -> list[FactCheck | Rejected]:
    (folder / name).write_text(content, encoding="utf-8")
    return list(read_factchecks(folder / name))


def test_a_row_keeps_the_publishers_own_words_and_a_verdict_stands_beside_them(tmp_path: Path) -> None:
    row = (
        '{"factcheck_id": "f1", "claim": "नहर बन गई", "title": "नहर नहीं बनी", "rating": "आधा सच", "publisher":'
        ' "परखशाला", "url": "https://checks.example/1", "published_at": "2024-04-03", "lang": "hi"}'
    )
    assert _read(tmp_path, row) == [
        FactCheck(
            factcheck_id="f1",
            claim="नहर बन गई",
            title="नहर नहीं बनी",
            rating="आधा सच",
            publisher="परखशाला",
            url="https://checks.example/1",
            published_at=datetime(2024, 4, 3, tzinfo=INDIA),
            lang="hi",
            verdict="misleading",
        )
    ]


def test_title_and_subtitle_are_the_claim_where_there_is_none_and_a_rating_is_not_needed(tmp_path: Path) -> None:
    rows = (
        '{"vclaim_id": "v1", "title": "Is the canal ready?", "subtitle": "A film of another canal.",'
        ' "date": "2024-04-03"}\n'
        '{"vclaim_id": "v2", "title": "The canal is not ready", "subtitle": "It is another one"}'
    )
    first, second = _read(tmp_path, rows)
    assert isinstance(first, FactCheck)
    assert isinstance(second, FactCheck)
    assert (first.factcheck_id, first.rating, first.title) == ("v1", None, "Is the canal ready?")
    assert first.claim == "Is the canal ready? A film of another canal."
    assert first.published_at == datetime(2024, 4, 3, tzinfo=INDIA)
    assert second.claim == "The canal is not ready. It is another one"


def test_without_an_id_the_url_or_the_claim_makes_a_stable_one(tmp_path: Path) -> None:
    rows = (
        '{"claim": "a", "url": "https://checks.example/1?utm_x=1"}\n{"claim": "b", "url": "https://checks.example/1"}'
    )
    rows += '\n{"claim": "a"}\n{"claim": "b"}'
    ids = [check.factcheck_id for check in _read(tmp_path, rows) if isinstance(check, FactCheck)]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 3


def test_csv_is_read_by_the_same_rules(tmp_path: Path) -> None:
    good, bad = _read(tmp_path, "id,title,rating\n1,नहर नहीं बनी,\n2,,झूठ\n", "checks.csv")
    assert isinstance(good, FactCheck)
    assert (good.claim, good.rating) == ("नहर नहीं बनी", None)
    assert isinstance(bad, Rejected)
    assert (bad.reason, bad.position) == ("missing_column", "row 3")


def test_what_can_not_be_read_is_refused_and_the_rest_is_kept(tmp_path: Path) -> None:
    records = _read(tmp_path, '{"title": "a", "date": "03/04/2024"}\n{"rating": "झूठ"}\n{"title": \n{"title": "b"}')
    assert [r.reason if isinstance(r, Rejected) else r.claim for r in records] == [
        "bad_date",
        "missing_column",
        "broken_json",
        "b",
    ]


def test_a_file_that_is_not_there_or_of_another_kind_is_refused(tmp_path: Path) -> None:
    for name, reason in (("none.jsonl", "unreadable"), ("checks.txt", "unsupported")):
        (rejected,) = read_factchecks(tmp_path / name)
        assert isinstance(rejected, Rejected)
        assert rejected.reason == reason
