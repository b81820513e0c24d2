"""What a docket costs as it grows."""

from __future__ import annotations

from datetime import date, timedelta

from domain.entries import Entry
from domain.events import canonical, read_event
from domain.facts import Lane
from domain.proceedings import Numbered, Proceedings
from tests.adapters.events import announced, retracted

FIRST = date(2000, 1, 1)


class Asked(dict):
    """Counts how often it is looked into."""

    times = 0

    def get(self, *of):
        self.times += 1
        return super().get(*of)


def looked_up(reports):
    """How often it is asked what a piece of evidence led to, of one promise with so many reports."""
    events = [
        announced((FIRST + timedelta(days=n)).isoformat(), url=f"https://news.example/{n}", window="2020-06")
        for n in range(reports)
    ]
    events.append(retracted("https://news.example/5", "2019-01-01"))
    proceedings = Proceedings(Lane("visit", ("NOR", "AUT")), lambda signature: True)
    proceedings.docket.owner = asked = Asked()
    bodies = [canonical(read_event(event)) for event in events]
    proceedings.take(
        Numbered(n, Entry("x", n, f"e{n:026}", n + 10**16, "test", body)) for n, body in enumerate(bodies, 1)
    )
    assert len(proceedings.docket.as_of(10**16)) == 1
    return asked.times


def test_a_retraction_costs_in_proportion_to_the_reports_of_a_promise():
    assert looked_up(400) < 2.5 * looked_up(200)


ROLE = {"state": "NOR", "role": "foreign_minister"}
BERG, ANNA, CARL = {"name": "Berg", "state": "NOR"}, {"name": "Anna Berg", **ROLE}, {"name": "Carl Berg", "state": "NOR"}
NOBODY = {"state": "NOR"}
FOUND_AT_RANDOM = [
    (1, "outcome_reported", ROLE, "3", "2020-07-31", None),
    (3, "invitation_accepted", BERG, "5", "2021-04-29", "2021-02"),
    (4, "visit_postponed", ANNA, "5", "2021-04-30", "2020-10"),
    (5, "visit_announced", CARL, "4", "2020-12-13", None),
    (7, "visit_postponed", CARL, "2", "2020-12-05", "2020-07"),
    (11, "invitation_accepted", BERG, "1", "2020-01-03", "2020-01"),
    (14, "invitation_accepted", CARL, "3", "2020-08-19", "2020-06"),
    (15, "visit_announced", NOBODY, "2", "2020-02-23", "2020-08"),
    (17, "entry_withdrawn", 5, None, None, None),
    (20, "visit_announced", NOBODY, "4", "2020-06-05", "2021-01"),
    (24, "invitation_declined", ANNA, "1", "2020-03-19", None),
    (27, "promise_adjudicated", 7, None, None, None),
    (28, "invitation_declined", ANNA, "1", "2020-08-25", None),
    (38, "report_retracted", "4", "2", "2020-09-03", None),
]


def written(kind, about, name, day, window):
    if kind == "entry_withdrawn":
        return {"type": kind, "event_id": f"e{about:026}", "reason": "x"}
    if kind == "promise_adjudicated":
        return {"type": kind, "promise_id": f"p{about:026}", "status": "pending", "reason": "x", "by": "desk"}
    event = {"type": kind, "report": {"url": f"https://news.example/{name}", "publisher": name, "published_at": day}}
    if kind == "report_retracted":
        return event | {"retracted_url": f"https://news.example/{about}"}
    if kind == "outcome_reported":
        return event | {"about": {"kind": "visit", "visitor": about, "host": "AUT"}, "outcome": "fulfilled"}
    who = "visitor" if kind.startswith("visit") else "invitee"
    return event | {who: about, "host": "AUT"} | ({"window": window} if window else {})


def test_no_two_promises_have_one_id_where_an_opener_s_id_was_inherited_by_another():
    proceedings = Proceedings(Lane("visit", ("NOR", "AUT")), lambda signature: True)
    for n, *event in FOUND_AT_RANDOM:
        body = canonical(read_event(written(*event)))
        entry = Entry("x", n, f"e{n:026}", n * 10**9 + 16 * 10**14, "test", body)
        proceedings.take([Numbered(n, entry)])
    known = [promise_id for promise_id, _ in proceedings.docket.as_of(10**16)]
    assert len(known) == len(set(known)) > 1
