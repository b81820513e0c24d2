"""`servanda serve`, as a process."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from api.settings import Settings

SERVANDA = [sys.executable, "-m", "api.cli"]


def environment():
    return {name: value for name, value in os.environ.items() if not name.startswith("SERVANDA_")}


@contextmanager
def serving(*options, cwd):
    """The process and its address, once it listens."""
    process = subprocess.Popen(
        [*SERVANDA, "serve", "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment() | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        cwd=cwd,
    )
    try:
        line = process.stderr.readline()
        found = re.search(r"http://\S+?:\d+", line)
        assert found, line + process.stderr.read()
        yield process, found[0]
    finally:
        process.kill()
        process.wait(10)
        process.stdout.close()
        process.stderr.close()


def test_the_server_answers_and_ends_cleanly_on_sigterm(database, tmp_path):
    with serving("--database", database, cwd=tmp_path) as (process, address):
        assert httpx.get(f"{address}/healthz", timeout=60).json() == {"status": "ok"}
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        assert "Traceback" not in process.stderr.read()


def test_an_open_connection_does_not_hold_up_the_end(database, tmp_path):
    with serving("--database", database, cwd=tmp_path) as (process, address), httpx.Client(timeout=60) as client:
        client.get(f"{address}/healthz")
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0


def test_the_server_makes_its_database_where_there_is_none(tmp_path):
    with serving("--database", f"sqlite:///{tmp_path}/new.db", cwd=tmp_path) as (_, address):
        assert httpx.get(f"{address}/v1/promises", timeout=60).json() == {"items": [], "next_cursor": None}


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])  # noqa: S104
def test_without_a_key_the_server_refuses_to_listen_elsewhere(database, tmp_path, host):
    done = subprocess.run(
        [*SERVANDA, "serve", "--database", database, "--host", host, "--port", "0"],
        capture_output=True,
        text=True,
        timeout=30,
        env=environment() | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert done.returncode == 1
    assert "servanda keys create" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_told_in_plain_words(database, tmp_path):
    with serving("--database", database, cwd=tmp_path) as (_, address):
        done = subprocess.run(
            [*SERVANDA, "serve", "--database", database, "--port", address.rpartition(":")[2]],
            capture_output=True,
            text=True,
            timeout=30,
            env=environment() | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
    assert done.returncode == 1
    assert "cannot listen on 127.0.0.1" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_demonstration_shows_an_address_a_key_and_three_questions_that_work(tmp_path):
    for _ in range(2):  # The second start finds the ledger of the first.
        with serving("--demo", cwd=tmp_path) as (process, address):
            shown = read_until(process.stdout, "ask ")
            assert address in shown
            assert shown.count("curl ") == 2
            for question in re.findall(r'curl "([^"]+)"', shown):
                assert httpx.get(question, timeout=60).status_code == 200
            assert "yes" in httpx.get(re.findall(r'curl "([^"]+)"', shown)[0], timeout=60).text
            key = re.search(r"Key: +(\S+)", shown)[1]
            refused = httpx.post(f"{address}/v1/events", json={}, headers={"Authorization": f"Bearer {key}"})
            assert refused.status_code == 422
            assert "It has the scope admin" in shown
            rule = {"url": f"{address}/v1/publisher-rules/TASS", "json": {"accept_from": 0.9}}
            assert httpx.put(**rule, headers={"Authorization": f"Bearer {key}"}).status_code == 200
            ask = re.search(r" (ask .+)", shown)[1]
            command = f"{sys.executable} -m api.cli {ask}"
            environ = environment() | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
            answer = subprocess.run(
                shlex.split(command), capture_output=True, text=True, env=environ, cwd=tmp_path, timeout=60
            )
            assert answer.returncode == 0
            assert answer.stdout.startswith("Not yet")
    assert (tmp_path / "servanda-demo.db").exists()


def read_until(stream, words):
    shown = ""
    while words not in shown:
        line = stream.readline()
        assert line, shown
        shown += line
    return shown


def test_every_setting_is_in_the_help_and_in_the_readme_with_its_default():
    command = [*SERVANDA, "serve", "--help"]
    help_text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    for name, field in Settings.model_fields.items():
        variable, default = f"SERVANDA_{name.upper()}", str(field.default) or "none"
        assert variable in help_text
        row = next(line for line in readme.splitlines() if line.startswith("|") and f"`{variable}`" in line)
        assert f"`{default.lower() if isinstance(field.default, bool) else default}`" in row
