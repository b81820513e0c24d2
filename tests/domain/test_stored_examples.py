"""What was stored once can be read for ever: an example of every type, as its row of the log holds it.

The bytes below are never changed. A new shape of an event gets an example of its own beside the old one.
"""

from __future__ import annotations

import orjson
import pytest
import rfc8785
from eventsourcing.persistence import StoredEvent
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.event_log import EntryMapper
from domain.entries import TOPIC, UPCASTS, Entry, event_id, topic, upcast, version_of
from domain.events import MODELS, OWN_ACTS, TYPES, canonical, canonical_json, identity_json, read_event

REPORT = b'"report":{"url":"https://news.example/a","publisher":"One","published_at":"2023-10-19"}'
BERG = b'{"name":"Anna Berg","state":"NOR","role":"foreign_minister"}'
FRANK = b'{"name":"Eva Frank","state":"AUT"}'
VISIT = b'"visitor":' + BERG + b',"host":"AUT"'
MEETING = b'"participants":[' + BERG + b"," + FRANK + b"]"
TOLD = REPORT + b',"certainty":"firm"'
SAID = TOLD + b',"said_on":"2023-10-18"'
HELD = TOLD + b',"held_on":"2023-10-18/2023-10-19"'
ACT = b'"certainty":"firm","reason":"a slip"'
RULED = b'"certainty":"firm","promise_id":"pqrxbfpu3htzlyhxgwkyw6v5fuy","reason":"so it is","by":"the desk"'

FIELDS = {
    "visit_announced": SAID + b',"window":"2023-11","place":"Wien","quote":"Sie kommt.","key":"k",' + VISIT,
    "invitation_extended": SAID
    + b',"inviter":'
    + FRANK
    + b',"invitee":'
    + BERG
    + b',"host":"AUT","window":"2024-21"',
    "invitation_accepted": SAID + b',"invitee":' + BERG + b',"inviter":' + FRANK + b',"host":"AUT"',
    "invitation_declined": SAID + b',"invitee":' + BERG + b',"host":"AUT","reason":"no time"',
    "visit_postponed": SAID + b',"window":"2024-01/..","reason":"snow",' + VISIT,
    "visit_cancelled": SAID + b',"reason":"snow",' + VISIT,
    "visit_held": HELD + b',"stage":"concluded","in_place_of":{"state":"NOR","role":"royal"},' + VISIT,
    "meeting_announced": SAID + b',"mode":"video","window":"2023-11~",' + MEETING,
    "meeting_postponed": SAID + b',"attributed_to":"APA",' + MEETING,
    "meeting_cancelled": SAID + b',"reason":"snow",' + MEETING,
    "meeting_held": HELD + b',"mode":"phone",' + MEETING,
    "agreement_signed": HELD + b',"title":"On ferries",' + MEETING,
    "pledge_made": SAID + b',"by":' + BERG + b',"to":"AUT","subject":"31 ferries","key":"ferries"',
    "outcome_reported": SAID
    + b',"about":{"kind":"visit",'
    + VISIT
    + b',"window":"2023-10"},"outcome":"unfulfilled"',
    "report_retracted": TOLD + b',"retracted_url":"https://news.example/b","reason":"a hoax"',
    "entry_corrected": ACT
    + b',"event_id":"eqrxbfpu3htzlyhxgwkyw6v5fuy","correction":{"window":"2023-12","place":null}',
    "entry_withdrawn": ACT + b',"event_id":"eqrxbfpu3htzlyhxgwkyw6v5fuy"',
    "promise_adjudicated": RULED + b',"status":"cancelled"',
    "adjudication_lifted": RULED,
}
"""By type, all fields but the type, as they were stored."""

IDS = {
    "visit_announced": "emvfc4a37hznq4wylwyrutzqavi",
    "invitation_extended": "epwx7beddeb3oqu5lp6zl6ehep4",
    "invitation_accepted": "e2zhchhwejjxmntrz2ziaz3z7vi",
    "invitation_declined": "egi4yg5xnyvhh47wf4cqolhqhki",
    "visit_postponed": "evt3xghy2j7wd5f6uh2umh7aiwy",
    "visit_cancelled": "eptufyjiuivwdhrzpdpstm5fdgi",
    "visit_held": "expw2znr3y64pjrxdjwovhidwfm",
    "meeting_announced": "el3suybznamxupohrsgqyrbxncm",
    "meeting_postponed": "ewl7wip5dmpov6smuqyfzu5jhmq",
    "meeting_cancelled": "erhjgo3ytpw5yliw5j3htxx44nu",
    "meeting_held": "ebj75ezclxhigtsaa6qh73vxp6e",
    "agreement_signed": "e3uhypbj5n63z6hs7tan2w75wme",
    "pledge_made": "eua27tpo7oewuvilfmb7bwetiam",
    "outcome_reported": "eymafuebkg6hrszcf42qkh2vqz4",
    "report_retracted": "eudwo3wjkwlwqot2qslk33gza5q",
    "entry_corrected": "eonrovpdrttozez2dletotdnq6q",
    "entry_withdrawn": "ebtzp5id24ukga45sbufcubxzce",
    "promise_adjudicated": "e7dqlmf6qxwxtsco3sjnjppjqbu",
    "adjudication_lifted": "etep6bkl4tcvsmvfsvcyyw3erba",
}
"""By type, the id of the example."""


def event_json(kind: str) -> bytes:
    return b'{"type":"%b",%b}' % (kind.encode(), FIELDS[kind])


def row(kind: str) -> StoredEvent:
    """The row of an example."""
    version = b',"class_version":2' if kind == "meeting_held" else b""
    state = b'{"event_id":"%b","recorded":1697716800000000,"recorded_by":"desk \xc3\xa9","event":%b%b}'
    return StoredEvent(
        "AUT-NOR", 3, f"servanda:{kind}", state % (IDS[kind].encode(), event_json(kind), version)
    )


def test_every_type_has_its_stored_name_and_an_example():
    assert [f"servanda:{kind}" for kind in FIELDS] == [topic(kind) for kind in TYPES]
    assert set(MODELS) == set(TYPES) == set(IDS)


def test_every_type_has_its_version():
    assert {kind: version_of(kind) for kind in TYPES if version_of(kind) != 1} == {"meeting_held": 2}


@pytest.mark.parametrize("kind", TYPES)
def test_what_was_stored_loads_to_the_same_event(kind):
    expected = Entry("AUT-NOR", 3, IDS[kind], 1697716800000000, "desk é", orjson.loads(event_json(kind)))
    assert EntryMapper().to_domain_event(row(kind)) == expected


@pytest.mark.parametrize("kind", TYPES)
def test_what_was_stored_would_be_stored_so_again(kind):
    entry = EntryMapper().to_domain_event(row(kind))
    assert EntryMapper().to_stored_event(entry) == row(kind)


@pytest.mark.parametrize("kind", TYPES)
def test_what_was_stored_is_still_an_event_in_its_canonical_form(kind):
    body = orjson.loads(event_json(kind))
    assert canonical(read_event(event_json(kind))) == body


@pytest.mark.parametrize("kind", TYPES)
def test_an_event_keeps_its_id(kind):
    assert event_id(orjson.loads(event_json(kind)), 1) == IDS[kind]


def test_an_event_recorded_again_has_another_id():
    body = orjson.loads(event_json("visit_held"))
    assert len({event_id(body, nth) for nth in (1, 2, 3)}) == 3


@pytest.mark.parametrize("kind", sorted(set(TYPES) - OWN_ACTS))
def test_the_id_is_that_of_the_event_without_quote_title_and_language(kind):
    body = orjson.loads(event_json(kind))
    report = {**body["report"], "title": "T", "language": "en"}
    assert event_id({**body, "quote": "other words", "report": report}, 1) == event_id(body, 1)
    assert event_id({**body, "report": {**report, "publisher": "Two"}}, 1) != event_id(body, 1)


# ------------------------------------------------------------------ upcasting
OLD_MEETING = (
    b'{"event_id":"eabc","recorded":1,"recorded_by":"desk","event":{"type":"meeting_held",'
    + HELD
    + b","
    + MEETING
    + b"}}"
)
"""Version 1 did not store the mode of a meeting in person."""


def test_a_meeting_stored_in_version_1_was_in_person():
    old = StoredEvent("AUT-NOR", 1, "servanda:meeting_held", OLD_MEETING)
    body = EntryMapper().to_domain_event(old).body
    assert body == {**orjson.loads(OLD_MEETING)["event"], "mode": "in_person"}
    assert canonical(read_event(body)) == body


def test_a_meeting_stored_in_version_1_that_was_a_call_stays_one():
    body = {**orjson.loads(OLD_MEETING)["event"], "mode": "phone"}
    assert upcast("meeting_held", 1, body)["mode"] == "phone"


def test_there_is_a_way_from_every_old_version_to_the_one_of_today():
    for kind in TYPES:
        assert [(kind, version) in UPCASTS for version in range(1, version_of(kind))] == [True] * (
            version_of(kind) - 1
        )
    assert all(version < version_of(kind) for kind, version in UPCASTS)


# ------------------------------------------------------------------ canonical JSON
no_hurry = settings(deadline=None)
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).map("a".__add__)


@st.composite
def bodies(draw):
    """An example with other words in it."""
    body = orjson.loads(event_json(draw(st.sampled_from(TYPES))))
    if "report" in body:
        body["quote"] = draw(texts)
        body["report"]["title"] = draw(texts)
        body["attributed_to"] = draw(texts)
    if "reason" in body:
        body["reason"] = draw(texts)
    if "visitor" in body:
        body["visitor"]["name"] = draw(texts)
    if "correction" in body:
        body["correction"] = draw(
            st.dictionaries(texts, st.one_of(st.none(), texts, st.booleans()), min_size=1, max_size=3)
        )
    return body


@no_hurry
@given(bodies())
def test_canonical_json_is_that_of_rfc_8785(body):
    assert canonical_json(body) == rfc8785.dumps(body)


@no_hurry
@given(bodies())
def test_an_event_does_not_change_in_its_canonical_form(body):
    assert canonical(read_event(canonical_json(body))) == body
    assert orjson.loads(identity_json(body)).keys() == body.keys() - {"quote"}


@no_hurry
@given(bodies(), texts, st.integers(0, 2**53), st.integers(1, 2**31 - 1))
def test_an_entry_comes_back_from_its_row_as_it_was(body, by, recorded, version):
    entry = Entry("AUT-NOR", version, event_id(body, 1), recorded, by, body)
    stored = EntryMapper().to_stored_event(entry)
    assert stored.topic == TOPIC + body["type"]
    assert EntryMapper().to_domain_event(stored) == entry
