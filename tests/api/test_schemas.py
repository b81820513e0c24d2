"""Real answers over the demonstration ledger have the documented form."""

from __future__ import annotations

import pytest

from adapters import demo
from api import schemas


@pytest.fixture
def told(server):
    result = server.services.ledger.record_batch(list(enumerate(demo.lines(), 1)), "demo", atomic=True)
    assert not result.rejected
    return server


def pages(server, path, **query):
    while True:
        answer = server.get(path, params=query)
        assert answer.status_code == 200, answer.text
        yield answer.json()
        query["cursor"] = answer.json()["next_cursor"]
        if query["cursor"] is None:
            return


def items(server, path, **query):
    return [item for page in pages(server, path, **query) for item in page["items"]]


@pytest.mark.parametrize("as_of", [None, "2023-10-10", "1970-01-01"])
def test_promises(told, as_of):
    query = {"as_of": as_of} if as_of else {}
    found = list(pages(told, "/v1/promises", limit=10, **query))
    for page in found:
        schemas.PromisePage.model_validate(page, strict=True)
    ids = [promise["id"] for page in found for promise in page["items"]]
    assert len(ids) == len(set(ids))
    assert (not ids) == (as_of == "1970-01-01")


def test_one_promise_and_its_history(told):
    for promise in items(told, "/v1/promises"):
        assert told.get(f"/v1/promises/{promise['id']}").json() == promise
        history = told.get(f"/v1/promises/{promise['id']}/history").json()
        schemas.History.model_validate(history, strict=True)
        assert history["items"][-1]["status"] == promise["status"]


def test_verdicts(told):
    for visitor in ("Lavrov", "Sergey Lavrov", "Nobody"):
        answer = told.get("/v1/verdict", params={"visitor": visitor, "host": "PRK"}).json()
        schemas.Verdict.model_validate(answer, strict=True)


def test_the_log(told):
    found = items(told, "/v1/events", limit=20)
    assert [entry["position"] for entry in found] == list(range(1, told.services.queries.position() + 1))
    for entry in found:
        schemas.Entry.model_validate(entry, strict=True)
    for entry in found[:20]:
        one = told.get(f"/v1/events/{entry['event_id']}").json()
        schemas.EntryInFull.model_validate(one, strict=True)
        assert one == {**entry, "acts": [], "in_force": entry["event"]}


def test_relationships_and_their_timelines(told):
    for page in pages(told, "/v1/relationships", limit=5):
        schemas.RelationshipPage.model_validate(page, strict=True)
        for summary in page["items"]:
            pair = summary["relationship"]
            one = told.get(f"/v1/relationships/{pair}").json()
            schemas.Relationship.model_validate(one, strict=True)
            for timeline in pages(told, f"/v1/relationships/{pair}/timeline", limit=3):
                schemas.Timeline.model_validate(timeline, strict=True)


@pytest.mark.parametrize("by", ["state", "official", "relationship"])
def test_scorecards(told, by):
    schemas.Scorecards.model_validate(told.get("/v1/scorecards", params={"by": by}).json(), strict=True)


def test_alerts(told):
    page = told.get("/v1/alerts", params={"limit": 20}).json()
    schemas.AlertPage.model_validate(page, strict=True)
    rest = told.get("/v1/alerts", params={"after": page["next_cursor"], "limit": 500}).json()
    ids = [alert["id"] for alert in page["items"] + rest["items"]]
    assert len(ids) == len(set(ids)) > 20


def test_the_codes_of_a_pair_are_put_in_order(told):
    assert items(told, "/v1/promises", relationship="RUS-PRK") == items(
        told, "/v1/promises", relationship="PRK-RUS"
    )
    assert told.get("/v1/relationships/RUS-PRK").json() == told.get("/v1/relationships/PRK-RUS").json()


def test_filters_narrow_the_list(told):
    everything = items(told, "/v1/promises")
    for name, value, holds in (
        ("status", "fulfilled,fulfilled_late", lambda p: p["status"] in ("fulfilled", "fulfilled_late")),
        ("kind", "pledge", lambda p: p["kind"] == "pledge"),
        ("state", "RUS", lambda p: any("RUS" in pair for pair in p["relationships"])),
        ("host", "PRK", lambda p: p["host"] == "PRK"),
        ("relationship", "PRK-RUS", lambda p: "PRK-RUS" in p["relationships"]),
        ("visitor", "Lavrov", lambda p: p["visitor"] and "Lavrov" in (p["visitor"]["name"] or "")),
        ("due_before", "2000-01-01", lambda p: p["due_on"] and p["due_on"] < "2000-01-01"),
    ):
        found = items(told, "/v1/promises", **{name: value})
        assert {p["id"] for p in found} == {p["id"] for p in everything if holds(p)}, name
        assert 0 < len(found) < len(everything), name
