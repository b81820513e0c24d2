"""A second, deliberately naive reading of the contract, for the tests to compare the real one with.

Every question is answered from scratch: filter the events that count (section 2, corrections), sort
them, fold them in the order of section 4. Nothing is fast and nothing is cached but the identity of
promises, which depends on the order of recording. Quotations in comments are the contract's words.
"""

import itertools
import json
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from domain.edtf import parse
from domain.names import same_name
from domain.states import is_state

DAY = timedelta(days=1)
GRACE = 30  # "more than 30 days after the window's last day"
LATE = 365  # "at most 365 days after the window's last day"
SILENCE = 365  # "more than 365 days since the newest event of the promise was published"
EARLY = 7  # "more than 7 days before the window's first day is another one"
TOLD_AGAIN = 7  # "`said_on` within 7 days"
REACH = 31  # "ends at most 31 days after the later of said_on and the visit's last day"

OPEN = {"invited", "pending", "postponed", "overdue", "stalled"}
CLOSED = {
    "fulfilled",
    "fulfilled_late",
    "partially_fulfilled",
    "cancelled",
    "declined",
    "unfulfilled",
    "lapsed",
}
# The table of section 3, in its order: "the order of the types in the table above".
SPEECH = {
    "visit_announced",
    "invitation_extended",
    "invitation_accepted",
    "invitation_declined",
    "visit_postponed",
    "visit_cancelled",
    "meeting_announced",
    "meeting_postponed",
    "meeting_cancelled",
    "pledge_made",
    "outcome_reported",
}
OCCURRENCE = {"visit_held", "meeting_held", "agreement_signed"}
RULING = {"promise_adjudicated", "adjudication_lifted"}
OWN_ACTS = RULING | {"entry_corrected", "entry_withdrawn"}
# Own fields of each type; a `?` marks what may be missing.
FIELDS = {
    "visit_announced": "visitor host place? window?",
    "invitation_extended": "inviter invitee host? place? window?",
    "invitation_accepted": "invitee inviter? host place? window?",
    "invitation_declined": "invitee inviter? host reason?",
    "visit_postponed": "visitor host window? reason?",
    "visit_cancelled": "visitor host reason?",
    "visit_held": "visitor host place? held_on stage? in_place_of?",
    "meeting_announced": "participants host? place? window? mode?",
    "meeting_postponed": "participants window? reason?",
    "meeting_cancelled": "participants reason?",
    "meeting_held": "participants host? place? held_on mode?",
    "agreement_signed": "participants title place? held_on",
    "pledge_made": "by to subject key window?",
    "outcome_reported": "about outcome held_on?",
    "report_retracted": "retracted_url reason?",
    "entry_corrected": "event_id correction reason",
    "entry_withdrawn": "event_id reason",
    "promise_adjudicated": "promise_id status reason by",
    "adjudication_lifted": "promise_id reason by",
}
RANK = {name: number for number, name in enumerate(FIELDS)}
ABOUT = {"visit": "visitor host window?", "meeting": "participants window?", "pledge": "by to key"}
WORDS = {
    "role": "head_of_state head_of_government foreign_minister defence_minister other_minister envoy royal "
    "delegation other",
    "certainty": "firm tentative speculative",
    "mode": "in_person phone video",
    "stage": "under_way concluded",
    "outcome": "fulfilled unfulfilled",
    "status": " ".join(OPEN | CLOSED),
}
EVERYTHING = datetime.max.replace(tzinfo=UTC)


class NotThere(LookupError):
    """The event or promise that was named is not on record (404)."""


# ------------------------------------------------------------------------------------------ time
def moment(text):
    """The instant of a date ("counts from the first moment of that day (UTC)") or date-time."""
    if isinstance(text, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    if not isinstance(text, str) or not re.fullmatch(
        r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", text
    ):
        raise ValueError(f"{text!r} is neither a date nor an RFC 3339 date-time")
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{text!r} lies outside the calendar") from None


def cut_of(as_of, today):
    """(last instant that counts, day on which deadlines are judged)."""
    if as_of is None:
        return EVERYTHING, today  # "Without them: everything, judged today."
    instant = moment(as_of)
    if len(as_of) == 10:  # "the world as it could be known at the end of day D (UTC)"
        return instant + DAY - timedelta(microseconds=1), instant.date()
    return instant, instant.date()  # "A date-time is allowed, and then the cut is that instant"


def published(event):
    return moment(event["report"]["published_at"])


def published_day(event):
    return published(event).date()  # "the day of a date-time is its day in UTC"


# ------------------------------------------------------------------------------------ bad input
def need(condition, detail):
    if not condition:
        raise ValueError(detail)


def words(value, where, kind=None, limit=None):
    need(isinstance(value, str) and value.strip(), f"{where}: text is needed")
    need(kind is None or value in WORDS[kind].split(), f"{where}: {value!r} is not one of the words")
    need(limit is None or len(value) <= limit, f"{where}: too long")


def known_fields(thing, spec, where):
    need(isinstance(thing, dict), f"{where}: an object is needed")
    names = [name.rstrip("?") for name in spec.split()]
    for name in thing:
        need(name in names, f"{where}/{name}: unknown field")
    for name in spec.split():
        need(name.endswith("?") or thing.get(name) is not None, f"{where}/{name}: missing")


def check_party(party, where):
    known_fields(party, "name? state role?", where)
    need(is_state(party["state"]) if isinstance(party["state"], str) else False, f"{where}/state: unknown")
    if party.get("name") is not None:
        words(party["name"], f"{where}/name")
    if party.get("role") is not None:
        words(party["role"], f"{where}/role", "role")


def check_value(name, value, at):
    if name in {"host", "to"}:
        need(isinstance(value, str) and is_state(value), f"{at}: unknown state")
    elif name == "participants":
        need(isinstance(value, list) and len(value) >= 2, f"{at}: two or more are needed")
        for number, party in enumerate(value):
            check_party(party, f"{at}/{number}")
        need(len({party["state"] for party in value}) >= 2, f"{at}: of two or more states")
    elif name in {"window", "held_on", "said_on"}:
        need(isinstance(value, str), f"{at}: EDTF is needed")
        parse(value)
    elif name in {"certainty", "mode", "stage", "outcome", "status"}:
        words(value, at, name)
    elif name not in {"report", "about", "correction"}:
        words(value, at, limit=1000 if name == "quote" else None)


def check_thing(thing, where):
    """What the fields hold, wherever they stand (in an event or in `about`)."""
    one = {"visitor", "invitee", "inviter", "in_place_of"} | ({"by"} if "to" in thing else set())
    for name, value in thing.items():
        if value is not None and name in one:
            check_party(value, f"{where}/{name}")
        elif value is not None:
            check_value(name, value, f"{where}/{name}")
    # "Visitor and host of one state, or participants of one state alone, are refused."
    guest = thing.get("visitor") or thing.get("invitee") or thing.get("by")
    host = thing.get("host") or thing.get("to")
    need(not guest or not host or guest["state"] != host, f"{where}: visitor and host are of one state")


def without_nulls(value):
    if isinstance(value, dict):
        return {name: without_nulls(inner) for name, inner in value.items() if inner is not None}
    return [without_nulls(inner) for inner in value] if isinstance(value, list) else value


def checked(event):
    """The event with its defaults filled in and nulls left out; ValueError where it is bad input."""
    need(isinstance(event, dict), "an object is needed")
    kind = event.get("type")
    need(isinstance(kind, str) and kind in FIELDS, "/type: unknown")
    common = "type quote? attributed_to? certainty? report" + ("?" if kind in OWN_ACTS else "")
    if "key" not in FIELDS[kind].split():
        common += " key?"
    if kind in SPEECH:
        common += " said_on?"
    event = dict(event)
    if kind == "invitation_extended" and event.get("host") is None and isinstance(event.get("inviter"), dict):
        event["host"] = event["inviter"].get("state")  # "default: the inviter's state"
    known_fields(event, f"{common} {FIELDS[kind]}", "")
    check_thing(event, "")
    if event.get("report") is not None:
        check_report(event["report"])
    if kind == "outcome_reported":
        check_about(event["about"])
    if kind == "entry_corrected":
        need(isinstance(event["correction"], dict) and event["correction"], "/correction: fields are needed")
    if kind in SPEECH | OCCURRENCE:
        return with_defaults(without_nulls(event))
    return event if kind == "entry_corrected" else without_nulls(event)  # a correction may clear a field


def check_report(report):
    known_fields(report, "url publisher published_at title? language?", "/report")
    for name, value in report.items():
        if value is not None:
            words(value, f"/report/{name}")
    moment(report["published_at"])


def check_about(about):
    need(isinstance(about, dict), "/about: an object is needed")
    if about.get("promise_id") is not None:
        known_fields(about, "promise_id", "/about")
        words(about["promise_id"], "/about/promise_id")
    else:
        need(isinstance(about.get("kind"), str) and about["kind"] in ABOUT, "/about/kind: unknown")
        known_fields(about, "kind " + ABOUT[about["kind"]], "/about")
        check_thing(about, "/about")


def with_defaults(event):
    event.setdefault("certainty", "firm")
    if event["type"] in {"meeting_announced", "meeting_held"}:
        event.setdefault("mode", "in_person")
    if event["type"] in SPEECH:
        event.setdefault("said_on", published_day(event).isoformat())
    for name in {"said_on", "held_on"} & set(event):
        # "without a first day, or whose first day is more than one day later than the day of `published_at`"
        first = parse(event[name]).first
        need(first is not None, f"/{name}: it has no first day")
        need((first - published_day(event)).days <= 1, f"/{name}: later than its report")
    return event


def canonical(event):
    """RFC 8785 for what our events hold (text, lists and objects with plain keys)."""
    return json.dumps(event, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def as_duplicate(event):
    """Contract: "all is equal but `quote`, `report.title` and `report.language`"."""
    rest = {name: value for name, value in event.items() if name != "quote"}
    rest["report"] = {n: v for n, v in event["report"].items() if n not in {"title", "language"}}
    return canonical(rest)


# ------------------------------------------------------------------------------------ who is meant
def same_official(a, b):
    if a["state"] != b["state"]:
        return False
    if a.get("name") and b.get("name"):
        return same_name(a["name"], b["name"])
    # "Where one of the two has no name, equal roles (both given) make them the same; where one has
    # neither name nor role, equal states are enough."
    if any(not x.get("name") and not x.get("role") for x in (a, b)):
        return True
    return bool(a.get("role")) and a.get("role") == b.get("role")


def all_in(some, others):
    """Contract: "The sets of states are equal and every participant of the one has the same official in the
    other"."""
    return {p["state"] for p in some} == {p["state"] for p in others} and all(
        any(same_official(p, q) for q in others) for p in some
    )


def pairs(states):
    return sorted({"-".join(sorted(two)) for two in itertools.combinations(sorted(set(states)), 2)})


def parties_of(event):
    """The states that make the relationships of an event."""
    kind = event["about"].get("kind") if event["type"] == "outcome_reported" else None
    thing = event["about"] if kind else event
    found = [thing[name]["state"] for name in ("visitor", "inviter", "invitee") if name in thing]
    if "participants" in thing:
        found += [party["state"] for party in thing["participants"]]
    elif "host" in thing:
        found.append(thing["host"])
    if isinstance(thing.get("by"), dict):
        found += [thing["by"]["state"], thing["to"]]
    return found


@dataclass
class Target:
    """What an event is about, in the form of a promise: a visit, a meeting or a pledge."""

    kind: str
    visitor: dict | None = None
    host: str | None = None
    participants: list | None = None
    mode: str | None = None  # None: any mode
    by: dict | None = None
    to: str | None = None
    key: str | None = None

    def matches(self, promise):
        if promise.kind != self.kind:
            return False
        if self.kind == "visit":
            return promise.host == self.host and same_official(promise.visitor, self.visitor)
        if self.kind == "meeting":
            # "A call does not keep a promise to meet"; what names no mode goes to any.
            return self.mode in (None, promise.mode) and all_in(promise.participants, self.participants)
        return (promise.to, promise.key) == (self.to, self.key) and same_official(promise.by, self.by)

    @property
    def parties(self):
        return self.participants or [self.visitor or self.by]

    def named_by(self, promise):
        """Whether the promise names the official (for a meeting: all of those that the event names)."""
        mine = promise.participants or [promise.visitor or promise.by]
        named = [party for party in self.parties if party.get("name")]
        return bool(named) and all(any(p.get("name") and same_official(p, q) for p in mine) for q in named)


def target_of(event):
    kind = event["type"]
    thing = event
    if kind == "outcome_reported":
        thing, what = event["about"], event["about"]["kind"]
    elif "participants" in event:
        what = "meeting"
    elif kind == "pledge_made":
        what = "pledge"
    else:
        what = "visit"
    if what == "meeting":
        return Target("meeting", participants=thing["participants"], mode=thing.get("mode"))
    if what == "pledge":
        return Target("pledge", by=thing["by"], to=thing["to"], key=thing["key"])
    return Target("visit", visitor=thing.get("visitor") or thing.get("invitee"), host=thing["host"])


# ------------------------------------------------------------------------------------ occurrences
@dataclass
class Report:
    """One report of a visit or meeting that took place; an inferred visit too."""

    entry: object  # an Entry
    target: Target
    inferred: bool
    first: date
    first_latest: date
    last: date
    start_is_day: bool
    end_is_day: bool

    def same_people(self, other):
        if self.target.kind != other.target.kind:
            return False
        mine, theirs = self.target, other.target
        if mine.kind == "visit":
            return mine.host == theirs.host and same_official(mine.visitor, theirs.visitor)
        return mine.mode == theirs.mode and (
            all_in(mine.participants, theirs.participants) and all_in(theirs.participants, mine.participants)
        )

    def touches(self, other):
        if self.first <= other.last and other.first <= self.last:
            return True  # "days overlap"
        # "or lie next to each other": "only where both are known to the day"
        return any(
            a.end_is_day and b.start_is_day and (b.first - a.last).days == 1
            for a, b in ((self, other), (other, self))
        )


@dataclass
class Occurrence:
    reports: list
    closed: list = field(default_factory=list)

    first = property(lambda self: min(r.first for r in self.reports))
    first_latest = property(lambda self: min(r.first_latest for r in self.reports))
    last = property(lambda self: max(r.last for r in self.reports))


def days_of(event):
    """(first, latest possible first day, last, start known to the day, end known to the day)."""
    span = parse(event["held_on"])
    # "The latest possible first day is never later than the day of `published_at`."
    first_latest = min(span.first_latest, published_day(event))
    if span.last is None:  # "a `held_on` without an end counts as its first day"
        return span.first, first_latest, span.first, span.start_is_day, span.start_is_day
    return span.first, first_latest, span.last, span.start_is_day, span.end_is_day


def reports_of(entry):
    event = entry.event
    if event["type"] == "visit_held":
        return [Report(entry, target_of(event), False, *days_of(event))]
    if event["type"] != "meeting_held":
        return []
    found = [Report(entry, target_of(event), False, *days_of(event))]
    host = event.get("host")
    # "An in-person `meeting_held` whose `host` is the state of one participant is, for the participants
    # of other states, a visit to that host on those days"
    if event["mode"] == "in_person" and host in {party["state"] for party in event["participants"]}:
        for party in event["participants"]:
            if party["state"] != host:
                target = Target("visit", visitor=party, host=host)
                found.append(Report(entry, target, True, *days_of(event)))
    return found


# ---------------------------------------------------------------------------------------- entries
@dataclass
class Entry:
    """One line of the ledger, or in a view the event as corrected."""

    event_id: str
    position: int
    recorded_at: datetime
    given: dict  # as it came in
    event: dict  # checked, with the corrections that count
    canon: str  # "as first recorded"

    @property
    def day(self):
        """When it was so, for the order: the earliest possible day of `said_on`, the latest possible
        first day of `held_on`, the day of its recording for a ruling."""
        if self.event["type"] in RULING:
            return self.recorded_at.date()
        if self.event["type"] in OCCURRENCE:
            return days_of(self.event)[1]
        return parse(self.event["said_on"]).first

    @property
    def order(self):
        if self.event["type"] in RULING:  # "Of the ledger's own acts on one thing the later recorded counts."
            return (self.day, len(RANK), self.position)
        return (
            self.day,
            RANK[self.event["type"]],
            published(self.event),
            self.event["report"]["url"],
            self.canon,
        )

    @property
    def known_from(self):
        """The first instant of `as_of` that sees it. A ruling "counts from the day of its recording on"."""
        if self.event["type"] in RULING:
            return moment(self.recorded_at.date().isoformat())
        return published(self.event)


# --------------------------------------------------------------------------------------- promises
@dataclass
class Promise:
    kind: str
    seq: int  # the larger, the newer
    opened_tick: int
    opener: str
    opened_on: date
    base: str  # the status before calendar and rulings
    visitor: dict | None = None
    host: str | None = None
    participants: list | None = None
    mode: str | None = None
    by: dict | None = None
    to: str | None = None
    key: str | None = None
    subject: str | None = None
    place: str | None = None
    window: str | None = None
    promised_on: date | None = None
    settled_on: date | None = None
    days_late: int | None = None
    ruled: str | None = None
    ruled_on: date | None = None
    closed_by: str | None = None  # type of the act that cancelled or refused it
    closed_on: date | None = None
    closed_tick: int | None = None
    evidence: list = field(default_factory=list)  # (Entry, effect)
    id: str | None = None

    def has(self, event_id):
        return any(entry.event_id == event_id for entry, _ in self.evidence)

    @property
    def last(self):
        return parse(self.window).last if self.window else None

    @property
    def newest_published(self):
        return max(
            (published_day(entry.event) for entry, _ in self.evidence if entry.event["type"] not in RULING),
            default=self.opened_on,
        )

    @property
    def can_change(self):
        """Open, or `unfulfilled` or `lapsed` by the calendar; "the rest ... are closed for good"."""
        return self.base in OPEN and (self.ruled is None or self.ruled in OPEN)

    def by_calendar(self, day):
        """(status, settled_on) of the base status on a day."""
        if self.base not in OPEN:
            return self.base, self.settled_on
        invited = self.base == "invited"
        if self.last is not None:
            if (day - self.last).days > GRACE:  # "more than 30 days after the window's last day"
                return ("lapsed" if invited else "unfulfilled"), self.last + (GRACE + 1) * DAY
            if day > self.last and not invited:  # "the day after the window's last day"
                return "overdue", None
        elif (day - self.newest_published).days > SILENCE:
            return "stalled", None  # "no window's end, and more than 365 days since the newest event"
        return self.base, None

    def status_on(self, day):
        return self.ruled or self.by_calendar(day)[0]  # "as ruled, whatever else is known, until lifted"

    def settled(self, day):
        """(settled_on, days_late) as judged on a day."""
        status, settled_on = self.by_calendar(day)
        if self.ruled is not None and self.ruled != status:
            return (self.ruled_on if self.ruled in CLOSED else None), None
        return settled_on, self.days_late

    def keeps(self, first, first_latest):
        """(status, days_late) that an occurrence starting then would give it; None where it keeps it not."""
        if not self.can_change or self.opened_on > first_latest:
            return None  # "fulfils a promise opened on or before its latest possible first day"
        window = parse(self.window) if self.window else None
        if window and window.first and (window.first - first_latest).days > EARLY:
            return None  # "more than 7 days before the window's first day is another one"
        return lateness(window, first)

    def fill(self, parties, place=None):
        """Contract: "A promise takes the name, role and place that a later report adds where it has
        none."."""
        for mine in self.participants or [self.visitor or self.by]:
            for theirs in parties:
                if same_official(mine, theirs):
                    for what in ("name", "role"):
                        if not mine.get(what) and theirs.get(what):
                            mine[what] = theirs[what]
                    break
        if self.place is None:
            self.place = place

    @property
    def relationships(self):
        if self.kind == "visit":
            return pairs([self.visitor["state"], self.host])  # "of visitor and host alone"
        if self.kind == "meeting":
            return pairs([party["state"] for party in self.participants])
        return pairs([self.by["state"], self.to])


def lateness(window, first):
    """Contract: "For the deadline, its start is the earliest possible day of `held_on`"."""
    if window is None or window.last is None or first <= window.last:
        return "fulfilled", None
    late = (first - window.last).days
    return ("fulfilled_late", late) if late <= LATE else None


def overlap(a, b):
    """Whether two spans share a day; an open side has no bound."""
    return (a.first is None or b.last is None or a.first <= b.last) and (
        b.first is None or a.last is None or b.first <= a.last
    )


class Fold:
    """Section 4: the events that count, taken in order."""

    def __init__(self, entries, identity):
        self.entries = sorted(entries, key=lambda entry: entry.order)
        self.identity = identity
        self.promises = []
        self.tick = 0
        self.occurrences = []  # those taken so far
        self.waiting = []  # rulings that take their place before their promise
        rulings = [e for e in sorted(entries, key=lambda e: e.position) if e.event["type"] in RULING]
        # "Of the ledger's own acts on one thing the later recorded counts."
        self.last_ruling = {identity.resolve(e.event["promise_id"]): e.event_id for e in rulings}
        for entry in self.entries:
            self.tick += 1
            self.take(entry)
            self.rule()
        self.name_them()

    # ---- finding
    def name_them(self):
        self.identity.assign(self.promises)

    def by_id(self, promise_id):
        self.name_them()
        exact = [p for p in self.promises if p.id == promise_id]
        wanted = self.identity.resolve(promise_id)
        led = [p for p in self.promises if self.identity.resolve(p.id) == wanted]
        return next(iter(exact + led), None)

    def pick(self, candidates, target, day):
        """Contract: "Where an event matches several promises, those that are open come first, then those
        that name its official, then the newest, and the event goes to that one alone"."""
        return max(
            candidates,
            key=lambda p: (p.status_on(day) in OPEN, target.named_by(p), p.seq),
            default=None,
        )

    def matching(self, target):
        return [p for p in self.promises if target.matches(p)]

    def open_one(self, target, day):
        return self.pick([p for p in self.matching(target) if p.status_on(day) in OPEN], target, day)

    def open_new(self, entry, target, base, effect, **more):
        promise = Promise(
            kind=target.kind,
            seq=len(self.promises),
            opened_tick=self.tick,
            opener=entry.event_id,
            opened_on=entry.day,
            base=base,
            visitor=dict(target.visitor) if target.visitor else None,
            host=entry.event.get("host") if target.kind == "meeting" else target.host,
            participants=[dict(p) for p in target.participants] if target.participants else None,
            # "what it opens is `in_person`"
            mode=(target.mode or "in_person") if target.kind == "meeting" else None,
            by=dict(target.by) if target.by else None,
            to=target.to,
            key=target.key,
            subject=entry.event.get("subject"),
            place=entry.event.get("place"),
            **more,
        )
        self.promises.append(promise)
        promise.evidence.append((entry, effect))
        return promise

    @staticmethod
    def attach(promise, entry, effect):
        if not promise.has(entry.event_id):
            promise.evidence.append((entry, effect))

    # ---- one event
    def take(self, entry):
        kind = entry.event["type"]
        if kind in RULING:
            self.waiting.append(entry)
        elif entry.event["certainty"] == "speculative":
            self.speculate(entry)
        elif kind in {"visit_held", "meeting_held"}:
            self.take_place(entry)
        elif kind == "invitation_extended":
            self.invite(entry)
        elif kind in {"invitation_accepted", "visit_announced", "meeting_announced", "pledge_made"}:
            self.promise(entry)
        elif kind in {"visit_postponed", "meeting_postponed"}:
            self.postpone(entry)
        elif kind in {"visit_cancelled", "meeting_cancelled", "invitation_declined"}:
            self.call_off(entry)
        elif kind == "outcome_reported":
            self.tell_outcome(entry)
        # An agreement_signed is on the timeline only.

    def speculate(self, entry):
        """Contract: "speculative events open nothing and change nothing, whatever their type; they are
        evidence of the open promise of their own kind, if any ..., and no other rule of this section holds
        for them"."""
        event, day = entry.event, entry.day
        if event["type"] == "agreement_signed":
            return
        if event["type"] == "outcome_reported" and "promise_id" in event["about"]:
            promise = self.by_id(event["about"]["promise_id"])
            promise = promise if promise and promise.status_on(day) in OPEN else None
        else:
            promise = self.open_one(target_of(event), day)
        if promise:
            self.attach(promise, entry, "none")

    def invite(self, entry):
        event, target = entry.event, target_of(entry.event)
        promise = self.open_one(target, entry.day)
        if promise:  # "where one is open, it only adds evidence (and a window, where the promise has none)"
            adds = promise.window is None and "window" in event
            if adds:
                promise.window = event["window"]
            promise.fill(target.parties, event.get("place"))
            self.attach(promise, entry, "refined" if adds else "corroborated")
        elif not self.background(entry, target):
            self.open_new(entry, target, "invited", "opened", window=event.get("window"))

    def promise(self, entry):
        """Contract: "`invitation_accepted` and `visit_announced` turn the open promise to `pending`, and
        open one where none is"; "`meeting_announced` does the same for its set of participants;
        `pledge_made` for (by, to, key)"."""
        event, target = entry.event, target_of(entry.event)
        promise = self.open_one(target, entry.day)
        if promise:
            before = promise.base, promise.window
            promise.base = "pending"
            promise.window = event.get("window", promise.window)  # "One without a window leaves it."
            promise.promised_on = promise.promised_on or entry.day
            promise.fill(target.parties, event.get("place"))
            changed = before != (promise.base, promise.window)
            self.attach(promise, entry, "refined" if changed else "corroborated")
        elif not self.background(entry, target):
            window = event.get("window")
            self.open_new(entry, target, "pending", "opened", window=window, promised_on=entry.day)

    def background(self, entry, target):
        """Whether an invitation, acceptance or announcement only tells of a visit (or meeting) on record."""
        event, day = entry.event, entry.day
        if target.kind == "pledge" or "window" not in event:
            return False
        window = parse(event["window"])
        told = []
        for occurrence in self.occurrences:
            if not any(self.of_same_officials(target, report.target) for report in occurrence.reports):
                continue
            if not day > occurrence.first_latest:
                continue  # "whose `said_on` is later than the latest possible first day"
            days = occurrence.first, occurrence.last
            if not any(
                (window.first is None or window.first <= report.last)
                and (window.last is None or window.last >= report.first)
                for report in occurrence.reports
            ):
                continue  # "whose window overlaps its days"
            if window.last is None or (window.last - max(day, days[1])).days > REACH:
                continue  # "A window that reaches further is about another visit."
            told.append(occurrence)
        closed = [promise for occurrence in told for promise in occurrence.closed]
        if closed:  # "evidence of the newest promise that such a visit closed, if any"
            newest = max(closed, key=lambda p: p.seq)
            newest.fill(target.parties, event.get("place"))
            self.attach(newest, entry, "corroborated")
        return bool(told)

    @staticmethod
    def of_same_officials(target, held):
        if target.kind != held.kind:
            return False
        if target.kind == "visit":
            return target.host == held.host and same_official(target.visitor, held.visitor)
        return target.mode == held.mode and all_in(target.participants, held.participants)

    def unkept(self, target, day):
        """The promise on which an act is evidence alone: "where none is open and the newest one" is so."""
        newest = self.pick(self.matching(target), target, day)
        return newest if newest and newest.status_on(day) in {"unfulfilled", "lapsed"} else None

    def postpone(self, entry):
        event, target, day = entry.event, target_of(entry.event), entry.day
        promise = self.open_one(target, day)
        if promise:  # "`postponed`; the window is the new one, or none"
            changed = (promise.base, promise.window) != ("postponed", event.get("window"))
            promise.base, promise.window = "postponed", event.get("window")
            promise.fill(target.parties)
            self.attach(promise, entry, "postponed" if changed else "corroborated")
        elif gone := self.unkept(target, day):
            self.attach(gone, entry, "none")  # "they are evidence alone"
        else:  # "they open one and settle it so"; "its `promised_on` is null until it is announced"
            self.open_new(entry, target, "postponed", "postponed", window=event.get("window"))

    def call_off(self, entry):
        kind, target, day = entry.event["type"], target_of(entry.event), entry.day
        status = "declined" if kind == "invitation_declined" else "cancelled"
        again = self.called_off_before(kind, target, day)
        if again:
            self.attach(again, entry, "corroborated")  # "adds its source and does nothing else"
            return
        promise = self.open_one(target, day)
        if promise is None:
            gone = self.unkept(target, day)
            if gone:
                self.attach(gone, entry, "none")
                return
            promise = self.open_new(entry, target, status, status)
        else:
            promise.fill(target.parties)
            self.attach(promise, entry, status)
        promise.base, promise.settled_on = status, day
        promise.closed_by, promise.closed_on, promise.closed_tick = kind, day, self.tick

    def called_off_before(self, kind, target, day):
        """Contract: "A second report of the cancellation or the refusal that closed a promise (the same
        type and officials; `said_on` within 7 days, or later where nothing was promised since)"."""
        same = self.matching(target)
        told = [
            p
            for p in same
            if p.closed_by == kind
            and ((day - p.closed_on).days <= TOLD_AGAIN or not any(q.opened_tick > p.closed_tick for q in same))
        ]
        return max(told, key=lambda p: (target.named_by(p), p.closed_tick), default=None)

    def take_place(self, entry):
        for report in reports_of(entry):
            # "a report joins the first one that it touches, and never makes one out of two"
            # A report that names nobody does not make one visit of those of two officials.
            touched = [
                o
                for o in self.occurrences
                if all(report.same_people(other) for other in o.reports)
                and any(report.touches(other) for other in o.reports)
            ]
            if touched:
                # "An occurrence is matched once, at its first report in order; the further ones add their
                # source to the promise that it closed, if any, and close nothing else."
                touched[0].reports.append(report)
                for promise in touched[0].closed:
                    promise.fill(report.target.parties, entry.event.get("place"))
                    self.attach(promise, entry, "corroborated")
            else:
                self.occurrences.append(Occurrence([report]))
                self.match(self.occurrences[-1], report)

    def match(self, occurrence, report):
        event, target = report.entry.event, report.target
        effect = "inferred" if report.inferred else "fulfilled"
        if "in_place_of" in event:  # "`visit_held` with `in_place_of` the promised visitor"
            meant = Target("visit", visitor=event["in_place_of"], host=event["host"])
            self.close(occurrence, report, meant, effect, "partially_fulfilled")
        # "a promise of the stand-in's own is kept as by any visit"
        self.close(occurrence, report, target, effect)

    def close(self, occurrence, report, target, effect, as_status=None):
        entry = report.entry
        can = [p for p in self.matching(target) if p.keeps(report.first, report.first_latest)]
        promise = self.pick(can, target, entry.day)
        if promise is None:
            return  # "A `visit_held` that matches no open promise opens none"
        status, late = promise.keeps(report.first, report.first_latest)
        promise.base, promise.settled_on = as_status or status, report.first
        promise.days_late = None if as_status else late
        promise.fill(target.parties, entry.event.get("place"))
        self.attach(promise, entry, effect)
        occurrence.closed.append(promise)

    def tell_outcome(self, entry):
        event, about, day = entry.event, entry.event["about"], entry.day
        held = days_of(event)[:2] if "held_on" in event and event["outcome"] == "fulfilled" else None
        target = None if "promise_id" in about else target_of(event)
        promise = self.told_of(about, target, day)
        if promise is None:
            if target:
                self.open_told(entry, target, held)
            return
        effect = self.told(promise, event["outcome"], held, day)
        if effect == "outcome" and target:
            promise.fill(target.parties)
        self.attach(promise, entry, effect)

    def told_of(self, about, target, day):
        """Contract: "to the newest promise that it matches and that was opened on or before its `said_on`"."""
        if target is None:
            promise = self.by_id(about["promise_id"])
            return promise if promise and promise.opened_on <= day else None
        can = [p for p in self.matching(target) if p.opened_on <= day]
        if "window" in about:
            # "only to one whose window overlaps that, or that has no window and was opened on or before its
            # last day"
            span = parse(about["window"])
            can = [
                p
                for p in can
                if (p.window and overlap(parse(p.window), span))
                or (not p.window and (span.last is None or p.opened_on <= span.last))
            ]
        return self.pick(can, target, day)

    def open_told(self, entry, target, held):
        """The contract: "where it matches no promise, it opens one and closes it"."""
        event, window = entry.event, entry.event["about"].get("window")
        promise = self.open_new(entry, target, event["outcome"], "outcome", window=window)
        promise.settled_on = held[0] if held else entry.day
        if held and promise.last and held[0] > promise.last:
            promise.base, promise.days_late = "fulfilled_late", (held[0] - promise.last).days

    @staticmethod
    def told(promise, outcome, held, day):
        """What an outcome makes of a promise; its effect."""
        if not promise.can_change:
            status = promise.status_on(day)
            agrees = outcome == {"fulfilled_late": "fulfilled"}.get(status, status)
            return "corroborated" if agrees else "none"
        if outcome == "unfulfilled":
            # "one that confirms the calendar closes it for good and leaves `settled_on`"
            promise.settled_on = promise.by_calendar(day)[1] or day
            promise.base = "unfulfilled"
        elif held is None:
            promise.base, promise.settled_on = "fulfilled", day
        else:  # "with `held_on`: as a visit on those days"
            kept = promise.keeps(*held)
            if kept is None:
                return "none"  # "where its days could not keep the promise"
            promise.base, promise.days_late = kept
            promise.settled_on = held[0]
        return "outcome"

    def rule(self):
        """Contract: "Rulings take their place by the day of their recording"."""
        for entry in list(self.waiting):
            promise = self.by_id(entry.event["promise_id"])
            if promise is None:
                continue
            self.waiting.remove(entry)
            self.attach(promise, entry, "ruled")
            last = self.last_ruling[self.identity.resolve(entry.event["promise_id"])] == entry.event_id
            if last and entry.event["type"] == "promise_adjudicated":
                promise.ruled, promise.ruled_on = entry.event["status"], entry.day


# --------------------------------------------------------------------------------------- identity
class Identity:
    """Contract: "A promise keeps one id through its life". An id is founded by the event that first opened
    a promise when the ledger is replayed in the order of recording, and every event remembers to which id
    it last belonged."""

    def __init__(self):
        self.born = {}  # id -> number of its birth
        self.founded = {}  # event -> the id that it founded
        self.owner = {}  # event -> the id of its promise in the last fold of everything
        self.leads = {}  # id -> the id into which it was folded
        self.pairs = {}  # id -> relationships, as last known

    def resolve(self, promise_id):
        seen = set()
        while promise_id in self.leads and promise_id not in seen:
            seen.add(promise_id)
            promise_id = self.leads[promise_id]
        return promise_id

    @staticmethod
    def speech(promise):
        """Its evidence that can belong to one promise alone."""
        return [e.event_id for e, _ in promise.evidence if e.event["type"] in SPEECH]

    def assign(self, promises):
        """Give each promise of a fold its id."""
        taken = set()
        for promise in promises:
            promise.id = None
            ids = [self.founded[e] for e in self.speech(promise) if e in self.founded]
            if ids:  # "the id that was first recorded stays"
                promise.id = min(ids, key=self.born.__getitem__)
                taken.add(promise.id)
        for promise in promises:
            if promise.id is None:
                ids = [self.owner[e] for e in self.speech(promise) if e in self.owner]
                ids = [i for i in ids if i not in taken]
                promise.id = min(ids, key=self.born.__getitem__) if ids else "promise-of-" + promise.opener
                taken.add(promise.id)

    def learn(self, promises):
        """After a recording: remember what the fold of everything shows."""
        current = {promise.id for promise in promises}
        for promise in promises:
            if promise.id not in self.born:
                self.born[promise.id] = len(self.born)
                self.founded[promise.opener] = promise.id
            self.pairs[promise.id] = promise.relationships
            for event_id in self.speech(promise):
                self.owner[event_id] = promise.id
                other = self.founded.get(event_id)
                if other and other != promise.id:
                    self.leads[other] = promise.id
        for promise_id in current:
            self.leads.pop(promise_id, None)


# ----------------------------------------------------------------------------------------- ledger
class Oracle:
    def __init__(self, today=None):
        self.today = today
        self.ledger = []
        self.identity = Identity()

    # ---- recording
    def record(self, event, recorded_at=None):
        now = moment(recorded_at) if recorded_at else datetime.now(UTC)
        given = json.loads(json.dumps(event))
        event = checked(given)
        kind = event["type"]
        if "report" in event:  # "more than a day ahead of the server's clock is bad input"
            need(published(event) <= now + DAY, "/report/published_at: it lies ahead")
        withdrawn = self.withdrawn(self.ledger)
        if kind in {"entry_corrected", "entry_withdrawn"}:
            named = next((e for e in self.ledger if e.event_id == event["event_id"]), None)
            if named is None:
                raise NotThere(f"no entry {event['event_id']}")
            if kind == "entry_withdrawn":
                need(named.event_id not in withdrawn, "/event_id: that entry is withdrawn already")
            else:
                need(named.event["type"] in SPEECH | OCCURRENCE, "/event_id: not a reported event")
                fixed = checked(self.corrected_given(self.ledger, named) | event["correction"])
                need(fixed["type"] in SPEECH | OCCURRENCE, "/correction/type: not a reported event")
                need(published(fixed) <= now + DAY, "/correction/report/published_at: it lies ahead")
        promise = None
        if kind in RULING or (kind == "outcome_reported" and "promise_id" in event["about"]):
            promise_id = event.get("promise_id") or event["about"]["promise_id"]
            promise = self.fold(self.ledger, EVERYTHING).by_id(promise_id)
            if promise is None and kind in RULING:
                raise NotThere(f"no promise {promise_id}")
            need(promise is not None, "/about/promise_id: no such promise")
        if kind not in OWN_ACTS:
            for (
                old
            ) in self.ledger:  # "An entry that was withdrawn is no longer on record: the same again is new."
                if (
                    old.event["type"] == kind
                    and old.event_id not in withdrawn
                    and as_duplicate(old.event) == as_duplicate(event)
                ):
                    return self.answer(old, True)
        number = len(self.ledger) + 1
        entry = Entry(f"event-{number}", number, now, given, event, canonical(event))
        self.ledger.append(entry)
        self.identity.learn(self.fold(self.ledger, EVERYTHING).promises)
        return self.answer(entry, False)

    def answer(self, entry, duplicate):
        return {
            "event_id": entry.event_id,
            "recorded_at": entry.recorded_at.isoformat(),
            "position": entry.position,
            "relationships": self.relationships_of(entry.event),
            "duplicate": duplicate,
        }

    def relationships_of(self, event):
        kind = event["type"]
        if kind in {"entry_corrected", "entry_withdrawn"}:
            return self.relationships_of(next(e for e in self.ledger if e.event_id == event["event_id"]).event)
        if kind == "report_retracted":
            return []
        promise_id = event.get("promise_id") or event.get("about", {}).get("promise_id")
        if promise_id:  # "By `promise_id` it belongs to the relationships of that promise."
            return self.identity.pairs.get(self.identity.resolve(promise_id), [])
        return pairs(parties_of(event))

    # ---- which events count
    @staticmethod
    def withdrawn(ledger):
        """Contract: "`entry_withdrawn` any entry that is not withdrawn, and undoes it": a withdrawal
        too."""
        gone = set()
        for entry in reversed(ledger):
            if entry.event["type"] == "entry_withdrawn" and entry.event_id not in gone:
                gone.add(entry.event["event_id"])
        return gone

    def corrected_given(self, ledger, entry):
        """The event as it came in with the corrections that stand, in the order of recording."""
        gone, given = self.withdrawn(ledger), dict(entry.given)
        for other in ledger:
            if (
                other.event["type"] == "entry_corrected"
                and other.event["event_id"] == entry.event_id
                and other.event_id not in gone
            ):
                given |= other.event["correction"]
        return given

    def corrected(self, ledger, entry):
        """Contract: "The corrected event counts in place of the first, on every `as_of`"."""
        event = entry.event
        if event["type"] in SPEECH | OCCURRENCE:
            try:
                event = checked(self.corrected_given(ledger, entry))
            except ValueError:  # corrections that were good only together with one withdrawn since
                event = entry.event
        return Entry(entry.event_id, entry.position, entry.recorded_at, entry.given, event, entry.canon)

    def counting(self, ledger, cut):
        """The reported events and rulings that count up to an instant of publication."""
        gone = self.withdrawn(ledger)
        standing = []
        for entry in ledger:
            if entry.event_id in gone or entry.event["type"] in {"entry_corrected", "entry_withdrawn"}:
                continue
            copy = self.corrected(ledger, entry)
            if copy.known_from <= cut:
                standing.append(copy)
        # "from the retraction's `published_at` on, the events of the retracted report do not
        # count." A later retraction may retract a retraction.
        retracted = {}  # url -> when, of the retractions that stand, the newest first
        for entry in sorted(standing, key=lambda e: e.known_from, reverse=True):
            if entry.event["type"] == "report_retracted":
                url = entry.event["report"]["url"]
                if not (url in retracted and max(retracted[url]) > entry.known_from):
                    retracted.setdefault(entry.event["retracted_url"], []).append(entry.known_from)
        return [
            e
            for e in standing
            if e.event["type"] != "report_retracted"
            and (
                "report" not in e.event
                or e.event["type"] in RULING
                or e.event["report"]["url"] not in retracted
            )
        ]

    def known(self, recorded_as_of):
        if recorded_as_of is None:
            return list(self.ledger)
        until = moment(recorded_as_of)
        need(len(recorded_as_of) > 10, "recorded_as_of: an RFC 3339 date-time is needed")
        return [e for e in self.ledger if e.recorded_at <= until]

    def fold(self, ledger, cut):
        return Fold(self.counting(ledger, cut), self.identity)

    def now(self):
        return self.today or datetime.now(UTC).date()

    # ---- questions
    def promises(self, relationship=None, as_of=None, recorded_as_of=None):
        cut, day = cut_of(as_of, self.now())
        found = self.fold(self.known(recorded_as_of), cut).promises
        return [shown(p, day) for p in found if relationship in (None, *p.relationships)]

    def timeline(self, relationship=None, as_of=None, recorded_as_of=None):
        """Contract: "its speech acts and occurrences that count, in the order of section 4"."""
        cut, _ = cut_of(as_of, self.now())
        entries = [e for e in self.counting(self.known(recorded_as_of), cut) if e.event["type"] not in RULING]
        return [
            e.event | {"event_id": e.event_id}
            for e in sorted(entries, key=lambda e: e.order)
            if relationship is None or relationship in self.relationships_of(e.event)
        ]

    def verdict(self, visitor, host, as_of=None):
        found = [
            p
            for p in reversed(self.promises(as_of=as_of))  # "newest first"
            if p["kind"] == "visit"
            and p["host"] == host
            and p["visitor"].get("name")
            and same_name(visitor, p["visitor"]["name"])
        ]
        answer = "unknown"
        if found:  # "The newest decides"
            answer = {
                "fulfilled": "yes",
                "fulfilled_late": "yes",
                "partially_fulfilled": "partly",
                "unfulfilled": "no",
                "cancelled": "no",
                "declined": "no",
                "lapsed": "no",
            }.get(found[0]["status"], "not_yet")
        return {"answer": answer, "sentence": f"{visitor} to {host}: {answer}.", "promises": found}

    def history(self, promise_id, as_of=None):
        """The statuses that a promise went through, "as the world could know them": walk through every instant
        at which something became known and every day on which the calendar may have turned it."""
        end, last_day = cut_of(as_of, self.now())
        if as_of is None:  # what is published a day ahead counts too
            last_day = max([last_day] + [e.known_from.date() for e in self.view_entries(EVERYTHING)])
        if self.at(promise_id, EVERYTHING) is None and promise_id not in self.identity.born:
            raise NotThere(f"no promise {promise_id}")
        instants = sorted({e.known_from for e in self.view_entries(end)})
        history, before, known = [], None, None
        for number, instant in enumerate(instants):
            promise = self.at(promise_id, instant)
            now = promise.status_on(instant.date()) if promise else None
            if now is not None and now != before:
                silent = known.status_on(instant.date()) if known else None
                cause = "calendar" if now == silent else self.cause(promise, known, instant)
                history.append({"status": now, "from": instant.date().isoformat(), "cause": cause})
            before, known = now if promise else before, promise
            until = instants[number + 1].date() if number + 1 < len(instants) else last_day + DAY
            turns = set()
            if promise and promise.last and promise.last <= last_day:
                turns |= {promise.last + DAY, promise.last + (GRACE + 1) * DAY}
            elif promise and not promise.last:
                turns.add(promise.newest_published + (SILENCE + 1) * DAY)
            # On the day of the next instant the news of its first moment comes together with the calendar.
            midnight = number + 1 < len(instants) and instants[number + 1] == moment(until.isoformat())
            for day in sorted(turns):
                between = instant.date() < day < until or (day == until and not midnight)
                if between and day <= last_day and promise.status_on(day) != before:
                    before = promise.status_on(day)
                    history.append({"status": before, "from": day.isoformat(), "cause": "calendar"})
        return history

    def view_entries(self, cut):
        """Everything that becomes known up to an instant, retractions too."""
        gone = self.withdrawn(self.ledger)
        found = []
        for entry in self.ledger:
            if entry.event_id in gone or entry.event["type"] in {"entry_corrected", "entry_withdrawn"}:
                continue
            copy = self.corrected(self.ledger, entry)
            if copy.known_from <= cut:
                found.append(copy)
        return found

    def at(self, promise_id, instant):
        return self.fold(self.ledger, instant).by_id(promise_id)

    def cause(self, promise, known, instant):
        """The event that became known at that instant and made the status what it is."""
        old = {e.event_id for e, _ in known.evidence} if known else set()
        new = [(e, effect) for e, effect in promise.evidence if e.event_id not in old]
        telling = [e for e, effect in new if effect not in {"none", "corroborated"}] or [e for e, _ in new]
        telling = [e for e in telling if e.known_from == instant] or telling
        if telling:
            return {"event_id": telling[-1].event_id}
        fresh = [e for e in self.view_entries(instant) if e.known_from == instant]
        fresh = [e for e in fresh if e.event["type"] == "report_retracted"] or fresh
        return {"event_id": fresh[-1].event_id} if fresh else "calendar"


def shown(promise, day):
    """A promise as section 4 shows it, judged on a day."""

    def text(value):
        return value.isoformat() if value else None

    settled_on, days_late = promise.settled(day)
    status = promise.status_on(day)
    reports = [(e, effect, e.event.get("report", {})) for e, effect in promise.evidence]
    who = promise.participants or [promise.visitor or promise.by]
    names = ", ".join(party.get("name") or party["state"] for party in who)
    publishers = {r["publisher"].strip().casefold() for _, _, r in reports if "publisher" in r}
    return {
        "id": promise.id,
        "kind": promise.kind,
        "relationship": promise.relationships[0],
        "relationships": promise.relationships,
        "visitor": promise.visitor,
        "host": promise.host,
        "place": promise.place,
        "participants": promise.participants,
        "mode": promise.mode,
        "by": promise.by,
        "to": promise.to,
        "subject": promise.subject,
        "window": promise.window,
        "due_on": text(promise.last),
        "status": status,
        "promised_on": text(promise.promised_on),
        "settled_on": text(settled_on),
        "days_late": days_late,
        "sources": len(publishers),
        "summary": f"The {promise.kind} promised by {names} is {status.replace('_', ' ')}.",
        "evidence": [
            {
                "event_id": e.event_id,
                "type": e.event["type"],
                "effect": effect,
                "on": e.event.get("said_on") or e.event.get("held_on")
                if e.event["type"] not in RULING
                else text(e.day),
                "published_at": report.get("published_at"),
                "publisher": report.get("publisher"),
                "url": report.get("url"),
                "quote": e.event.get("quote"),
            }
            for e, effect, report in reports
        ],
    }
