"""Of an error of ours the logs of a run say one sentence; a defect keeps its traceback."""

import logging

import pytest

from errors import SourceError, StoreBusy
from flows.log import LOGGERS, in_sentences


@pytest.mark.parametrize("name", LOGGERS)
@pytest.mark.parametrize(
    ("error", "written"),
    [(SourceError("it answered 500"), False), (StoreBusy("a run goes on"), False), (ValueError("a defect"), True)],
)
def test_a_traceback_is_written_of_a_defect_only(name: str, error: Exception, written: bool) -> None:
    in_sentences()
    log = logging.getLogger(name)
    traced = log.makeRecord(name, logging.ERROR, "", 0, "failed: %r", (error,), (type(error), error, None))
    plain = log.makeRecord(name, logging.ERROR, "", 0, "Finished in state Failed(%r)", (str(error),), None)
    assert (bool(log.filter(traced)), bool(log.filter(plain))) == (written, True)
