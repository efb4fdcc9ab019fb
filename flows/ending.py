"""How a command ends: the exit status that the contract promises, and the sentence a person gets when it stops."""

from __future__ import annotations

DONE = 0
NEEDS_A_PERSON = 1
WRONG_USAGE = 2
NOT_PUBLISHED = 3


class Stopped(Exception):
    """The command cannot go on. The message says what is wrong, with which file or option, and the way out."""

    def __init__(self, message: str, status: int = WRONG_USAGE) -> None:
        super().__init__(message)
        self.message = message
        self.status = status


class NotNow(Stopped):
    """It cannot be done now and may well be later: another run is at work, or no source can be reached."""
