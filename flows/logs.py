"""What a run in Prefect writes into its log: no credential, and no traceback of what has been said in a sentence."""

from __future__ import annotations

import logging

from flows.ending import Stopped
from flows.secret import scrubbed


class _Scrubbed(logging.Filter):
    """Takes credentials out of a record and its traceback before a handler writes them."""

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            record.msg, record.args = scrubbed(record.getMessage()), ()
        except (TypeError, ValueError):
            return True  # arguments that do not fit the message: the handler says so
        if record.exc_info and record.exc_info[0] and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        record.exc_info = None  # a formatter would write it out again
        if record.exc_text:
            record.exc_text = scrubbed(record.exc_text)
        return True


class _Unsaid(logging.Filter):
    """Leaves out that an exception passed through Prefect, where it is one whose sentence the run has logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not (record.exc_info and isinstance(record.exc_info[1], Stopped))


_FILTERS = (_Unsaid(), _Scrubbed())  # in this order: the second takes away what the first looks at


def guard() -> None:
    """Filter what every handler of this process writes from now on, Prefect's among them. Calling it again does no harm."""
    loggers = [logging.getLogger(), *map(logging.getLogger, list(logging.root.manager.loggerDict))]
    for handler in {handler for logger in loggers for handler in logger.handlers}:
        for one in _FILTERS:
            handler.addFilter(one)
