"""The calendar of promises, read back with another parser than the one that wrote it."""

from __future__ import annotations

import warnings
from datetime import date

import pytest

from tests.feeds.conftest import NASTY, announced, visit

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import vobject


def read(answer):
    """The calendar, where its lines are as RFC 5545 has them."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    content = answer.content
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= 75
    for line in content.split(b"\r\n"):
        line.decode()  # No letter is cut in two.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        (found,) = vobject.readComponents(content.decode())
    found.validate(raiseException=True)
    return found


def events(server, query=""):
    found = read(server.get(f"/feeds/promises.ics{query}"))
    return {event.uid.value: event for event in found.contents.get("vevent", [])}


def only(server, query=""):
    (event,) = events(server, query).values()
    return event


def days(event):
    return event.dtstart.value, event.dtend.value


def test_a_visit_stands_on_its_days_from_the_announcement_to_the_end(server, record):
    record(visit(day="2098-01-01", window="2098-03-04/2098-03-05") | {"report": announced()["report"]})
    pending = only(server)
    assert pending.summary.value == "Visit of Anna Berg (Norway) to Austria"
    assert days(pending) == (date(2098, 3, 4), date(2098, 3, 6))
    assert (pending.status.value, pending.transp.value) == ("TENTATIVE", "TRANSPARENT")
    assert "vAlarm" not in str(pending)
    assert pending.url.value == f"{server.url}/promises/{pending.uid.value.removesuffix('@servanda')}"


@pytest.mark.parametrize(
    ("kind", "fields", "status", "mark"),
    [
        ("visit_held", {"held_on": "2020-03-04"}, "CONFIRMED", "Visit"),
        ("visit_cancelled", {}, "CANCELLED", "Cancelled"),
        ("visit_postponed", {"window": "2099-05-06"}, "TENTATIVE", "Postponed"),
    ],
)
def test_the_status_follows_under_one_name_and_a_growing_number(server, record, kind, fields, status, mark):
    record(visit(window="2020-03-01/2020-03-05"))
    before = only(server)
    record(visit(kind, day="2020-03-05", **fields))
    after = only(server)
    assert after.uid.value == before.uid.value
    assert int(after.sequence.value) > int(before.sequence.value)
    assert getattr(after, "last_modified").value >= getattr(before, "last_modified").value  # noqa: B009
    assert after.status.value == status
    assert after.summary.value.startswith(mark)


def test_a_visit_that_was_held_stands_on_the_days_on_which_it_was(server, record):
    record(
        visit(window="2020-03"),
        visit("visit_held", day="2020-03-09", held_on="2020-03-07/2020-03-08"),
    )
    event = only(server)
    assert days(event) == (date(2020, 3, 7), date(2020, 3, 9))
    assert event.summary.value == "Visit of Anna Berg (Norway) to Austria"


@pytest.mark.parametrize(
    ("window", "first", "after", "words"),
    [
        ("2098-03", date(2098, 3, 1), date(2098, 4, 1), ", in March 2098"),
        ("2098-24", date(2098, 12, 1), date(2099, 3, 1), ", in the winter of 2098 to 2099"),
        ("2098", date(2098, 1, 1), date(2099, 1, 1), ", in 2098"),
        ("2098-03-04~", date(2098, 3, 4), date(2098, 3, 5), ", on 4 March 2098 (approximate)"),
        ("2098-03/2098-04", date(2098, 3, 1), date(2098, 5, 1), ", some time from March 2098 to April 2098"),
        (
            "2098-03-01/2098-05-31",
            date(2098, 3, 1),
            date(2098, 6, 1),
            ", some time from 1 March 2098 to 31 May 2098",
        ),
    ],
)
def test_a_vague_time_is_shown_as_what_it_is(server, record, window, first, after, words):
    record(visit(window=window))
    event = only(server)
    assert days(event) == (first, after)
    assert event.summary.value == "Visit of Anna Berg (Norway) to Austria" + words


def test_up_to_a_day_means_from_the_promise_to_that_day(server, record):
    record(visit(window="../2098-04"))
    event = only(server)
    assert days(event) == (date(2020, 1, 10), date(2098, 5, 1))
    assert event.summary.value.endswith(", any time up to April 2098")


def test_what_names_no_end_is_left_out_and_counted(server, record):
    record(visit(visitor="Dag Lie"), visit(window="2098-03/..", host="CZE"), visit(window="2098", host="FRA"))
    found = read(server.get("/feeds/promises.ics"))
    assert len(found.vevent_list) == 1
    assert found.contents["x-servanda-left-out"][0].value == "2"
    assert "2 promises are left out" in found.contents["x-wr-caldesc"][0].value.replace("\\", "")


def test_the_calendar_alone_changes_the_number_too(server, record):
    from adapters.database import reading
    from adapters.queries.revisions import revisions

    record(visit(window="2020-03-04"))
    (promise,) = server.get("/v1/promises").json()["items"]
    engine = server.services.queries.engine
    with reading(engine) as connection:
        numbers = [
            revisions(connection, [promise["id"]], day.toordinal())[promise["id"]]
            for day in (date(2020, 3, 4), date(2020, 3, 5), date(2020, 4, 4))
        ]
    assert numbers[0].number < numbers[1].number < numbers[2].number
    assert numbers[0].instant <= numbers[1].instant <= numbers[2].instant


def test_the_numbers_stay_over_a_rebuild(server, record):
    from adapters.rebuild import rebuild

    record(visit(window="2020-03"), visit("visit_cancelled", day="2020-02-01"))
    before = only(server)
    rebuild(server.services.queries.engine)
    after = only(server)
    assert (after.sequence.value, after.uid.value) == (before.sequence.value, before.uid.value)


def test_the_filters_are_those_of_the_list(server, record):
    record(visit(window="2098-03"), visit(window="2098-04", host="CZE"), announced(1))
    assert len(events(server)) == 2
    assert len(events(server, "?host=CZE")) == 1
    assert len(events(server, "?relationship=AUT-NOR&status=pending")) == 1
    assert len(events(server, "?kind=pledge")) == 1
    assert len(events(server, "?visitor=Berg&due_before=2098-04-01")) == 1
    assert server.get("/feeds/promises.ics?status=wrong").status_code == 422
    assert server.get("/feeds/promises.ics?cursor=x").status_code == 422


def test_how_many_stand_in_it_is_limited_and_told(server, record):
    record(*(visit(window="2098-03", host=host) for host in ("AUT", "CZE", "FRA")))
    found = read(server.get("/feeds/promises.ics?limit=2"))
    assert len(found.vevent_list) == 2
    assert "more promises than fit" in found.contents["x-wr-caldesc"][0].value


def test_words_of_strangers_stay_words(server, record):
    long = "Żółć " * 30
    record(
        visit(window="2098-03-04", publisher=NASTY, place="Graz\nBEGIN:VALARM\r\nX:1", visitor=f"Anna {long}")
    )
    event = only(server)
    assert event.location.value == "Graz BEGIN:VALARM X:1"
    assert "\u202e" not in event.description.value
    assert "evil" in event.description.value
    assert "Żółć" in event.summary.value
    assert not event.contents.get("valarm")


def test_programs_are_told_when_to_look_again(server):
    content = server.get("/feeds/promises.ics").text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in content
    assert "X-PUBLISHED-TTL:PT1H\r\n" in content
    assert "METHOD" not in content
    read(server.get("/feeds/promises.ics"))


def test_a_calendar_that_is_known_is_not_sent_again(server, record):
    record(visit(window="2098-03"))
    first = server.get("/feeds/promises.ics")
    assert server.get("/feeds/promises.ics").content == first.content
    known = server.get("/feeds/promises.ics", headers={"If-None-Match": first.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")
    record(visit(window="2098-03", host="CZE"))
    assert (
        server.get("/feeds/promises.ics", headers={"If-None-Match": first.headers["etag"]}).status_code == 200
    )
