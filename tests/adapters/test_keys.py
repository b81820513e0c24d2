"""Keys: shown once, kept as hashes, revoked for good."""

from __future__ import annotations

import hashlib

import pytest

from adapters.keys import SCOPES, Key, KeyExists, Keys
from domain.errors import BadQuestion, NotOnRecord


@pytest.fixture
def keys(store):
    return Keys(store.engine)


def test_a_key_is_known_by_its_name_and_scope(keys):
    token = keys.create("desk", "report")
    assert keys.check(token) == Key("desk", "report")
    assert keys.any()


def test_only_the_hash_of_a_key_is_stored(keys, store):
    token = keys.create("desk", "report")
    (row,) = store.execute("SELECT * FROM api_keys")
    stored = [bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row]
    assert hashlib.sha256(token.encode()).digest() in stored
    assert not any(token.encode() in value or token[3:].encode() in value for value in stored)


def test_no_two_keys_are_alike(keys):
    assert len({keys.create(f"desk {n}", "read") for n in range(5)}) == 5


@pytest.mark.parametrize("token", ["", "sv_", "sv_wrong", "\0", "é", "\ud800", "x" * 10_000])
def test_what_is_no_key_is_refused(keys, token):
    keys.create("desk", "read")
    assert keys.check(token) is None


def test_a_revoked_key_is_refused_for_good(keys):
    token, other = keys.create("desk", "admin"), keys.create("other", "read")
    keys.revoke("desk")
    assert keys.check(token) is None
    assert keys.check(other) == Key("other", "read")
    with pytest.raises(NotOnRecord):
        keys.revoke("desk")
    keys.revoke("other")
    assert not keys.any()


def test_a_revoked_key_stays_on_the_list(keys):
    keys.create("b", "read")
    keys.create("a", "admin")
    keys.revoke("b")
    first, second = keys.list()
    assert (first.name, first.scope, first.revoked_at) == ("a", "admin", None)
    assert (second.name, second.scope) == ("b", "read")
    assert second.revoked_at >= second.created_at


def test_names_are_unique_even_after_a_key_was_revoked(keys):
    keys.create("desk", "read")
    with pytest.raises(KeyExists, match="desk"):
        keys.create("desk", "admin")
    keys.revoke("desk")
    with pytest.raises(KeyExists):
        keys.create("desk", "read")
    assert len(keys.list()) == 1


def test_a_key_that_is_not_there_cannot_be_revoked(keys):
    with pytest.raises(NotOnRecord, match="nobody"):
        keys.revoke("nobody")


@pytest.mark.parametrize("name", ["", "  ", "a\0b", "a\nb", "x" * 101])
def test_a_bad_name_is_refused(keys, name):
    with pytest.raises(BadQuestion, match="name"):
        keys.create(name, "read")


def test_a_bad_scope_is_refused(keys):
    with pytest.raises(BadQuestion, match="scope"):
        keys.create("desk", "root")


def test_each_scope_may_do_what_those_before_it_may():
    allowed = {scope: [wanted for wanted in SCOPES if Key("desk", scope).may(wanted)] for scope in SCOPES}
    assert allowed == {
        "read": ["read"],
        "report": ["read", "report"],
        "review": ["read", "report", "review"],
        "admin": ["read", "report", "review", "admin"],
    }
