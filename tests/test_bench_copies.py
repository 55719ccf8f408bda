"""The bench of copies measures what it says: posts of which most are forwards, each found and pointing at its first."""

from pathlib import Path

import pytest

from errors import InputError
from flows.bench_copies import Sizes, bench_copies, posts_of, tables
from flows.settings import Settings


def test_posts_are_all_the_texts_and_forwards_of_earlier_ones() -> None:
    texts = [f"text {n}" for n in range(40)]
    posts = list(posts_of(texts, 100))
    assert len(posts) == 100 and len({item.natural_key for _, item in posts}) == 100
    firsts: dict[int, str] = {}
    for which, item in posts:
        firsts.setdefault(which, item.text)
        assert texts[which] in item.text
    assert firsts == dict(enumerate(texts))
    assert list(posts_of(texts, 100)) == posts


def test_the_bench_finds_every_copy_and_tells_what_it_took() -> None:
    found = bench_copies(Settings(encoder=None), None, Sizes(200, spot=False), lambda _: None)
    near, exact = found["near"], found["exact_only"]
    assert near["copies"] == exact["copies"] == 120
    assert (near["missed"], near["wrong"]) == (0, 0)
    assert near["found_exact"] + near["found_near"] == 120 and near["found_near"] > 0
    assert exact["found_near"] == 0 < exact["missed"]
    assert sum(near["seconds_by_part"].values()) == pytest.approx(near["seconds"], abs=0.5)
    ((columns, rows),) = tables(found)
    assert all(set(row) == set(columns) for row in rows)


def test_a_file_with_too_few_texts_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "few.jsonl"
    file.write_text('{"text": "एक"}\n')
    with pytest.raises(InputError, match="1 different texts"):
        bench_copies(Settings(encoder=None), file, Sizes(100), lambda _: None)
