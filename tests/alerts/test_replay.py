"""The story of Putin's invitation, replayed day by day, also through kill -9."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from adapters import demo
from adapters.database import open_engine
from adapters.ledger import Ledger
from adapters.queries import AlertFilter, Queries
from tests.alerts.mailbox import Mailbox, receiving_mail
from tests.alerts.receiver import SECRET, Receiver, receiving

KILLS = int(os.environ.get("SERVANDA_TEST_KILLS", "4"))
"""How often a process is killed; ten times and more take minutes."""
STORY = ("--from", "2023-09-01", "--to", "2024-07-01", "--deliver", "--json")


@pytest.fixture
def url(database: str) -> str:
    """A ledger that holds the demonstration."""
    engine = open_engine(database)
    result = Ledger(engine).record_batch(list(enumerate(demo.lines(), 1)), "demo", atomic=True)
    assert not result.rejected
    engine.dispose()
    return database


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with receiving_mail() as mailbox:
        yield mailbox


@pytest.fixture
def told_to() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


def servanda(url: str, *arguments: str) -> subprocess.Popen[bytes]:
    code = "from api.cli import main; main()"
    environment = {**os.environ, "SERVANDA_ALLOWED_NETWORKS": "loopback"}
    command = [sys.executable, "-c", code, *arguments, "--database", url]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def done(process: subprocess.Popen[bytes]) -> bytes:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err.decode()
    return out


def expected(url: str) -> list[str]:
    """The ids of the alerts of the story, day by day."""
    engine = open_engine(url)
    items = Queries(engine).alerts(None, 500, AlertFilter(relationship="PRK-RUS"))["items"]
    engine.dispose()
    return [
        a["id"]
        for a in sorted(items, key=lambda a: (a["on"], int(a["id"])))
        if "2023-09" <= a["on"] < "2024-07-02"
    ]


def subscribe(url: str, receiver: Receiver) -> None:
    done(
        servanda(
            url, "subscriptions", "create", receiver.url, "--secret", SECRET, "--query", "relationship=PRK-RUS"
        )
    )


def mail(url: str, mailbox: Mailbox) -> None:
    done(servanda(url, "subscriptions", "create", mailbox.url, "--query", "relationship=PRK-RUS"))


def sentences_of(url: str, ids: list[str]) -> list[str]:
    engine = open_engine(url)
    items = Queries(engine).alerts(None, 500, AlertFilter())["items"]
    engine.dispose()
    known = {a["id"]: a["summary"] for a in items}
    return [known[one] for one in ids]


def test_every_alert_comes_once_and_in_order(url, told_to, mailbox):
    subscribe(url, told_to)
    mail(url, mailbox)
    done(servanda(url, "replay", *STORY))
    days = [message.data["on"] for message in told_to.received]
    assert days == sorted(days)
    assert sorted(m.data["id"] for m in told_to.received) == sorted(expected(url))
    assert len(told_to.received) > 10
    invitation = [m for m in told_to.received if "Vladimir Putin" in m.data["summary"]]
    assert invitation[0].data["to"] == "pending"
    assert invitation[-1].data["to"] == "fulfilled"
    before = len(told_to.requests)
    done(servanda(url, "replay", *STORY))
    assert len(told_to.requests) == before
    assert mailbox.told() == sentences_of(url, expected(url))


def test_the_same_after_kill_9_at_random_moments(url, told_to, mailbox):
    chance = random.Random(9)
    told_to.behave = lambda n: time.sleep(0.02) or 200
    subscribe(url, told_to)
    mail(url, mailbox)
    began = time.monotonic()
    process = servanda(url, "replay", *STORY)
    while not told_to.requests and time.monotonic() - began < 30:
        time.sleep(0.005)
    start_up = time.monotonic() - began
    killed = 0
    while killed < KILLS:
        process.kill()
        process.communicate()
        killed += 1
        process = servanda(url, "replay", *STORY)
        time.sleep(chance.uniform(0.6, 1.3) * start_up)
    done(process)
    if process.returncode == 0:
        done(servanda(url, "replay", *STORY))
    by_id: dict[str, list[str]] = {}
    firsts: dict[str, None] = {}
    for message in told_to.received:
        by_id.setdefault(message.data["id"], []).append(message.id)
        firsts.setdefault(message.data["id"])
    assert sorted(by_id) == sorted(expected(url))  # None is lost.
    assert all(len(set(ids)) == 1 for ids in by_id.values())  # One sent twice has one id.
    days = [next(m.data["on"] for m in told_to.received if m.data["id"] == known) for known in firsts]
    assert days == sorted(days)
    assert told_to.refused == 0
    assert mailbox.told() == sentences_of(url, expected(url))
