"""The log of a run: no credential in it, and no traceback of what was said in a sentence."""

import io
import logging

import pytest

from flows import logs
from flows.ending import NotNow
from flows.secret import HIDDEN


@pytest.fixture
def log():
    shown = io.StringIO()
    logger, handler = logging.getLogger("foi.test"), logging.StreamHandler(shown)
    logger.addHandler(handler)
    logs.guard()
    logs.guard()
    yield logger, shown
    logger.removeHandler(handler)


def test_no_handler_writes_a_credential_not_even_in_a_traceback(log):
    logger, shown = log
    try:
        raise OSError("https://foi:hunter2@x.example refused")
    except OSError:
        logger.exception("asked %s", "https://x.example/?token=hunter2")
    said = shown.getvalue()
    assert "hunter2" not in said and "Traceback" in said and f"https://{HIDDEN}@x.example refused" in said


def test_what_was_said_in_a_sentence_leaves_no_traceback(log):
    logger, shown = log
    try:
        raise NotNow("Another run is at work.")
    except NotNow:
        logger.exception("Engine execution exited with unexpected exception")
    logger.warning("failed    Another run is at work.")
    assert shown.getvalue() == "failed    Another run is at work.\n"
