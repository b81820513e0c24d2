import httpx
import pytest

from api.examples import EVENTS
from api.pages.shows import recording
from api.pages.shows.fields import placed
from domain.events import MODELS, TYPES, InvalidEvent, read_event
from tests.api.pages.test_signing import sign_in, token


@pytest.fixture
def visitor(server):
    with httpx.Client(base_url=server.url) as client:
        yield client


def fields(kind: str) -> list[recording.Field]:
    return [field for group in recording.groups(kind) for field in group.fields]


@pytest.mark.parametrize("kind", TYPES)
def test_the_form_of_every_type_asks_for_all_that_is_needed(kind):
    pointers = {field.pointer.split("/")[1] for field in fields(kind)}
    needed = {name for name, info in MODELS[kind].model_fields.items() if info.is_required() and name != "type"}
    assert needed <= pointers


@pytest.mark.parametrize("kind", TYPES)
def test_an_example_goes_through_the_form_unchanged(kind):
    made = recording.body(kind, recording.values(EVENTS[kind]).items())
    assert made == EVENTS[kind]
    read_event(made)


def test_what_is_no_json_is_told_at_its_field():
    with pytest.raises(InvalidEvent) as caught:
        recording.body("entry_corrected", [("/correction", "{")])
    assert caught.value.errors[0]["pointer"] == "/correction"


def test_a_missing_official_is_told_at_the_first_field_of_that_official():
    by_field, rest = placed(
        [{"pointer": "/visitor", "detail": "is required"}], recording.groups("visit_held")
    )
    assert (by_field, rest) == ({"/visitor/name": "is required"}, [])


def form(kind: str, **more: str) -> dict[str, str]:
    return {"type": kind, **recording.example(kind), **more}


def test_an_event_is_recorded_once_and_told_when_it_is_there_already(server, visitor):
    sign_in(visitor, server.key("report"))
    sent = form("visit_announced", token=token(visitor.get("/record")))
    first, again = visitor.post("/record", data=sent), visitor.post("/record", data=sent)
    assert first.headers["location"].endswith("recorded=new")
    assert again.headers["location"].endswith("recorded=before")
    assert server.get("/v1/events").json()["items"][0]["recorded_by"] == "test report"


def test_a_correction_needs_a_key_with_the_scope_review(server, visitor):
    sign_in(visitor, server.key("report"))
    answer = visitor.post("/record", data=form("entry_withdrawn", token=token(visitor.get("/record"))))
    assert answer.status_code == 403
    assert "entered twice" in answer.text


def test_what_was_typed_is_kept_when_the_form_itself_has_expired(server, visitor):
    sign_in(visitor, server.key("report"))
    answer = visitor.post("/record", data=form("visit_announced", token="old"))
    assert answer.status_code == 403
    assert "Sergey Lavrov" in answer.text
    assert server.get("/v1/events").json()["items"] == []


def test_one_more_participant_keeps_the_others(visitor):
    answer = visitor.post("/record", data=form("meeting_announced", more="1"))
    assert 'name="/participants/2/name"' in answer.text
    assert "Choe Son Hui" in answer.text


def test_a_form_too_large_is_refused(visitor):
    assert visitor.post("/record", data={"type": "visit_held", "/quote": "x" * 300_000}).status_code == 413


def test_a_form_with_too_many_fields_is_refused(visitor):
    assert visitor.post("/record", data={str(i): "x" for i in range(600)}).status_code == 422


PARTIES = {
    "promise": {"/about/promise_id"},
    "visit": {"/about/visitor/state", "/about/host"},
    "meeting": {"/about/participants/0/state", "/about/participants/1/state"},
    "pledge": {"/about/by/state", "/about/to", "/about/key"},
}


@pytest.mark.parametrize("about", recording.ABOUT)
def test_an_outcome_names_its_promise_by_its_id_or_by_its_parties(about):
    shown = recording.groups("outcome_reported", about=about)
    needed = {field.pointer for group in shown for field in group.fields if field.required}
    assert {pointer for pointer in needed if pointer.startswith("/about")} == PARTIES[about]


def test_an_outcome_of_a_visit_is_recorded_by_who_was_to_go_where(server, visitor, visit, strictly):
    server.record(visit())
    sign_in(visitor, server.key("report"))
    page = visitor.get("/record?type=outcome_reported&about=visit")
    strictly(page.text)
    sent = {
        "token": token(page), "type": "outcome_reported", "/about/kind": "visit", "/outcome": "fulfilled",
        "/about/visitor/name": "Sergey Lavrov", "/about/visitor/state": "russia", "/about/host": "North Korea",
        "/report/url": "https://news.example/lavrov-was-there", "/report/publisher": "Example Wire",
        "/report/published_at": "2023-10-20",
    }  # fmt: skip
    wrong = visitor.post("/record", data={**sent, "/about/host": "PARIS"})
    assert wrong.status_code == 422
    assert 'name="/about/host" value="PARIS"' in wrong.text
    assert '<code class="pointer">/about/host</code>' in wrong.text
    assert visitor.post("/record", data=sent).headers["location"].endswith("recorded=new")
    (promise,) = server.get("/v1/promises").json()["items"]
    assert promise["status"] == "fulfilled"


def test_one_who_was_to_meet_can_be_added_to_an_outcome(visitor):
    page = visitor.get("/record?type=outcome_reported&about=meeting")
    sent = {"type": "outcome_reported", "/about/kind": "meeting", "more": "1", "token": token(page)}
    rows = {f"/about/participants/{i}/state": "" for i in range(2)}
    text = visitor.post("/record", data=sent | rows).text
    assert 'name="/about/participants/2/state"' in text
    assert 'name="/about/participants/3/state"' not in text
