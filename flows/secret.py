"""Credentials: named in the configuration, held by the environment or by a Prefect block, and in no file, log or message.

A credential that was looked up is taken out of every text that `scrubbed` is given.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flows.ending import Stopped

HIDDEN = "••••"
_met: set[str] = set()


@dataclass(frozen=True, slots=True)
class Secret:
    """A credential by the name of its holder: exactly one of `env` (a variable) and `block` (a Prefect Secret block)."""

    where: str
    env: str | None = None
    block: str | None = None

    def value(self) -> str:
        """The credential itself. Raises `Stopped` where its holder has none."""
        value = os.environ.get(self.env) if self.env else _from_block(self.block or "", self.where)
        if not value:
            raise Stopped(
                f"{self.where}: the environment has no {self.env}. Set it where the job runs, and in no file."
            )
        _met.add(value)
        return value


def secret_of(told: Mapping[str, Any], key: str, where: str) -> Secret | None:
    """The credential that `KEY_env` or `KEY_block` names; None where neither is there.

    Raises `Stopped` where both are, or where the credential itself stands in the file.
    """
    if key in told:
        raise Stopped(
            f'{where}: a {key} does not belong into a file. Write {key}_env = "NAME" and set NAME in the environment.'
        )
    env, block = told.get(f"{key}_env"), told.get(f"{key}_block")
    if env is not None and block is not None:
        raise Stopped(f"{where}: name {key}_env or {key}_block, not both.")
    for value in (env, block):
        if value is not None and (not isinstance(value, str) or not value):
            raise Stopped(f"{where}: {key}_env and {key}_block are names: a text each.")
    return Secret(where, env, block) if env or block else None


def scrubbed(text: str) -> str:
    """The text without any credential that was looked up."""
    for value in sorted(_met, key=len, reverse=True):
        text = text.replace(value, HIDDEN)
    return text


def _from_block(name: str, where: str) -> str:
    from prefect.blocks.system import Secret as SecretBlock

    try:
        loaded = SecretBlock.load(name.removeprefix("secret/"))
    except Exception as wrong:
        raise Stopped(
            f"{where}: the Prefect block {name!r} cannot be loaded ({type(wrong).__name__}). Make one of the type Secret "
            "with that name on the server that runs the job."
        ) from None
    return str(loaded.get())  # type: ignore[union-attr]  # load() is a coroutine only inside one
