"""Credentials: named in the configuration, held by the environment or by a Prefect block, and in no file, log or message.

A credential that was looked up is taken out of every text that `scrubbed` is given, and with it what looks like one in an
address or a header.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flows.ending import Stopped

HIDDEN = "••••"
SHORTEST = 8
_met: set[str] = set()

_USER = re.compile(r"(?P<kept>\b[a-z][a-z0-9+.-]*://)[^\s/@'\"<>]+@", re.IGNORECASE)
_PASSWORD = re.compile(r"://[^\s/@:]*:[^\s/@]+@")
_QUERY = re.compile(
    r"(?P<kept>[?&;][^=&;\s]*(?:token|key|secret|passw|pwd|sig|auth|code|session)[^=&;\s]*=)[^&;\s'\"<>)]+",
    re.IGNORECASE,
)
_HEADER = re.compile(r"(?P<kept>\b(?:bearer|basic)\s+)[A-Za-z0-9._~+/=-]{8,}", re.IGNORECASE)


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
    """The text without any credential that was looked up, without users and passwords in addresses, and without tokens."""
    for value in sorted({*_met, *(quote(value, safe="") for value in _met)}, key=len, reverse=True):
        text = text.replace(value, HIDDEN)
    text = _USER.sub(rf"\g<kept>{HIDDEN}@", text)
    for pattern in (_QUERY, _HEADER):
        text = pattern.sub(rf"\g<kept>{HIDDEN}", text)
    return text


def stands_in(address: str) -> bool:
    """Whether a password (`sftp://user:password@host`) or a signature (`?X-Amz-Signature=…`) stands in the address."""
    return bool(_PASSWORD.search(address) or _QUERY.search(address))


def hide_those_of_the_environment(*names: str) -> None:
    """Keep out of every text what these variables hold: a library reads them by itself.

    A value of a few letters is no credential, and would be found in every word.
    """
    _met.update(value for name in names if len(value := os.environ.get(name, "")) >= SHORTEST)


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
