"""Progress bars go to standard error, and steps that nobody watches have none."""

import io

import pytest
from rich.console import Console

from flows import progress


def test_a_bar_counts_what_was_done_on_standard_error(monkeypatch: pytest.MonkeyPatch) -> None:
    assert progress._console.stderr
    watched = io.StringIO()
    monkeypatch.setattr(progress, "_console", Console(file=watched, width=100))
    with progress.shown("reading", 3) as advance:
        advance(2)
        advance(1)
    assert "reading" in watched.getvalue() and "3/3" in watched.getvalue()


def test_a_bar_without_a_total_ends_at_what_was_done(monkeypatch: pytest.MonkeyPatch) -> None:
    watched = io.StringIO()
    monkeypatch.setattr(progress, "_console", Console(file=watched, width=100))
    with progress.shown("reading", None) as advance:
        advance(7)
    assert "7/7" in watched.getvalue()


def test_nothing_to_do_and_nobody_watching_show_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    watched = io.StringIO()
    monkeypatch.setattr(progress, "_console", Console(file=watched))
    with progress.shown("reading", 0) as advance:
        advance(0)
    with progress.silent("reading", 5) as advance:
        advance(5)
    assert watched.getvalue() == "" == "".join(capsys.readouterr())
