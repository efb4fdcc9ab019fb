"""A store that speaks S3 over HTTP, on loopback: moto's server, and a log of what it was asked."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterable
from typing import Any

import moto.settings
from moto.core import DEFAULT_ACCOUNT_ID
from moto.iam.models import iam_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.s3.models import s3_backends
from werkzeug.serving import make_server

logging.getLogger("werkzeug").setLevel(logging.ERROR)  # else a line for each request

BUCKET = "replies"
DENIED = b'<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>'
EVERYTHING = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}


class Store:
    """A running store with one bucket. `log`: method, path and query of every request. `spoil` changes what it answers;
    nothing may be put whose path has `refuse` in it."""

    def __init__(self) -> None:
        self.log: list[tuple[str, str, str]] = []
        self.spoil: Callable[[str, bytes], bytes] | None = None
        self.refuse: str | None = None
        self.application = DomainDispatcherApplication(create_backend_app)
        self.server = make_server("127.0.0.1", 0, self._answer, threaded=True)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()
        self.backend = s3_backends[DEFAULT_ACCOUNT_ID]["aws"]
        self.clear()

    def _answer(self, environ: dict[str, Any], start: Callable) -> Iterable[bytes]:
        self.log.append((environ["REQUEST_METHOD"], environ["PATH_INFO"], environ["QUERY_STRING"]))
        if self.refuse and self.refuse in environ["PATH_INFO"] and environ["REQUEST_METHOD"] == "PUT":
            start("403 Forbidden", [("Content-Type", "application/xml"), ("Content-Length", str(len(DENIED)))])
            return [DENIED]
        if self.spoil is None:
            return self.application(environ, start)
        told: list[Any] = []
        body = b"".join(self.application(environ, lambda *answer: told.extend(answer)))
        body = self.spoil(environ["QUERY_STRING"], body)
        headers = [(name, value) for name, value in told[1] if name.lower() != "content-length"]
        start(told[0], [*headers, ("Content-Length", str(len(body)))])
        return [body]

    def clear(self) -> None:
        """An empty bucket that anybody may use, and an empty log."""
        moto.settings.INITIAL_NO_AUTH_ACTION_COUNT = float("inf")
        self.backend.reset()
        self.backend.create_bucket(BUCKET, "us-east-1")
        self.log.clear()
        self.spoil = self.refuse = None

    def lock(self) -> tuple[str, str]:
        """From now on every signature is checked. Returns the key and the secret that open the store."""
        users = iam_backends[DEFAULT_ACCOUNT_ID]["aws"]
        users.reset()
        users.create_user("us-east-1", "reader")
        users.put_user_policy("reader", "all", json.dumps(EVERYTHING))
        made = users.create_access_key("reader")
        moto.settings.INITIAL_NO_AUTH_ACTION_COUNT = 0
        return made.access_key_id, made.secret_access_key

    def put(self, key: str, data: bytes) -> None:
        self.backend.put_object(BUCKET, key, data)

    def delete(self, key: str) -> None:
        self.backend.delete_object(BUCKET, key)

    def kept(self) -> list[str]:
        return sorted(key for key, _ in self.backend.get_bucket(BUCKET).keys.items())

    def body(self, key: str) -> bytes:
        return self.backend.get_object(BUCKET, key).value

    def fetched(self) -> list[str]:
        """The keys whose bytes were asked for, in that order."""
        start = f"/{BUCKET}/"
        return [
            path.removeprefix(start)
            for method, path, query in self.log
            if method == "GET" and path.startswith(start) and len(path) > len(start) and "list-type" not in query
        ]

    def put_keys(self) -> list[str]:
        """The keys that were put through the server, in that order."""
        return [path.removeprefix(f"/{BUCKET}/") for method, path, _ in self.log if method == "PUT"]

    def listings(self) -> int:
        return sum("list-type=2" in query for _, _, query in self.log)

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(10)
        moto.settings.INITIAL_NO_AUTH_ACTION_COUNT = float("inf")
