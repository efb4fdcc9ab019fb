"""Credentials are named in the configuration and held elsewhere; none comes out in a text."""

import pytest

from flows.ending import Stopped
from flows.secret import HIDDEN, scrubbed, secret_of


def test_a_credential_comes_from_the_environment_and_is_taken_out_of_texts(monkeypatch):
    monkeypatch.setenv("FOI_TEST_PASSWORD", "correct horse")
    secret = secret_of({"password_env": "FOI_TEST_PASSWORD"}, "password", "[sources.inbox]")
    assert secret and secret.value() == "correct horse"
    assert scrubbed("LOGIN foi correct horse failed") == f"LOGIN foi {HIDDEN} failed"
    assert "correct horse" not in repr(secret)


def test_none_named_is_none():
    assert secret_of({}, "password", "x") is None


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"password": "hunter2"}, "does not belong into a file"),
        ({"password_env": "A", "password_block": "b"}, "not both"),
        ({"password_env": 5}, "are names"),
        ({"password_env": ""}, "are names"),
    ],
)
def test_a_credential_in_the_file_or_named_wrongly_stops_without_repeating_it(told, said):
    with pytest.raises(Stopped, match=said) as stopped:
        secret_of(told, "password", "[sources.inbox]")
    assert "hunter2" not in stopped.value.message


def test_a_variable_that_is_not_set_is_named(monkeypatch):
    monkeypatch.delenv("FOI_TEST_PASSWORD", raising=False)
    secret = secret_of({"password_env": "FOI_TEST_PASSWORD"}, "password", "[sources.inbox]")
    assert secret
    with pytest.raises(Stopped, match="the environment has no FOI_TEST_PASSWORD"):
        secret.value()


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("postgresql+asyncpg://foi:pa%21ss@db/foi", f"postgresql+asyncpg://{HIDDEN}@db/foi"),
        (
            "GET https://x.example/feed?page=2&api_key=abc123&sort=1",
            f"GET https://x.example/feed?page=2&api_key={HIDDEN}&sort=1",
        ),
        ("Authorization: Bearer abcdef.123456", f"Authorization: Bearer {HIDDEN}"),
        ("https://x.example/request/1?page=2, ask a@b.example", "https://x.example/request/1?page=2, ask a@b.example"),
    ],
)
def test_what_looks_like_a_credential_in_an_address_or_a_header_is_taken_out(text, clean):
    assert scrubbed(text) == clean


def test_a_credential_as_it_stands_in_an_address_is_taken_out(monkeypatch):
    monkeypatch.setenv("FOI_TEST_PASSWORD", "a b/c d")
    secret = secret_of({"password_env": "FOI_TEST_PASSWORD"}, "password", "x")
    assert secret and secret.value() and "a%20b" not in scrubbed("https://x.example/a%20b%2Fc%20d/send")
