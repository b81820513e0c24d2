"""The answers as programs see them. They document and are tested against real answers; nothing is filtered
through them on the way out. No field has a default: what can be null is there, and null.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from domain.events import Mode, Role, Status

Effect: TypeAlias = Literal[
    "opened",
    "refined",
    "postponed",
    "fulfilled",
    "inferred",
    "cancelled",
    "declined",
    "corroborated",
    "outcome",
    "ruled",
    "none",
]
Pair: TypeAlias = Annotated[
    str,
    Field(
        description="Two state codes in alphabetical order.",
        examples=["PRK-RUS"],
        pattern="^[A-Z]{3}-[A-Z]{3}$",
    ),
]
State: TypeAlias = Annotated[
    str, Field(description="ISO 3166-1 alpha-3, or XKX, EUE, UNO.", examples=["RUS"], pattern="^[A-Z]{3}$")
]
Day: TypeAlias = Annotated[str, Field(examples=["2023-10-18"], pattern=r"^\d{4}-\d\d-\d\d$")]
Instant: TypeAlias = Annotated[
    str, Field(description="RFC 3339 with microseconds, in UTC.", examples=["2024-01-17T09:30:00.123456Z"])
]
PromiseId: TypeAlias = Annotated[
    str,
    Field(description="Stays the same through the promise's life.", examples=["p01HCX5T0000000000000000000"]),
]
EventId: TypeAlias = Annotated[
    str, Field(description="An entry of the log.", examples=["e01HCX5T0000000000000000000"])
]
NextCursor: TypeAlias = Annotated[
    str | None, Field(description="Send it as `cursor` for the next page; null: this was the last.")
]
Status_: TypeAlias = Annotated[
    Status, Field(description="As judged on the day that was asked for.", examples=["fulfilled"])
]


class Answer(BaseModel):
    """Every field is always there."""

    model_config = ConfigDict(extra="forbid")


# ---------------------------------------------------------------- recording
class Receipt(Answer):
    """An event is on record."""

    event_id: EventId
    recorded_at: Instant
    position: int = Field(description="Its place in the log, growing.", examples=[1234])
    relationships: list[Pair] = Field(description="The pairs of states it belongs to.")
    duplicate: bool = Field(description="Whether it was there before; then nothing was stored.")


class Mistake(Answer):
    """One mistake in an event."""

    pointer: str = Field(description="JSON Pointer (RFC 6901) to the place.", examples=["/visitor/state"])
    detail: str = Field(description="What would be right.", examples=["is required"])


class Rejected(Answer):
    """A line of a batch that was not recorded."""

    line: int = Field(description="Counted from 1.", examples=[17])
    errors: list[Mistake]


class BatchResult(Answer):
    """What became of a batch."""

    accepted: int = Field(description="Recorded by this call.", examples=[998])
    duplicates: int = Field(description="On record before, or twice in the batch.", examples=[1])
    rejected: list[Rejected]


# ---------------------------------------------------------------- promises
class Party(Answer):
    """An official, a delegation or a whole state."""

    name: str | None = Field(
        description="As first reported; null where no report names one.", examples=["Sergey Lavrov"]
    )
    state: State
    role: Role | None = Field(description="The office, where a report tells it.")


class Evidence(Answer):
    """One event that bears on a promise."""

    event_id: EventId
    type: str = Field(description="The event's type.", examples=["visit_announced"])
    effect: Effect = Field(description="What it did to the promise.")
    on: str = Field(
        description="When it was so: its `said_on` or `held_on` (EDTF).", examples=["2023-10-18/2023-10-19"]
    )
    published_at: str | None = Field(description="When the report was published; null for a ruling.")
    publisher: str | None = Field(description="Who published it.", examples=["TASS"])
    url: str | None = Field(description="The report's address.")
    quote: str | None = Field(description="The words in the report that say so.")


class Promise(Answer):
    """What speech acts committed to, and what became of it as judged on one day."""

    id: PromiseId
    kind: Literal["visit", "meeting", "pledge"]
    relationship: Pair = Field(description="The first of `relationships` in alphabetical order.")
    relationships: list[Pair]
    visitor: Party | None = Field(description="Of a visit: who is to come.")
    host: State | None = Field(description="Of a visit or a meeting: the state where it is to be.")
    place: str | None = Field(description="The town or building, where a report names it.")
    participants: list[Party] | None = Field(description="Of a meeting: who is to meet.")
    mode: Mode | None = Field(description="Of a meeting.")
    by: Party | None = Field(description="Of a pledge: who gave it.")
    to: State | None = Field(description="Of a pledge: to whom.")
    subject: str | None = Field(description="Of a pledge: what was pledged.")
    window: str | None = Field(
        description="When it is to happen (EDTF); null: no time was named.", examples=["2023-10"]
    )
    due_on: Day | None = Field(description="The window's last day; null where it has none.")
    status: Status_
    promised_on: Day | None = Field(
        description="The first day on which it was promised; null while there is an invitation alone."
    )
    settled_on: Day | None = Field(description="The day that closed it; null while it is open.")
    days_late: int | None = Field(description="Of one kept late: from the window's last day to the start.")
    sources: int = Field(description="How many publishers its evidence comes from.", examples=[2])
    summary: str = Field(description="One plain English sentence.")
    evidence: list[Evidence] = Field(description="In the order in which it was so.")


class PromisePage(Answer):
    """A page of promises."""

    items: list[Promise]
    next_cursor: NextCursor


class EventCause(Answer):
    """An entry of the log."""

    event_id: EventId


class StatusSince(Answer):
    """A status and the day from which a promise had it."""

    status: Status_
    from_: Day = Field(alias="from", description="The first day of this status.")
    cause: EventCause | Literal["calendar"] = Field(
        description="The event that brought it, or the calendar alone."
    )


class History(Answer):
    """The statuses that a promise went through, oldest first."""

    items: list[StatusSince]


class Verdict(Answer):
    """Whether a promised visit happened."""

    answer: Literal["yes", "partly", "no", "not_yet", "unknown"] = Field(
        description="By the newest promise; `unknown`: none is on record."
    )
    sentence: str = Field(description="The answer as one plain English sentence.")
    promises: list[Promise] = Field(description="Every promise of such a visit, newest first.")


# ---------------------------------------------------------------- the log
class Entry(Answer):
    """One entry of the log."""

    event_id: EventId
    type: str = Field(description="The event's type.", examples=["visit_announced"])
    position: int = Field(description="Its place in the log.", examples=[1234])
    recorded_at: Instant
    recorded_by: str = Field(description="The name of the key that recorded it.", examples=["desk"])
    relationships: list[Pair] = Field(description="The pairs of states it belongs to.")
    event: dict[str, Any] = Field(
        description="The event (contract, section 3), with defaults filled in and nulls left out."
    )


class EntryInFull(Entry):
    """One entry with what became of it."""

    acts: list[EventId] = Field(description="The corrections and withdrawals of it, in their order.")
    in_force: dict[str, Any] | None = Field(
        description="The event that counts in its place now; null where it was withdrawn."
    )


class EventPage(Answer):
    """A page of the log."""

    items: list[Entry]
    next_cursor: NextCursor


class Timeline(Answer):
    """A page of a relationship's events, in the order in which they were so; `event` is what counts now."""

    items: list[Entry]
    next_cursor: NextCursor


# ---------------------------------------------------------------- relationships
Counts: TypeAlias = Annotated[
    dict[Status, int], Field(description="How many promises have which status; every status is there.")
]


class RelationshipSummary(Answer):
    """A pair of states in a list."""

    relationship: Pair
    promises: int = Field(description="How many promises there are between them.", examples=[7])
    counts: Counts


class RelationshipPage(Answer):
    """A page of pairs in alphabetical order."""

    items: list[RelationshipSummary]
    next_cursor: NextCursor


class Contact(Answer):
    """A visit, a meeting or a signature."""

    event_id: EventId
    type: str = Field(description="The event's type.", examples=["visit_held"])
    mode: Mode | None = Field(description="Of a meeting.")
    held_on: str = Field(description="When it took place (EDTF).", examples=["2023-10-18/2023-10-19"])
    publisher: str = Field(description="Who told it.", examples=["TASS"])
    url: str = Field(description="The report's address.")


class Relationship(Answer):
    """A pair of states with its newest promises."""

    relationship: Pair
    states: list[State] = Field(description="The two codes.")
    counts: Counts
    last_contact: Contact | None = Field(
        description="The latest occurrence on record; null where there is none."
    )
    promises: list[Promise] = Field(description="The newest ones.")
    next_cursor: str | None = Field(
        description="Send it as `cursor` to `/v1/promises?relationship=` for the others; null: these were all."
    )


# ---------------------------------------------------------------- scorecards and alerts
class _Score(Answer):
    name: str = Field(description="In English.", examples=["Russia"])
    promises: int = Field(description="All that were promised; invitations alone do not count.", examples=[20])
    kept: int = Field(description="Fulfilled within the window.")
    late: int = Field(description="Fulfilled after it.")
    broken: int = Field(description="Unfulfilled, cancelled, declined, or kept by somebody else.")
    open: int = Field(description="Not settled yet.")
    share_kept: float | None = Field(
        description="Kept and late ones among the settled; null: none is settled.", examples=[0.8421]
    )
    interval_95: list[float] | None = Field(
        description="Wilson's 95 % interval of that share: lower and upper bound.", examples=[[0.6244, 0.9448]]
    )
    median_days_late: float | None = Field(description="Of the late ones; null where there are none.")


class StateScore(_Score):
    """How one state kept its promises."""

    state: State


class Named(Answer):
    """An official."""

    name: str = Field(description="The longest spelling on record.", examples=["Sergey Lavrov"])
    state: State


class OfficialScore(_Score):
    """How one official kept their promises."""

    official: Named


class RelationshipScore(_Score):
    """How promises between two states were kept."""

    relationship: Pair


class Scorecards(Answer):
    """All scorecards, most promises first."""

    by: Literal["state", "official", "relationship"]
    items: list[StateScore | OfficialScore | RelationshipScore]


class AlertReport(Answer):
    """Who told it."""

    publisher: str = Field(description="Who published it.", examples=["TASS"])
    url: str = Field(description="The report's address.")


class Alert(Answer):
    """A promise's status changed, or there is something else to tell of it."""

    id: str = Field(description="Stays the same across restarts and rebuilds.")
    kind: str = Field(description="What happened.", examples=["promise.fulfilled"])
    promise_id: PromiseId
    relationship: Pair
    from_: Status | None = Field(
        alias="from", description="The status before; null: the promise is new. As `to` where none changed."
    )
    to: Status | None = Field(
        description="The status since; null where none changed and the promise is gone from the ledger."
    )
    on: Day = Field(description="The day on which it changed, as the world could know it.")
    cause: EventCause | Literal["calendar"]
    historical: bool = Field(
        description="Whether its cause was published more than 30 days before it was recorded."
    )
    due_soon_days: int | None = Field(
        description="Where it is due soon: how many days before its last day that is told; else null."
    )
    summary: str = Field(description="One plain English sentence.")
    created_at: Instant
    relationships: list[Pair] = Field(description="All pairs of states that it is of.")
    promise: dict[str, Any] | None = Field(
        description="The promise as it was then, without its evidence; null where it is gone from the ledger."
    )
    report: AlertReport | None = Field(
        description="The report that is the cause; where the calendar is, the last one on the promise."
    )


class AlertPage(Answer):
    """The alerts after a cursor, oldest first."""

    items: list[Alert]
    next_cursor: str = Field(description="Send it as `after` for those that follow, now or later.")


# ---------------------------------------------------------------- subscriptions and deliveries
class SubscriptionFilters(Answer):
    """All that are not null must hold."""

    relationship: Pair | None = Field(description="Of this pair.")
    state: State | None = Field(description="With this party.")
    official: str | None = Field(description="Of this official.")
    kind: str | None = Field(description="Of one of these kinds.")
    status: str | None = Field(description="When the promise is in one of these statuses.")
    promise_kind: str | None = Field(description="`visit`, `meeting` or `pledge`, or several.")
    host: State | None = Field(description="Hosted by this state.")
    min_publishers: int | None = Field(description="Told by at least so many publishers.")


class DigestTime(Answer):
    """When a digest is sent."""

    every: Literal["day", "week"]
    hour: int = Field(description="By the clock of the zone.")
    zone: str = Field(description="An IANA time zone.", examples=["Europe/Vienna"])
    weekday: str | None = Field(description="Of a weekly one.")


class Subscription(Answer):
    """Who wants to hear which alerts, and where."""

    id: str = Field(examples=["sub_0123456789abcdef012345"])
    name: str = Field(description="For people.")
    owner: str = Field(description="The name of the key that made it.")
    channel: Literal["webhook", "chat"]
    url: str = Field(description="Where it is sent to; of a chat without its secrets.")
    filters: SubscriptionFilters
    historical: bool = Field(description="Whether old news is sent too.")
    digest: DigestTime | None = Field(description="null: each alert at once.")
    due_soon_days: int = Field(description="How many days before its last day a promise is due soon.")
    state: Literal["active", "paused", "failing", "disabled", "revoked"] = Field(
        description="`failing`: ten tries were in vain; `disabled`: the receiver answered 410; `revoked`: the "
        "key that it belongs to was revoked, so nothing is sent until an administrator resumes it."
    )
    failing_since: Instant | None
    muted: list[PromiseId] = Field(description="Promises of which nothing is sent until their status changes.")
    created_at: Instant
    changed_at: Instant


class NewSubscription(Subscription):
    """A subscription that was just made."""

    secret: str | None = Field(description="Of a webhook. It is shown this once.")


class SubscriptionPage(Answer):
    """A page of subscriptions."""

    items: list[Subscription]
    next_cursor: NextCursor


class Secret(Answer):
    """A new secret. It is shown this once."""

    secret: str


class Delivery(Answer):
    """An alert on its way to a subscription."""

    id: str
    subscription_id: str
    alert_id: str | None = Field(description="null: a sample.")
    kind: str = Field(examples=["promise.overdue"])
    promise_id: PromiseId | None
    message_id: str | None = Field(description="The `webhook-id`; null until a bundle is made up.")
    state: Literal["waiting", "delivered", "failed"]
    tries: int
    next_try_at: Instant | None = Field(description="Of a waiting one.")
    status: int | None = Field(description="The HTTP status of the last answer.")
    error: str | None = Field(description="Why the last try was none.")
    created_at: Instant
    done_at: Instant | None


class Attempt(Answer):
    """One try."""

    at: Instant
    duration_ms: int
    status: int | None = Field(description="The HTTP status; null: there was no answer.")
    error: str | None
    answer: str = Field(description="The first kilobyte of the answer.")


class DeliveryInFull(Delivery):
    """A delivery and its tries."""

    attempts: list[Attempt]


class DeliveryPage(Answer):
    """A page of deliveries, newest first."""

    items: list[Delivery]
    next_cursor: NextCursor


class Health(Answer):
    """The server serves."""

    status: Literal["ok"]


# ---------------------------------------------------------------- errors
class ProblemError(BaseModel):
    """One mistake in what was sent. Only the fields that apply are there."""

    model_config = ConfigDict(extra="forbid")

    pointer: str = Field(
        description="JSON Pointer to the place in the body; empty for a parameter or the whole."
    )
    detail: str = Field(description="What would be right.", examples=["is required"])
    parameter: str = Field("", description="The query parameter that is wrong.", examples=["as_of"])
    line: int = Field(0, description="The line of the batch.", examples=[17])


class Problem(BaseModel):
    """RFC 9457. `errors` is there where there is something to point at; the last four, for a batch alone."""

    model_config = ConfigDict(extra="forbid")

    type: str = Field(examples=["about:blank"])
    title: str = Field(description="The status in words.", examples=["Unprocessable Entity"])
    status: int = Field(description="The HTTP status.", examples=[422])
    detail: str = Field(description="What is wrong here, as a sentence.")
    instance: str = Field(description="The path that was asked.", examples=["/v1/events"])
    errors: list[ProblemError] = Field([], description="Every mistake that can be told at once.")
    accepted: int = Field(0, description="Of a batch with `atomic`: 0.")
    duplicates: int = Field(0, description="Of a batch with `atomic`: 0.")
    rejected: list[Rejected] = Field([], description="Of a batch with `atomic`: the lines that rejected it.")
