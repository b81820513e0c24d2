"""Every error answer has one shape."""

from __future__ import annotations

import importlib
import pkgutil
from concurrent.futures import Future

import pytest

import adapters
import domain
from adapters.database import BadDatabase, Busy
from api import schemas
from api.errors import STATUS, of_domain
from domain.errors import BadQuestion, DomainError, NotOnRecord
from domain.events import InvalidEvent


def all_of(kind):
    return {kind}.union(*map(all_of, kind.__subclasses__())) if kind.__subclasses__() else {kind}


def test_every_domain_error_has_an_answer():
    for package in (domain, adapters):
        for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            importlib.import_module(module.name)
    ours = {
        kind for kind in all_of(DomainError) if kind.__module__.split(".")[0] in ("domain", "adapters", "api")
    }
    assert ours - {DomainError} == set(STATUS)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/nothing", 404),
        ("GET", "/v1/promises/", 404),
        ("GET", "/v1/promises/p0", 404),
        ("GET", "/v1/promises/p0/history", 404),
        ("GET", "/v1/promises/%00", 404),
        ("GET", "/v1/events/e0", 404),
        ("GET", "/v1/events/%F0%9F%92%A9", 404),
        ("GET", "/v1/relationships/AAA-BBB", 404),
        ("GET", "/v1/relationships/FRA-DEU", 404),
        ("GET", "/v1/relationships/nothing/timeline", 404),
        ("DELETE", "/v1/events", 405),
        ("PUT", "/v1/promises", 405),
        ("PATCH", "/v1/promises", 405),
        ("POST", "/v1/events", 401),
        ("GET", "/v1/promises?as_of=yesterday", 422),
        ("GET", "/v1/promises?as_of=2023-02-30", 422),
        ("GET", "/v1/promises?recorded_as_of=2023-02-03", 422),
        ("GET", "/v1/promises?cursor=nonsense", 422),
        ("GET", "/v1/events?cursor=nonsense", 422),
        ("GET", "/v1/relationships?cursor=nonsense", 422),
        ("GET", "/v1/alerts?after=nonsense", 422),
        ("GET", "/v1/promises?limit=0", 422),
        ("GET", "/v1/promises?limit=501", 422),
        ("GET", "/v1/promises?limit=many", 422),
        ("GET", "/v1/promises?status=kept", 422),
        ("GET", "/v1/promises?status=", 422),
        ("GET", "/v1/promises?kind=dinner", 422),
        ("GET", "/v1/promises?state=Russia", 422),
        ("GET", "/v1/promises?host=ZZZ", 422),
        ("GET", "/v1/promises?relationship=RUS", 422),
        ("GET", "/v1/promises?relationship=PRK-ZZZ", 422),
        ("GET", "/v1/promises?visitor=%00", 422),
        ("GET", "/v1/promises?due_before=2023", 422),
        ("GET", "/v1/promises?satus=pending", 422),
        ("GET", "/v1/promises?status=pending&status=overdue", 422),
        ("GET", "/v1/verdict", 422),
        ("GET", "/v1/verdict?visitor=Lavrov&host=Russia", 422),
        ("GET", "/v1/scorecards?by=weather", 422),
        ("GET", "/healthz?verbose=1", 422),
    ],
)
def test_every_error_has_one_shape(empty_server, method, path, status):
    answer = empty_server.call(method, path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    problem = schemas.Problem.model_validate(answer.json())
    assert (problem.status, problem.type) == (status, "about:blank")
    assert len(problem.detail) > 10
    assert answer.headers["x-content-type-options"] == "nosniff"
    if status == 422:
        assert all(error.parameter in path or path == "/v1/verdict" for error in problem.errors)
        assert problem.errors


def test_a_method_that_is_not_offered_is_told_which_are(server):
    assert server.call("DELETE", "/v1/promises").headers["allow"] == "GET"
    assert server.call("DELETE", "/v1/events").headers["allow"] == "GET, POST"


def test_an_unknown_pair_or_id_as_a_filter_finds_nothing(server):
    assert server.get("/v1/promises?relationship=DEU-FRA").json() == {"items": [], "next_cursor": None}
    assert server.get("/v1/promises?visitor=Nobody").json() == {"items": [], "next_cursor": None}


class Broken:
    """Queries, or a writer, that fail in a given way."""

    def __init__(self, error):
        self.error = error

    def __getattr__(self, name):
        def fail(*_):
            raise self.error

        return fail

    def start(self):
        pass

    close = start

    def submit(self, *_):
        future: Future[None] = Future()
        future.set_exception(self.error)
        return future


def test_an_unexpected_error_is_logged_in_full_and_answered_without_detail(start, caplog):
    answer = start(services={"queries": Broken(RuntimeError("the password is hunter2"))}).get("/v1/promises")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "hunter2" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "hunter2" in caplog.text


def test_a_busy_ledger_says_when_to_try_again(start, visit):
    answer = start(services={"writer": Broken(Busy())}).record(visit())
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")


def test_a_database_that_does_not_answer_is_told_by_readyz_and_not_by_healthz(start):
    from sqlalchemy.exc import OperationalError

    server = start(services={"queries": Broken(OperationalError("SELECT 1", {}, Exception("gone")))})
    assert server.get("/readyz").status_code == 503
    assert server.get("/healthz").status_code == 200
    assert server.get("/metrics").status_code == 200


def test_a_database_that_cannot_be_used_is_logged_and_not_described(start, caplog):
    broken = Broken(BadDatabase("connection to server at 'db.internal' for user 'servanda' failed"))
    answer = start(services={"queries": broken}).get("/v1/promises")
    assert answer.status_code == 503
    assert answer.json()["detail"] == "the database does not answer; try again in a moment"
    assert "db.internal" not in answer.text
    assert "db.internal" in caplog.text


def test_the_answers_to_domain_errors():
    assert of_domain(NotOnRecord("promise", "p1")).status == 404
    assert of_domain(BadQuestion("as_of", "must be a day")).errors == [
        {"pointer": "", "parameter": "as_of", "detail": "must be a day"}
    ]
    assert of_domain(InvalidEvent.at("/host", "is required")).errors == [
        {"pointer": "/host", "detail": "is required"}
    ]
