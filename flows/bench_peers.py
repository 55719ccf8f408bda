"""Peers: what else puts texts into clusters, on the same vectors. Each gets the setting that the gold shows to be best."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist
from sklearn.cluster import HDBSCAN

from models import scores
from models.pairs import Floats

Labels = NDArray[np.int64]
Fit = Callable[[float], Labels]  # clusters for one setting; what all settings share is done before

WARM: Final = 300  # texts that a peer sees before the clock starts: its code is compiled at the first call
THRESHOLDS: Final = tuple(round(0.2 + 0.005 * n, 3) for n in range(160))
SIZES: Final = (2, 3, 5, 10)


@dataclass(frozen=True, slots=True)
class Peer:
    """A way to cluster: `prepare` takes (n, d) unit vectors and n texts; `setting` is tried at each of `choices`.

    `package` is what must be installed for it, None where everyone has it.
    """

    name: str
    setting: str
    choices: Sequence[float]
    prepare: Callable[[Floats, Sequence[str]], Fit]
    package: str | None = None


def scored(
    peer: Peer, vectors: Floats, texts: Sequence[str], gold: Sequence[str], twins: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    """The row of a peer: its scores at the setting with the highest B-cubed F1 on `gold`, and the seconds of that one fit."""
    if not installed(peer):
        return {"method": peer.name, "setting": "not installed: pip install '.[bench]'"}
    if peer.package:
        peer.prepare(vectors[:WARM], texts[:WARM])(peer.choices[-1])
    begun = time.perf_counter()
    fit = peer.prepare(vectors, texts)
    shared = time.perf_counter() - begun
    best: tuple[float, float, float, list[int]] | None = None
    for choice in (each for each in peer.choices if each <= len(texts)):
        begun = time.perf_counter()
        labels = fit(choice).tolist()
        seconds = shared + time.perf_counter() - begun
        f1 = scores.b_cubed(gold, labels).f1
        if best is None or f1 > best[0]:
            best = f1, choice, seconds, labels
    assert best is not None
    _, choice, seconds, labels = best
    setting = f"{peer.setting} {choice:g}, picked on gold"
    return {"method": peer.name, "setting": setting, **quality(gold, labels, twins), "seconds": round(seconds, 2)}


def quality(gold: Sequence[str], labels: Sequence[int], twins: Sequence[tuple[str, str]]) -> dict[str, float]:
    """The scores of a clustering; `twins_merged` only where twins are known."""
    precision, recall, f1 = scores.b_cubed(gold, labels)
    found = {"precision": precision, "recall": recall, "f1": f1, "ari": scores.ari(gold, labels)}
    if twins:
        found["twins_merged"] = scores.twins_merged(gold, labels, twins)
    return {name: round(value, 3) for name, value in found.items()}


def installed(peer: Peer) -> bool:
    """Whether what the peer needs is there."""
    return peer.package is None or find_spec(peer.package) is not None


def _links(how: str) -> Callable[[Floats, Sequence[str]], Fit]:
    def prepare(vectors: Floats, texts: Sequence[str]) -> Fit:
        tree = linkage(pdist(vectors, "cosine"), how)
        return lambda threshold: np.asarray(fcluster(tree, 1 - threshold, "distance"), dtype=np.int64)

    return prepare


def _hdbscan(vectors: Floats, texts: Sequence[str]) -> Fit:
    return lambda size: _alone(HDBSCAN(min_cluster_size=int(size), copy=True).fit_predict(vectors))


def _evoc(vectors: Floats, texts: Sequence[str]) -> Fit:
    from evoc import EVoC

    return lambda size: _alone(EVoC(base_min_cluster_size=int(size), random_state=0).fit_predict(vectors))


def _bertopic(vectors: Floats, texts: Sequence[str]) -> Fit:
    from bertopic import BERTopic
    from umap import UMAP

    def fit(size: float) -> Labels:
        # BERTopic's own UMAP, with a seed.
        umap = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that a seed means one thread, and the like
            model = BERTopic("multilingual", min_topic_size=int(size), umap_model=umap)  # "english" drops other scripts
            topics, _ = model.fit_transform(list(texts), vectors)
        return _alone(topics)

    return fit


def _alone(labels: Any) -> Labels:
    """What belongs nowhere (-1) is a cluster by itself."""
    found = np.array(labels, dtype=np.int64)
    nowhere = found < 0
    found[nowhere] = found.max(initial=-1) + 1 + np.arange(nowhere.sum())
    return found


BERTOPIC: Final = Peer("BERTopic", "min_topic_size", SIZES, _bertopic, "bertopic")
PEERS: Final = (
    Peer("average link on cosines", "threshold", THRESHOLDS, _links("average")),
    Peer("greedy threshold (single link)", "threshold", THRESHOLDS, _links("single")),
    Peer("HDBSCAN", "min_cluster_size", SIZES, _hdbscan),
    Peer("EVoC", "base_min_cluster_size", SIZES, _evoc, "evoc"),
    BERTOPIC,
)
