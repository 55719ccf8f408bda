"""Reading a declared source: what is kept and when, what is not fetched again, and what a fault leaves behind."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.records import Item, Rejected
from errors import SourceError
from flows.batches import batches, within
from flows.context import Run
from flows.deciders import Deciders
from flows.declared import Source
from flows.ingest import Ingested
from flows.reading import Reading, Readings, add
from flows.window import Window
from tests.bad_server import (
    HOST,
    HTML,
    JSON,
    QUICK,
    RSS,
    Answer,
    BadServer,
    Behaviour,
    article,
    entry,
    first,
    rss,
    silent,
    tagged,
)
from tests.rows import ask

NextRun = Callable[[], Run]
Read = Callable[..., Reading]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.open_source.MANNERS", QUICK)


@pytest.fixture
def read(another_run: NextRun, deciders: Deciders) -> Read:
    """One reading of a source in a run of its own, with as many attempts as wanted."""

    def reading(source: Source, window: Window | None = None, attempts: int = 1) -> Reading:
        with Readings(another_run(), deciders, window or Window(), [source]) as readings:
            fault = None
            for _ in range(attempts):
                fault = None
                try:
                    readings.read_once(source)
                    break
                except SourceError as error:
                    fault = error
            readings.close(source, fault)
        return readings.of[source.name]

    return reading


def _web(url: str, kind: str = "feed", **more: object) -> Source:
    return Source.model_validate({"name": "janvani", "kind": kind, "url": url, "allow_hosts": [HOST], **more})


def _feed(web: BadServer, numbers: Iterator[int] | range) -> str:
    links = [web.has(f"/{n}", article(n)) for n in numbers]
    return rss(*map(entry, links))


def test_what_a_source_gives_is_kept_under_its_name_with_its_tags(read: Read, web: BadServer, database: Path) -> None:
    url = web.has("/feed", _feed(web, range(2)), RSS)
    done = read(_web(url, tags=["belhata"]))
    assert (done.ingested.new, done.attempts, done.fault) == (2, 1, None)
    kept = ask(database, "SELECT source, extra ->> '$.declared.source', extra -> '$.declared.tags' FROM document")
    assert [(name, told, json.loads(tags)) for name, told, tags in kept] == [("janvani", "janvani", ["belhata"])] * 2
    rows = ask(database, "SELECT source, kind, status, items, new, rejected, fault FROM source_readings")
    assert rows == [("janvani", "feed", "read", 2, 2, "{}", None)]
    ((started, ended),) = ask(database, "SELECT started_at, ended_at FROM source_reading")
    assert started < ended


def test_what_did_not_change_is_not_sent_again_and_known_pages_are_not_fetched_again(
    read: Read, web: BadServer
) -> None:
    url = web.does("/feed", tagged(_feed(web, range(2)), RSS))
    assert read(_web(url)).ingested.new == 2
    asked = len(web.paths())
    assert read(_web(url)).row()["items"] == 0
    assert web.paths()[asked:] == ["/feed"]
    web.has("/feed", _feed(web, range(3)), RSS)
    assert read(_web(url)).ingested.new == 1
    assert web.paths()[asked + 1 :] == ["/feed", "/2"]


def test_what_a_server_told_is_kept_only_after_everything_that_came_with_it(
    web: BadServer, another_run: NextRun, deciders: Deciders, database: Path
) -> None:
    source = _web(web.does("/feed", tagged(_feed(web, range(2)), RSS)))
    with Readings(another_run(), deciders, Window(), [source]) as readings:
        readings.read_once(source)  # and here the process dies
    assert ask(database, "SELECT count(*) FROM source_state") == [(0,)]
    with Readings(another_run(), deciders, Window(), [source]) as readings:
        readings.read_once(source)
        readings.close(source, None)
    assert web.paths().count("/feed") == 2 and web.paths().count("/0") == 1
    ((states, sources),) = ask(database, "SELECT count(*), count(DISTINCT source) FROM source_state")
    assert (states, sources) == (2, 1)


def test_a_reading_of_some_days_only_does_not_hide_the_others_for_ever(
    read: Read, web: BadServer, database: Path
) -> None:
    source = _web(web.does("/feed", tagged(_feed(web, range(2)), RSS)))
    before = Window(until=datetime(2020, 1, 1, tzinfo=UTC))
    assert (read(source, before).sifted.outside, read(source).ingested.new) == (2, 2)
    assert ask(database, "SELECT status FROM source_reading ORDER BY started_at") == [("part",), ("read",)]


def test_what_came_in_the_first_attempt_is_not_counted_again_in_the_second(
    read: Read, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts = [Item(f"बेलहटा में नलकूप {n} बंद है।", "desk", str(n), str(n)) for n in range(3)]
    refused = Rejected("desk", "item 4", "empty", "its text is empty")
    attempts = iter([[posts[0], refused, "broken"], [posts[0], refused, posts[1], posts[2]]])

    def answers(*_: object) -> Iterator[Item | Rejected]:
        for each in next(attempts):
            if isinstance(each, str):
                raise SourceError("it broke off", reason="broken_off", transient=True)
            yield each

    monkeypatch.setattr("flows.reading.open_source", answers)
    done = read(_web("http://127.0.0.1:9/api", "json_api"), attempts=2)
    assert (done.ingested.read, done.ingested.new, done.ingested.known) == (3, 3, 0)
    assert done.ingested.quarantined == {"empty": 1}
    assert ask(database, "SELECT items, new, attempts, status FROM source_reading") == [(3, 3, 2, "read")]


def test_a_feed_that_comes_at_the_second_attempt_is_one_reading_of_two_attempts(
    read: Read, web: BadServer, database: Path
) -> None:
    body = _feed(web, range(1))
    url = web.does("/feed", first(500, lambda answer: answer.send(body, RSS)))
    done = read(_web(url), attempts=3)
    assert (done.attempts, done.fault, done.ingested.new) == (2, None, 1)
    assert ask(database, "SELECT attempts, status FROM source_reading") == [(2, "read")]


def test_a_server_is_not_asked_again_before_it_wants_to_be(read: Read, web: BadServer) -> None:
    body = _feed(web, range(1))
    url = web.does("/feed", first(429, lambda answer: answer.send(body, RSS), retry_after=1))
    begun = time.monotonic()
    assert read(_web(url), attempts=2).ingested.new == 1
    assert time.monotonic() - begun >= 1


def test_a_dead_source_says_why_and_remembers_nothing(read: Read, web: BadServer, database: Path) -> None:
    done = read(_web(web.does("/feed", silent)))
    assert done.reason == "timeout" and done.fault
    assert ask(database, "SELECT status, reason, items FROM source_reading") == [("failed", "timeout", 0)]
    assert ask(database, "SELECT count(*) FROM source_state") == [(0,)]
    read(_web(web.has("/feed", _feed(web, range(1)), RSS)))
    assert ask(database, "SELECT status FROM source_reading ORDER BY started_at") == [("failed",), ("read",)]


def test_rejections_of_a_source_are_counted_by_reason_in_its_reading(
    read: Read, web: BadServer, database: Path
) -> None:
    url = web.has("/feed", rss(entry(web.has("/0", article(0))), entry(web.url("/gone"))), RSS)
    assert read(_web(url)).ingested.quarantined == {"http_error": 1}
    assert json.loads(ask(database, "SELECT rejected FROM source_reading")[0][0]) == {"http_error": 1}
    assert ask(database, "SELECT count(*) FROM quarantine") == [(1,)]


def test_a_folder_is_a_source_and_one_that_is_gone_is_a_fault(read: Read, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    source = Source(name="exports", kind="files", path=folder)
    assert read(source).reason == "unreadable"
    folder.mkdir()
    (folder / "posts.csv").write_text("id,body\n1,बेलहटा में पानी नहीं है।\n")
    done = read(source.model_copy(update={"columns": {"text": "body"}}))
    assert (done.ingested.new, done.fault) == (1, None)


def test_a_folder_is_not_read_again_but_for_what_changed_in_it(read: Read, tmp_path: Path, database: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    for name in ("one", "two"):
        (folder / f"{name}.csv").write_text(f"text,day\nबेलहटा के वार्ड {name} में पानी नहीं है।,x\n,y\n")
    source = Source(name="exports", kind="files", path=folder)
    early = Window(until=datetime(2020, 1, 1, tzinfo=UTC))
    counts = [read(source, early).ingested, read(source).ingested, read(source).ingested]
    assert [(each.read, each.quarantined) for each in counts] == [(2, {"empty": 2})] * 2 + [(0, {})]
    assert counts[2].skipped == [f"{folder}: files that have not changed since they were read: 2"]
    with (folder / "two.csv").open("a") as file:
        file.write("बेलहटा में एक पुल बनेगा।,z\n")
    assert (read(source).ingested.read, read(source).ingested.read) == (2, 0)
    assert read(source.model_copy(update={"zone": "Asia/Kathmandu"})).ingested.read == 3
    assert ask(database, "SELECT count(*) FROM document") == [(3,)]


def test_a_file_that_was_not_read_to_its_end_is_read_again(
    read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("1", "2", "3"):
        (tmp_path / f"{name}.csv").write_text(f"text\nबेलहटा के वार्ड {name} में पानी नहीं है।\n")
    source = Source(name="exports", kind="files", path=tmp_path)
    with monkeypatch.context() as hasty:
        hasty.setattr("flows.reading.MOST_SECONDS", -1.0)
        assert [read(source).reason for _ in range(2)] == ["timeout"] * 2  # in the first file
    assert (read(source).ingested.read, read(source).ingested.read) == (3, 0)


def _wall(posts: list[dict[str, object]], per_page: int = 2) -> Behaviour:
    def behave(answer: Answer) -> None:
        page = int(answer.path.partition("page=")[2])
        answer.send(json.dumps(posts[(page - 1) * per_page : page * per_page]), JSON)

    return behave


def _said(number: int) -> dict[str, object]:
    """A post without an address, known by its text, in which something is hidden."""
    return {"id": number, "text": f"बेलहटा में नलकूप {number} बंद है, लिखें: jal@belhata.example"}


def test_an_api_that_tells_the_newest_first_is_asked_until_all_is_old(read: Read, web: BadServer) -> None:
    posts = [_said(number) for number in range(8, 0, -1)]
    source = _web(web.does("/api", _wall(posts)), "json_api", parameter="page", newest_first=True)
    assert read(source).ingested.new == 8
    asked = len(web.paths())
    assert (read(source).ingested.new, len(web.paths())) == (0, asked + 1)
    web.does("/api", _wall([_said(9), *posts]))
    assert (read(source).ingested.new, len(web.paths())) == (1, asked + 3)


def test_what_a_broken_reading_left_over_is_had_by_the_next_though_what_is_newer_is_known(
    read: Read, web: BadServer
) -> None:
    posts = [_said(number) for number in range(4, 0, -1)]
    source = _web(web.does("/api", _wall(posts)), "json_api", parameter="page", newest_first=True)
    assert read(source).ingested.new == 4
    whole = _wall([_said(number) for number in range(8, 4, -1)] + posts)
    web.does("/api", lambda answer: answer.send("", status=500) if answer.path.endswith("2") else whole(answer))
    assert (read(source).ingested.new, read(source).ingested.new) == (2, 0)
    web.does("/api", whole)
    assert read(source).ingested.new == 2


def test_a_fact_check_whose_page_is_known_is_not_fetched_again(read: Read, web: BadServer, database: Path) -> None:
    review = {
        "@type": "ClaimReview",
        "claimReviewed": "नलकूप में ज़हर है",
        "url": web.url("/fc"),
        "reviewRating": {"alternateName": "झूठ"},
    }
    web.has("/fc", f'<html><script type="application/ld+json">{json.dumps(review)}</script></html>', HTML)
    url = web.has("/feed", rss(entry(web.url("/fc"))), RSS)
    assert read(_web(url, "factchecks")).ingested.factchecks_new == 1
    assert read(_web(url, "factchecks")).ingested.factchecks_read == 0
    assert web.paths() == ["/feed", "/fc", "/feed"]
    assert ask(database, "SELECT claim, rating FROM factcheck") == [("नलकूप में ज़हर है", "झूठ")]


def test_what_came_before_a_fault_comes_before_it() -> None:
    def records() -> Iterator[Item]:
        yield from (Item("नलकूप", "s", str(n), str(n)) for n in range(5))
        raise SourceError("it broke off")

    got: list[int] = []
    try:
        for batch in batches(records(), most=2):
            got.append(len(batch))
    except SourceError:
        got.append(-1)
    assert got == [2, 2, 1, -1]


def test_a_slow_source_is_kept_as_it_comes_and_left_when_its_time_is_over() -> None:
    items = [Item("नलकूप", "s", str(n), str(n)) for n in range(3)]
    assert [len(batch) for batch in batches(iter(items), most=100, seconds=-1)] == [1, 1, 1]
    taken = []
    with pytest.raises(SourceError, match="next reading") as left:
        for item in within(-1, items):
            taken.append(item)
    assert (len(taken), left.value.reason, left.value.transient) == (1, "timeout", False)


def test_counts_are_added_whatever_they_are() -> None:
    total = Ingested(read=1, quarantined={"empty": 1}, skipped=["a"])
    add(total, Ingested(read=2, new=2, quarantined={"empty": 1, "robots": 2}, skipped=["b"]))
    assert total == Ingested(read=3, new=2, quarantined={"empty": 2, "robots": 2}, skipped=["a", "b"])
