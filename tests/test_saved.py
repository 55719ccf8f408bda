"""Saved weights come back as they were, and anything else is refused in a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from errors import WeightsMismatch
from models import saved

ARRAYS = {"coef": np.arange(5000, dtype=np.float32).reshape(50, 100), "classes": np.asarray(["दावा", "वादा"])}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    saved.save(tmp_path / "weights", "matcher", ARRAYS, {"encoder": "first@1", "texts": 40})
    return tmp_path / "weights"


def test_arrays_and_manifest_come_back_as_they_were(folder: Path) -> None:
    arrays, manifest = saved.load(folder, "matcher", {"encoder": "first@1"})
    assert sorted(arrays) == ["classes", "coef"]
    assert (arrays["coef"] == ARRAYS["coef"]).all()
    assert arrays["coef"].dtype == np.float32
    assert arrays["classes"].tolist() == ["दावा", "वादा"]
    assert manifest["texts"] == 40


def test_equal_arrays_have_one_version_and_any_change_another(tmp_path: Path) -> None:
    def version(**arrays: np.ndarray) -> str:
        return saved.save(tmp_path, "model", arrays, {})

    a = np.arange(4.0)
    assert version(a=a) == version(a=a.copy())
    assert (
        len({version(a=a), version(b=a), version(a=a + 1), version(a=a.reshape(2, 2)), version(a=a.astype("f4"))}) == 5
    )


def test_the_manifest_can_be_read_in_an_editor(folder: Path) -> None:
    manifest = json.loads((folder / "matcher.json").read_text(encoding="utf-8"))
    assert manifest == {"encoder": "first@1", "texts": 40, "version": saved.load(folder, "matcher", {})[1]["version"]}
    assert len(manifest["version"]) == 12


def test_weights_of_another_encoder_are_refused_naming_both(folder: Path) -> None:
    with pytest.raises(WeightsMismatch, match=r"'first@1'.*'second@9'.*parakh train"):
        saved.load(folder, "matcher", {"encoder": "second@9"})


def test_a_manifest_that_lacks_what_is_expected_is_refused(folder: Path) -> None:
    with pytest.raises(WeightsMismatch, match=r"format None.*7"):
        saved.load(folder, "matcher", {"format": 7})


@pytest.mark.parametrize("missing", ["matcher.json", "matcher.npz"])
def test_missing_files_are_refused_with_what_to_do(folder: Path, missing: str) -> None:
    (folder / missing).unlink()
    with pytest.raises(WeightsMismatch, match=r"'matcher'.*parakh train"):
        saved.load(folder, "matcher", {})


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsMismatch, match="nowhere"):
        saved.load(tmp_path / "nowhere", "matcher", {})


@pytest.mark.parametrize("kept", [0, 1, 30, 400, -30])
def test_arrays_cut_short_are_refused(folder: Path, kept: int) -> None:
    path = folder / "matcher.npz"
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(WeightsMismatch, match="'matcher'"):
        saved.load(folder, "matcher", {})


@pytest.mark.parametrize("place", [0.02, 0.3, 0.6, 0.97])
def test_a_changed_stretch_of_the_arrays_is_refused(folder: Path, place: float) -> None:
    path = folder / "matcher.npz"
    content = bytearray(path.read_bytes())
    at = int(place * len(content))
    content[at : at + 20] = bytes(byte ^ 0xA5 for byte in content[at : at + 20])
    path.write_bytes(content)
    with pytest.raises(WeightsMismatch, match="'matcher'"):
        saved.load(folder, "matcher", {})


def test_arrays_of_another_save_are_refused(folder: Path) -> None:
    manifest = (folder / "matcher.json").read_text(encoding="utf-8")
    saved.save(folder, "matcher", {"coef": np.zeros(3)}, {"encoder": "first@1"})
    (folder / "matcher.json").write_text(manifest, encoding="utf-8")
    with pytest.raises(WeightsMismatch, match="damaged"):
        saved.load(folder, "matcher", {"encoder": "first@1"})


@pytest.mark.parametrize("manifest", [b"", b"{", b"[1]", b"\xff\xfe", b"null"])
def test_a_damaged_manifest_is_refused(folder: Path, manifest: bytes) -> None:
    (folder / "matcher.json").write_bytes(manifest)
    with pytest.raises(WeightsMismatch, match="'matcher'"):
        saved.load(folder, "matcher", {})


def test_pickled_objects_are_refused(folder: Path) -> None:
    np.savez(folder / "matcher.npz", coef=np.asarray([{"a": 1}], dtype=object))
    with pytest.raises(WeightsMismatch, match="'matcher'"):
        saved.load(folder, "matcher", {})


@pytest.mark.parametrize("name", ["language", "statistics", "matcher", "spotter", "labeller"])
def test_the_shipped_weights_are_whole(name: str) -> None:
    arrays, manifest = saved.load(saved.WEIGHTS, name, {})
    assert arrays
    assert manifest["version"]
