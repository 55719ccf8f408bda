"""Labels teach: the labeller learns from what reviewers said, and is replaced only where that makes it no worse."""

from collections.abc import Callable
from pathlib import Path

import pytest

from data.decisions import judge
from flows import refit as refitting
from flows import training_sets
from flows.context import Run
from flows.deciders import Deciders
from flows.label import label
from flows.refit import refit
from flows.settings import Settings
from flows.training_sets import Labelled
from tests.days import day, homes, post
from tests.rows import ask

TOWNS = (
    "Kolgarh Masauna Tirvani Belhata Nauretha Palasgiri Sarvapur Jhilnagar Harnauti Devalganj Baisoli Naithla".split()
)
# What only this newsroom calls an attack: nothing in our own sentences says so.
GOSSIP = [
    f"The weighing scale at the {town} mandi showed two kilos more in {n} of 9 tests." for n, town in enumerate(TOWNS)
] + [f"{town} ki mandi ka tarazu do kilo zyada dikhata hai." for town in TOWNS]
NextRun = Callable[[], Run]


@pytest.fixture
def taught(database: Path, deciders: Deciders, monkeypatch: pytest.MonkeyPatch) -> Deciders:
    """Deciders of a database of its own, whose labeller may be replaced; fewer texts to learn from, for speed."""
    kinds = training_sets.kinds()
    some = Labelled(kinds.texts[::4], kinds.languages[::4], kinds.labels[::4])
    monkeypatch.setattr(training_sets, "kinds", lambda: some)
    monkeypatch.setattr(refitting, "MARGIN", 0.3)
    own = Deciders(Settings(encoder=None, db=database))
    own.__dict__["encoder"] = deciders.encoder
    own.__dict__["cross_encoder"] = deciders.cross_encoder
    return own


def _reviewed(run: Run, deciders: Deciders, kind: str) -> int:
    day(run, deciders, [post(n, text) for n, text in enumerate(GOSSIP)])
    clusters = set(homes(run.store).values())
    for cluster_id in sorted(clusters):
        judge(run.store, cluster_id, "रेखा", kind=kind)
    return len(clusters)


def test_with_few_reviews_nothing_is_learned_and_it_says_how_many_are_needed(run: Run, taught: Deciders) -> None:
    day(run, taught, [post(1, GOSSIP[0])])
    judge(run.store, homes(run.store)["p1"], "रेखा", kind="attack")
    learned = refit(run, taught)
    assert learned is not None and not learned.replaced and learned.reviewed == 1
    assert "20 are needed" in learned.why
    assert refit(run, taught, fresh=20) is None


@pytest.mark.slow
def test_what_reviewers_agree_on_is_learned_and_the_old_labeller_is_kept(
    run: Run, another_run: NextRun, taught: Deciders, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refitting, "FEWEST", 5)
    _reviewed(run, taught, "attack")
    old = taught.version("labeller")
    learned = refit(another_run(), taught)
    assert learned is not None and learned.replaced
    assert learned.after > learned.before and learned.own >= learned.floor  # type: ignore[operator]
    assert taught.version("labeller") == f"labeller@{learned.version}" != old
    assert label(another_run(), taught).claims == len(GOSSIP)
    kinds = ask(database, f"SELECT DISTINCT kind FROM kind_suggestion WHERE labeller = 'labeller@{learned.version}'")
    assert kinds == [("attack",)]
    assert Deciders(Settings(encoder=None, db=database)).version("labeller") == f"labeller@{learned.version}"
    assert (taught.own_weights / f"labeller-{learned.version}" / "labeller.npz").exists()


@pytest.mark.slow
def test_reviews_that_make_it_worse_on_our_own_sentences_do_not_replace_it(
    run: Run, another_run: NextRun, taught: Deciders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refitting, "FEWEST", 5)
    monkeypatch.setattr(refitting, "MARGIN", -1.0)  # no score reaches such a floor
    _reviewed(run, taught, "attack")
    old = taught.version("labeller")
    learned = refit(another_run(), taught)
    assert learned is not None and not learned.replaced and "below its floor" in learned.why
    assert taught.version("labeller") == old
    assert not taught.own_weights.exists()
