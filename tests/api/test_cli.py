"""The command line. Exit status: 0 done, 1 it could not, 2 the call was wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import TextIOWrapper
from pathlib import Path

import orjson
import pytest

from adapters import demo
from adapters.database import open_engine
from adapters.ledger import Ledger
from api import cli
from tests.adapters.events import announced


class Done:
    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    @property
    def json(self):
        return orjson.loads(self.out)


@pytest.fixture
def servanda(capfdbinary, monkeypatch, database, tmp_path):
    """Runs the command line in this process; `@` stands for the empty ledger of this test."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith("SERVANDA_"):
            monkeypatch.delenv(name)

    def run(*arguments):
        words = ["servanda", *(database if word == "@" else str(word) for word in arguments)]
        monkeypatch.setattr(sys, "argv", words)
        with pytest.raises(SystemExit) as end:
            cli.main()
        out, err = capfdbinary.readouterr()
        assert b"Traceback" not in err
        return Done(end.value.code or 0, out, err.decode())

    return run


@pytest.fixture
def demo_file(tmp_path):
    file = tmp_path / "demo.ndjson"
    file.write_bytes(b"\n".join(demo.lines()) + b"\n")
    return file


@pytest.fixture
def told(servanda, demo_file):
    """A ledger with the demonstration."""
    assert servanda("import", demo_file, "--database", "@").status == 0
    return servanda


# ---------------------------------------------------------------- keys
def test_keys_create_prints_the_key_and_nothing_else(servanda, tmp_path):
    done = servanda("keys", "create", "desk", "--scope", "report", "--database", f"sqlite:///{tmp_path}/new.db")
    assert (done.status, done.err) == (0, "")
    assert len(done.out.split()) == 1


def test_keys_are_listed_without_themselves_and_revoked(servanda):
    key = servanda("keys", "create", "desk", "--scope", "review", "--database", "@").out.strip()
    listed = servanda("keys", "list", "--database", "@")
    assert b"desk" in listed.out
    assert b"review" in listed.out
    assert key not in listed.out
    assert servanda("keys", "list", "--json", "--database", "@").json[0]["name"] == "desk"
    assert servanda("keys", "revoke", "desk", "--database", "@").status == 0
    assert servanda("keys", "revoke", "nobody", "--database", "@").status == 1


def test_a_name_can_be_given_once(servanda):
    assert servanda("keys", "create", "desk", "--scope", "read", "--database", "@").status == 0
    again = servanda("keys", "create", "desk", "--scope", "read", "--database", "@")
    assert (again.status, again.out) == (1, b"")
    assert "desk" in again.err


@pytest.mark.parametrize(
    "call",
    [
        ("keys", "create", "desk", "--scope", "king", "--database", "@"),
        ("keys", "create", "desk", "--database", "@"),
        ("keys", "create", "--scope", "read", "--database", "@"),
        ("fly",),
        (),
        ("serve", "--port", "many", "--database", "@"),
        ("import", "no-such-file.ndjson", "--database", "@"),
        ("import", "--format", "xml", "-", "--database", "@"),
        ("ask", "Lavrov", "--database", "@"),
        ("ask", "Lavrov", "PRK", "--as-of", "yesterday", "--database", "@"),
        ("ask", "Lavrov", "Russia", "--database", "@"),
        ("ask", "", "PRK", "--database", "@"),
        ("ask", "a\tb\x1b", "PRK", "--database", "@"),
        ("export", "--format", "xml", "--database", "@"),
        ("export", "--what", "events", "--as-of", "2023-10-10", "--database", "@"),
    ],
)
def test_a_wrong_call_ends_with_2_and_says_why(servanda, call):
    done = servanda(*call)
    assert done.status == 2
    assert done.err if call else done.out + done.err.encode()


@pytest.mark.parametrize("command", [("ask", "Lavrov", "PRK"), ("verify",), ("rebuild",), ("export",)])
def test_a_question_to_no_ledger_ends_with_1_and_makes_none(servanda, tmp_path, command):
    done = servanda(*command, "--database", f"sqlite:///{tmp_path}/none.db")
    assert (done.status, done.out) == (1, b"")
    assert "there is no ledger" in done.err
    assert not Path(tmp_path / "none.db").exists()


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("nonsense", 2),
        ("mysql://host/name", 2),
        ("postgresql+psycopg://host:port/name", 2),
        ("sqlite:///:memory:", 2),
        ("sqlite:///ledger.db?synchronous=perhaps", 2),
        ("sqlite:////no/such/folder/ledger.db", 1),
        ("postgresql+psycopg://127.0.0.1:1/x", 1),
    ],
)
def test_a_database_that_cannot_be_used_is_told_in_plain_words(servanda, url, status):
    done = servanda("keys", "create", "desk", "--scope", "read", "--database", url)
    assert done.status == status
    assert done.err.startswith("servanda: ")
    assert "should not have happened" not in done.err


def test_a_file_that_is_no_database_is_told_in_plain_words(servanda, tmp_path):
    (tmp_path / "text.db").write_text("this is no database" * 100)
    done = servanda("keys", "create", "desk", "--scope", "read", "--database", f"sqlite:///{tmp_path}/text.db")
    assert done.status == 1
    assert "no SQLite database" in done.err


def test_the_database_can_stand_in_the_environment(servanda, monkeypatch, database):
    monkeypatch.setenv("SERVANDA_DATABASE", database)
    assert servanda("keys", "create", "desk", "--scope", "read").status == 0
    assert servanda("keys", "list", "--json", "--database", "@").json[0]["name"] == "desk"


# ---------------------------------------------------------------- asking
def test_ask_says_the_sentence_and_the_evidence(told):
    done = told("ask", "Lavrov", "PRK", "--as-of", "2023-10-20", "--database", "@")
    assert done.status == 0
    lines = done.out.decode().splitlines()
    assert lines[0].startswith("Yes: ")
    assert any("visit_held (fulfilled)" in line and "https://" in line for line in lines)


def test_ask_answers_programs_in_json(told):
    asked = told("ask", "Vladimir Putin", "prk", "--as-of", "2024-01-17", "--json", "--database", "@")
    assert asked.json["answer"] == "not_yet"
    assert asked.json["promises"][0]["evidence"]


def test_an_unknown_visitor_is_an_answer_and_no_failure(told):
    done = told("ask", "Nobody", "PRK", "--database", "@")
    assert (done.status, b"on record" in done.out) == (0, True)


# ---------------------------------------------------------------- in and out
def test_an_import_can_be_repeated(servanda, demo_file):
    first = servanda("import", demo_file, "--json", "--database", "@")
    again = servanda("import", demo_file, "--json", "--database", "@")
    count = len(demo_file.read_bytes().splitlines())
    assert (first.json["accepted"], first.json["duplicates"]) == (count, 0)
    assert (again.json["accepted"], again.json["duplicates"]) == (0, count)


def test_an_import_reads_standard_input(servanda, demo_file, monkeypatch):
    with demo_file.open("rb") as file:
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(file))
        done = servanda("import", "-", "--json", "--database", "@")
    assert done.json["accepted"] == len(demo_file.read_bytes().splitlines())


def test_bad_lines_are_named_and_the_rest_goes_in(servanda, demo_file):
    with demo_file.open("ab") as file:
        file.write(b'{"type": "visit_imagined"}\nnonsense\n')
    done = servanda("import", demo_file, "--database", "@")
    count = len(demo_file.read_bytes().splitlines())
    assert done.status == 0
    for number in (count - 1, count):
        assert f"line {number}: " in done.err
    assert servanda("import", demo_file, "--strict", "--database", "@").status == 1


def test_a_file_of_which_nothing_goes_in_ends_with_1(servanda, tmp_path):
    (tmp_path / "bad.ndjson").write_text("nonsense\n")
    done = servanda("import", tmp_path / "bad.ndjson", "--json", "--database", "@")
    assert (done.status, done.json["refused"], done.json["rejected"][0]["line"]) == (1, 1, 1)


def test_an_export_of_events_gives_the_same_promises_in_another_ledger(told, tmp_path):
    events, other = tmp_path / "events.ndjson", f"sqlite:///{tmp_path}/other.db"
    assert told("export", "--what", "events", "--output", events, "--database", "@").status == 0
    assert told("import", events, "--database", other).status == 0

    def without_ids(url):
        lines = told("export", "--what", "promises", "--database", url).out.splitlines()
        return [{**orjson.loads(line), "id": None, "evidence": None} for line in lines]

    assert without_ids(other) == without_ids("@") != []


@pytest.mark.parametrize("what", ["events", "promises"])
@pytest.mark.parametrize("form", ["ndjson", "csv", "parquet"])
def test_everything_can_be_exported_in_every_form(told, tmp_path, what, form):
    file = tmp_path / f"out.{form}"
    done = told("export", "--what", what, "--format", form, "--output", file, "--database", "@")
    assert done.status == 0
    assert file.stat().st_size > 1000
    assert not list(tmp_path.glob("*.part"))


# ---------------------------------------------------------------- maintenance
def test_verify_finds_nothing_wrong_in_a_good_ledger(told):
    assert told("verify", "--database", "@").status == 0
    assert told("verify", "--json", "--database", "@").json == {"ok": True, "wrong": []}


def test_a_rebuild_changes_nothing(told):
    before = told("export", "--what", "promises", "--database", "@").out
    rebuilt = told("rebuild", "--json", "--database", "@")
    assert rebuilt.json["events"] == len(list(demo.lines()))
    assert told("export", "--what", "promises", "--database", "@").out == before
    assert told("verify", "--database", "@").status == 0


def test_tick_raises_nothing_twice(told):
    told("tick", "--database", "@")
    assert told("tick", "--json", "--database", "@").json == {"alerts": 0}


# ---------------------------------------------------------------- help
@pytest.mark.parametrize(
    "command",
    [
        (),
        ("serve",),
        ("keys",),
        ("keys", "create"),
        ("import",),
        ("ask",),
        ("rebuild",),
        ("verify",),
        ("export",),
    ],
)
def test_help_says_what_each_command_does(servanda, command):
    done = servanda(*command, "--help")
    assert done.status == 0
    assert len(done.out) > 200


def test_the_version_is_shown(servanda):
    assert servanda("--version").out.startswith(b"servanda ")


def test_a_reader_that_goes_away_is_no_traceback(told, database):
    command = f"{sys.executable} -m api.cli export --what events --database {database} | head -c 10"
    environ = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(command, shell=True, capture_output=True, text=True, env=environ, timeout=60)  # noqa: S602
    assert "Traceback" not in done.stderr


# ---------------------------------------------------------------- what the README shows
@pytest.fixture
def record(database):
    """Records in the empty ledger of this test."""
    engine = open_engine(database)
    ledger = Ledger(engine)
    yield lambda event: ledger.record(orjson.dumps(event), "desk")
    engine.dispose()


def test_what_the_readme_shows_of_mending_can_be_sent_in(record):
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    shown = next(block for block in readme.split("```") if block.startswith("json\n") and "entry_corrected" in block)
    bodies, rest = [], shown.removeprefix("json\n").strip()
    while rest:
        body, end = json.JSONDecoder().raw_decode(rest)
        bodies.append(body)
        rest = rest[end:].strip()
    entry = record(announced(window="2024-06")).event_id
    ids = {"event_id": entry, "promise_id": "p" + entry[1:]}
    kinds = {body["type"]: {**body, **{name: ids[name] for name in ids if name in body}} for body in bodies}
    order = ("entry_corrected", "promise_adjudicated", "adjudication_lifted", "report_retracted", "entry_withdrawn")
    assert sorted(kinds) == sorted(order)
    for kind in order:
        assert not record(kinds[kind]).duplicate


def test_of_a_day_to_come_it_is_said_that_it_is_to_come(servanda, record):
    record(announced(window="2020-03"))
    asked = ("ask", "Berg", "AUT", "--database", "@", "--as-of")
    assert "That day is still to come" in servanda(*asked, "2999-01-01").out.decode()
    assert "That day is still to come" not in servanda(*asked, "2020-02-01").out.decode()
