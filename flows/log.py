"""Log: of an error of ours Prefect's logs say the one sentence, once; a defect keeps its traceback.

Prefect writes every error of a task and of a flow with its traceback, and then again, as a sentence, with the state in which
the run ended. The second is enough of a server that does not answer: it is no defect, and there may be many a day.
"""

from __future__ import annotations

import logging

from errors import ParakhError

LOGGERS = ("prefect.task_runs", "prefect.flow_runs", "prefect.engine")


def in_sentences() -> None:
    """Leave tracebacks of our errors out of the logs of runs in this process, whoever started it; the states name the error."""
    for name in LOGGERS:
        logging.getLogger(name).addFilter(is_worth_a_line)


def is_worth_a_line(record: logging.LogRecord) -> bool:
    """Whether a record is no traceback of an error of ours."""
    return not (record.exc_info and isinstance(record.exc_info[1], ParakhError))
