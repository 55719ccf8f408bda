import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from errors import EncoderUnavailable
from models.built import built_folder, is_intact


def _write(folder: Path) -> None:
    (folder / "inner").mkdir()
    (folder / "weights").write_bytes(b"12345678")
    (folder / "inner" / "settings").write_text("{}")


def _never(folder: Path) -> None:
    raise AssertionError("built again")


def test_a_folder_is_built_once_and_then_left_alone(tmp_path: Path) -> None:
    folder = built_folder(tmp_path / "a" / "model", _write)
    assert (folder / "inner" / "settings").read_text() == "{}"
    assert built_folder(folder, _never) == folder


@pytest.mark.parametrize("damage", ["cut", "changed", "missing", "unsealed"])
def test_a_damaged_folder_is_built_again(tmp_path: Path, damage: str) -> None:
    folder = built_folder(tmp_path / "model", _write)
    weights = folder / "weights"
    if damage == "cut":
        weights.write_bytes(b"1234")
    elif damage == "changed":
        weights.write_bytes(b"1234567X")
    elif damage == "missing":
        weights.unlink()
    else:
        (folder / "digests.json").write_text("[]")
    assert not is_intact(folder)
    assert (built_folder(folder, _write) / "weights").read_bytes() == b"12345678"


def test_a_copied_folder_is_still_intact(tmp_path: Path) -> None:
    folder = built_folder(tmp_path / "model", _write)
    os.utime(folder / "weights", (0, 0))
    assert is_intact(folder)


def test_a_build_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        _write(folder)
        raise ValueError("no good")

    with pytest.raises(ValueError, match="no good"):
        built_folder(tmp_path / "model", fail)
    assert [path.name for path in tmp_path.iterdir()] == [".building"]


def test_a_cache_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EncoderUnavailable, match="PARAKH_CACHE"):
        built_folder(tmp_path / "file" / "model", _write)


def _builder(folder: Path, log: Path, seconds: float) -> subprocess.Popen[bytes]:
    """A process that builds `folder`, which takes `seconds` and leaves a line in `log`."""
    script = f"""
    import time
    from pathlib import Path
    from models.built import built_folder

    def build(new):
        with open({str(log)!r}, "a") as log:
            log.write("build\\n")
        (new / "weights").write_text("half")
        time.sleep({seconds})
        (new / "weights").write_text("whole")

    assert (built_folder(Path({str(folder)!r}), build) / "weights").read_text() == "whole"
    """
    return subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], cwd=Path(__file__).parents[1])


def test_two_processes_that_build_at_once_build_it_once(tmp_path: Path) -> None:
    builders = [_builder(tmp_path / "model", tmp_path / "log", 0.5) for _ in range(3)]
    assert [builder.wait() for builder in builders] == [0, 0, 0]
    assert (tmp_path / "log").read_text() == "build\n"


def test_a_killed_build_is_not_seen_and_the_next_one_succeeds(tmp_path: Path) -> None:
    builder = _builder(tmp_path / "model", tmp_path / "log", 60)
    while not (tmp_path / "model.fresh" / "weights").exists():
        assert builder.poll() is None
        time.sleep(0.01)
    builder.kill()
    builder.wait()
    assert not (tmp_path / "model").exists()
    assert _builder(tmp_path / "model", tmp_path / "log", 0).wait() == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [".building", "log", "model"]
