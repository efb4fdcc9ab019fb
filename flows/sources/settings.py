"""The settings of one source in `foi.toml`, taken one by one: what is missing, of the wrong type or strange is said at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flows.ending import Stopped
from flows.secret import Secret, secret_of
from flows.slugs import known_force, known_request


@dataclass
class Settings:
    """The settings of the source `name`; `where` names them in messages, `whole` is the whole configuration.

    Paths are relative to the folder of `file`.
    """

    file: Path
    where: str
    name: str
    told: dict[str, Any]
    whole: dict[str, Any]
    asked: set[str] = field(default_factory=set)

    def text(self, key: str, default: str | None = None) -> str:
        """A text; needed where there is no default."""
        value = self._take(key, str, "a text", default)
        if value is None:
            raise Stopped(f'{self.where} needs {key} = "…".')
        return value

    def optional(self, key: str) -> str | None:
        """A text, or None."""
        return self._take(key, str, "a text", None)

    def number(self, key: str, default: float, least: float = 0) -> float:
        value = self._take(key, (int, float), "a number", default)
        if isinstance(value, bool) or value < least:
            raise Stopped(f"{self.where}: {key} must be a number of at least {least:g}.")
        return value

    def flag(self, key: str, default: bool) -> bool:
        return self._take(key, bool, "true or false", default)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, or one; empty where there is none."""
        value = self._take(key, (str, list), "a list of texts", [])
        values = [value] if isinstance(value, str) else value
        if not all(isinstance(one, str) for one in values):
            raise Stopped(f"{self.where}: {key} must be a list of texts.")
        return tuple(values)

    def day(self, key: str) -> date | None:
        """A day, as TOML writes one (2025-08-31) or as a text; or None."""
        value = self._take(key, (date, str), "a day (2025-08-31)", None)
        if isinstance(value, datetime):
            return value.date()
        try:
            return date.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            raise Stopped(f"{self.where}: {key} must be a day, as 2025-08-31.") from None

    def table(self, key: str) -> dict[str, str]:
        """Names to texts; empty where there are none."""
        value = self._take(key, dict, "a table of texts", {})
        if not all(isinstance(one, str) for one in value.values()):
            raise Stopped(f"{self.where}: {key} must be a table of texts.")
        return dict(value)

    def parts(self, key: str) -> dict[str, Any]:
        """A table of anything, whose parts are looked at by whoever asks; empty where there is none."""
        return dict(self._take(key, dict, "a table", {}))

    def path(self, key: str) -> Path:
        return self.file.parent / self.text(key)

    def force(self) -> str | None:
        """The force that all of it is from, where one is named."""
        return known_force(self.optional("force"), self.where)

    def forces(self) -> tuple[str, ...]:
        """The forces that it brings, as `force` or `forces` names them."""
        force = self.force()
        named = [known_force(slug, self.where) for slug in self.texts("forces")]
        return tuple(slug for slug in dict.fromkeys([force, *named]) if slug)

    def request(self) -> str | None:
        """The request that all of it answers, where one is named."""
        return known_request(self.optional("request"), self.where)

    def secret(self, key: str) -> Secret | None:
        """A credential, by the name of what holds it: `KEY_env`, a variable of the environment, or `KEY_block`, a Prefect
        block. None where neither is named."""
        self.asked |= {f"{key}_env", f"{key}_block"}
        return secret_of(self.told, key, self.where)

    def done(self) -> None:
        """Raises `Stopped` where there is a setting that nobody asked for: a slip of spelling must not be passed over."""
        if strange := sorted(set(self.told) - self.asked):
            raise Stopped(f"{self.where} has {', '.join(strange)}; it may have {', '.join(sorted(self.asked))}.")

    def _take(self, key: str, kind: Any, called: str, default: Any) -> Any:
        self.asked.add(key)
        value = self.told.get(key, default)
        if value is not None and not isinstance(value, kind):
            raise Stopped(f"{self.where}: {key} must be {called}.")
        return value
