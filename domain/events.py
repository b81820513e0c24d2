"""Reported events and the ledger's own acts, as they are sent in (contract, section 3).

The models check; what is kept is the canonical form that `canonical` makes of them: a plain dict with
every default filled in and every null left out. Stored events are read back as that dict and are never
checked again, so a rule made stricter later cannot make history unreadable.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Literal, Self, TypeAlias, get_args

import orjson
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from domain import edtf, states
from domain.errors import DomainError

Body: TypeAlias = dict[str, Any]
"""The canonical form of an event: JSON values, defaults filled in, nulls left out."""

TYPES = (
    "visit_announced",
    "invitation_extended",
    "invitation_accepted",
    "invitation_declined",
    "visit_postponed",
    "visit_cancelled",
    "visit_held",
    "meeting_announced",
    "meeting_postponed",
    "meeting_cancelled",
    "meeting_held",
    "agreement_signed",
    "pledge_made",
    "outcome_reported",
    "report_retracted",
    "entry_corrected",
    "entry_withdrawn",
    "promise_adjudicated",
    "adjudication_lifted",
)
"""All types in the order of the contract's table, which is also their order on one day (section 4)."""

OCCURRENCES = frozenset({"visit_held", "meeting_held", "agreement_signed"})
OWN_ACTS = frozenset({"entry_corrected", "entry_withdrawn", "promise_adjudicated", "adjudication_lifted"})
RULINGS = frozenset({"promise_adjudicated", "adjudication_lifted"})
SPEECH_ACTS = frozenset(TYPES[: TYPES.index("report_retracted")]) - OCCURRENCES
REPORTED = OCCURRENCES | SPEECH_ACTS

Status: TypeAlias = Literal[
    "invited",
    "pending",
    "postponed",
    "overdue",
    "stalled",
    "fulfilled",
    "fulfilled_late",
    "partially_fulfilled",
    "cancelled",
    "declined",
    "unfulfilled",
    "lapsed",
]
STATUSES: tuple[str, ...] = get_args(Status)

_MOST_MISTAKES = 20
"""Mistakes of one event that are named."""


class InvalidEvent(DomainError):
    """What was sent is not an event of the contract. `errors`: `{pointer, detail}` each (RFC 6901)."""

    thing = "event"

    def __init__(self, errors: list[dict[str, str]]) -> None:
        self.errors = errors
        super().__init__("; ".join(f"{e['pointer'] or '/'}: {e['detail']}" for e in errors))

    @classmethod
    def at(cls, pointer: str, detail: str) -> Self:
        """One mistake at one place."""
        return cls([{"pointer": pointer, "detail": detail}])


# ---------------------------------------------------------------- small values
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"\x00-\x1f\x7f]+")
_RUN_BY_BROWSERS = frozenset({"javascript", "vbscript", "data", "blob"})
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _printable(text: str) -> str:
    if _CONTROL.search(text):
        raise ValueError("must not hold control characters such as NUL")
    if not any(map(_is_seen, text)):
        raise ValueError("must not be empty")
    return text


def _is_seen(character: str) -> bool:
    """Whether it leaves a mark: no space, and nothing that only joins, parts or turns what stands beside it."""
    return not character.isspace() and unicodedata.category(character) not in ("Cf", "Mn", "Me")


def _name(text: str) -> str:
    if not any(map(str.isalnum, _printable(text))):
        raise ValueError("must hold a letter or a digit: punctuation alone names nobody")
    return text


def _state(code: str) -> str:
    if not states.is_state(code):
        raise ValueError(
            f"{code[:20]!r} is no state: give an ISO 3166-1 alpha-3 code such as RUS, or XKX, EUE, UNO"
        )
    return code


def _edtf(text: str) -> str:
    edtf.parse(text)
    return text


def _uri(text: str) -> str:
    if not _URI.fullmatch(text):
        raise ValueError("must be the absolute address of the report, such as https://news.example/story")
    if text.partition(":")[0].lower() in _RUN_BY_BROWSERS:
        raise ValueError("must be the address of something published, and this is a program")
    return text


@lru_cache(maxsize=65_536)
def published_instant(text: str) -> datetime:
    """The first moment (UTC) at which a `published_at` counts: a date alone from its midnight.

    Raises ValueError where the text is neither a date nor an RFC 3339 date-time with an offset.
    """
    try:
        if _DAY.fullmatch(text):
            return datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC)
        if _RFC3339.fullmatch(text):
            return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise ValueError(
        f"{text[:40]!r} is neither a date (2023-10-18) nor an RFC 3339 date-time with its offset "
        "(2023-10-18T09:30:00Z)"
    )


def _published(text: str) -> str:
    published_instant(text)
    return text


Text: TypeAlias = Annotated[str, AfterValidator(_printable)]
Name: TypeAlias = Annotated[str, AfterValidator(_name), StringConstraints(max_length=200)]
ShortText: TypeAlias = Annotated[Text, StringConstraints(max_length=500)]
LongText: TypeAlias = Annotated[Text, StringConstraints(max_length=2_000)]
Id: TypeAlias = Annotated[Text, StringConstraints(max_length=100)]
State: TypeAlias = Annotated[str, StringConstraints(max_length=200), AfterValidator(_state)]
Edtf: TypeAlias = Annotated[str, StringConstraints(max_length=100), AfterValidator(_edtf)]
Role: TypeAlias = Literal[
    "head_of_state",
    "head_of_government",
    "foreign_minister",
    "defence_minister",
    "other_minister",
    "envoy",
    "royal",
    "delegation",
    "other",
]
Mode: TypeAlias = Literal["in_person", "phone", "video"]
Certainty: TypeAlias = Literal["firm", "tentative", "speculative"]


# ---------------------------------------------------------------- parties and reports
class Strict(BaseModel):
    """Refuses unknown fields and is immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Party(Strict):
    """An official, a delegation or a whole state, as the report names them."""

    name: Name | None = Field(None, description="The name as reported.", examples=["Sergey Lavrov"])
    state: State = Field(
        description="ISO 3166-1 alpha-3, or XKX (Kosovo), EUE (European Union), UNO (United Nations).",
        examples=["RUS"],
    )
    role: Role | None = Field(None, description="The office, where the report tells it.")


class Report(Strict):
    """Something published: an article, a communique, a wire story."""

    url: Annotated[str, StringConstraints(max_length=2_048), AfterValidator(_uri)] = Field(
        description="Its absolute address; also its name in retractions.",
        examples=["https://news.example/lavrov-in-pyongyang"],
    )
    publisher: Name = Field(description="Who published it.", examples=["TASS"])
    published_at: Annotated[str, StringConstraints(max_length=40), AfterValidator(_published)] = Field(
        description="A date, counted from its first moment in UTC, or an RFC 3339 date-time.",
        examples=["2023-10-19", "2023-10-19T09:30:00Z"],
    )
    title: Annotated[Text, StringConstraints(max_length=20_000)] | None = None
    language: (
        Annotated[str, StringConstraints(max_length=35, pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")] | None
    ) = Field(None, description="BCP 47.", examples=["en"])


# ---------------------------------------------------------------- the events
class Event(Strict):
    """What every event may carry."""

    type: str
    report: Report
    quote: Annotated[Text, StringConstraints(max_length=1_000)] | None = Field(
        None, description="The words in the report that say so."
    )
    attributed_to: Name | None = Field(None, description="Who the report cites.", examples=["KCNA"])
    certainty: Certainty = "firm"
    key: Id | None = Field(None, description="Names a pledge among those of the same parties.")

    class_version: ClassVar[int] = 1
    """The version of the stored shape; a new shape raises it and adds to `entries.UPCASTS`."""

    def pairs_of_states(self) -> set[tuple[str, str]]:
        """The relationships it belongs to, each as two different states in alphabetical order."""
        raise NotImplementedError

    def reported_spans(self) -> list[tuple[str, str]]:
        """(field, EDTF) of what was so no later than it was published: `said_on`, `held_on`."""
        return []

    @model_validator(mode="after")
    def _known_when_published(self) -> Self:
        for field, text in self.reported_spans():
            span = edtf.parse(text)
            published = published_instant(self.report.published_at).date()
            if span.first is None:
                raise _misfit(field, f"{text!r} has no first day: say when it began")
            if span.first - published > timedelta(days=1):
                raise _misfit(
                    field,
                    f"begins on {span.first}, but the report was published on {published}: it could not know",
                )
        return self


class _Misfit(ValueError):
    """A mistake between fields; carries the field, since pydantic points at the whole object."""

    def __init__(self, field: str, detail: str) -> None:
        self.field = field
        super().__init__(detail)


def _misfit(field: str, detail: str) -> _Misfit:
    return _Misfit(field, detail)


def _different(field: str, *codes: str | None) -> set[tuple[str, str]]:
    found = sorted({code for code in codes if code})
    if len(found) < 2:
        raise _misfit(field, f"must be of another state than {found[0]}: a state keeps no promises to itself")
    return {(a, b) for i, a in enumerate(found) for b in found[i + 1 :]}


class SpeechAct(Event):
    """Says something about the future."""

    said_on: Edtf | None = Field(
        None, description="When it was said (EDTF). Default: the day of publication.", examples=["2023-09-23"]
    )
    window: Edtf | None = Field(
        None,
        description="When the promised thing is to happen (EDTF); null: no time was named.",
        examples=["2023-10", "2024-06-18/2024-06-19", "../1972-04", "2020-21"],
    )

    def reported_spans(self) -> list[tuple[str, str]]:
        return [("said_on", self.said_on)] if self.said_on else []


class Occurrence(Event):
    """Says that something took place."""

    held_on: Edtf = Field(description="When it took place (EDTF).", examples=["2023-10-18/2023-10-19"])

    def reported_spans(self) -> list[tuple[str, str]]:
        return [("held_on", self.held_on)]


class _Visit(Event):
    visitor: Party
    host: State = Field(examples=["PRK"])

    def pairs_of_states(self) -> set[tuple[str, str]]:
        return _different("host", self.visitor.state, self.host)


class VisitAnnounced(SpeechAct, _Visit):
    """A planned visit was made known."""

    type: Literal["visit_announced"]
    place: Name | None = None


class InvitationExtended(SpeechAct):
    """Somebody was invited."""

    type: Literal["invitation_extended"]
    inviter: Party
    invitee: Party
    host: State | None = Field(None, description="Default: the inviter's state.")
    place: Name | None = None

    def pairs_of_states(self) -> set[tuple[str, str]]:
        host = self.host or self.inviter.state
        _different("host" if self.host else "invitee", self.invitee.state, host)
        return _different("host", self.inviter.state, self.invitee.state, host)


class _Answer(SpeechAct):
    invitee: Party
    inviter: Party | None = None
    host: State

    def pairs_of_states(self) -> set[tuple[str, str]]:
        _different("host", self.invitee.state, self.host)
        return _different("host", self.invitee.state, self.inviter.state if self.inviter else None, self.host)


class InvitationAccepted(_Answer):
    """An invitation was accepted."""

    type: Literal["invitation_accepted"]
    place: Name | None = None


class InvitationDeclined(_Answer):
    """An invitation was refused."""

    type: Literal["invitation_declined"]
    reason: LongText | None = None


class VisitPostponed(SpeechAct, _Visit):
    """A visit was put off; `window` is the new one, null: indefinitely."""

    type: Literal["visit_postponed"]
    reason: LongText | None = None


class VisitCancelled(SpeechAct, _Visit):
    """A visit was called off."""

    type: Literal["visit_cancelled"]
    reason: LongText | None = None


class VisitHeld(Occurrence, _Visit):
    """A visit took place, or has begun."""

    type: Literal["visit_held"]
    place: Name | None = None
    stage: Literal["under_way", "concluded"] | None = None
    in_place_of: Party | None = Field(None, description="Whose promised visit this one stands in for.")


class _Meeting(Event):
    participants: Annotated[list[Party], Field(min_length=2, max_length=40)]

    def pairs_of_states(self) -> set[tuple[str, str]]:
        return _different("participants", *(p.state for p in self.participants))


class MeetingAnnounced(SpeechAct, _Meeting):
    """A planned meeting was made known."""

    type: Literal["meeting_announced"]
    host: State | None = None
    place: Name | None = None
    mode: Mode = "in_person"


class MeetingPostponed(SpeechAct, _Meeting):
    """A meeting was put off; `window` is the new one, null: indefinitely."""

    type: Literal["meeting_postponed"]
    reason: LongText | None = None


class MeetingCancelled(SpeechAct, _Meeting):
    """A meeting was called off."""

    type: Literal["meeting_cancelled"]
    reason: LongText | None = None


class MeetingHeld(Occurrence, _Meeting):
    """A meeting or call took place."""

    class_version: ClassVar[int] = 2

    type: Literal["meeting_held"]
    host: State | None = None
    place: Name | None = None
    mode: Mode = "in_person"


class AgreementSigned(Occurrence, _Meeting):
    """A paper was signed."""

    type: Literal["agreement_signed"]
    title: ShortText
    place: Name | None = None


class PledgeMade(SpeechAct):
    """Something was promised to another state; `key` is what later reports know it by."""

    type: Literal["pledge_made"]
    by: Party
    to: State
    subject: LongText = Field(examples=["31 Abrams tanks"])
    key: Id

    def pairs_of_states(self) -> set[tuple[str, str]]:
        return _different("to", self.by.state, self.to)


class AboutPromise(Strict):
    """A promise by its id."""

    promise_id: Id

    def pairs_of_states(self) -> set[tuple[str, str]]:
        return set()


class AboutVisit(Strict):
    """A promised visit by who was to go where."""

    kind: Literal["visit"]
    visitor: Party
    host: State
    window: Edtf | None = None

    def pairs_of_states(self) -> set[tuple[str, str]]:
        return _different("about/host", self.visitor.state, self.host)


class AboutMeeting(Strict):
    """A promised meeting by its participants."""

    kind: Literal["meeting"]
    participants: Annotated[list[Party], Field(min_length=2, max_length=40)]
    window: Edtf | None = None

    def pairs_of_states(self) -> set[tuple[str, str]]:
        return _different("about/participants", *(p.state for p in self.participants))


class AboutPledge(Strict):
    """A pledge by its parties and key."""

    kind: Literal["pledge"]
    by: Party
    to: State
    key: Id

    def pairs_of_states(self) -> set[tuple[str, str]]:
        return _different("about/to", self.by.state, self.to)


def _about_tag(value: Any) -> str | None:
    if isinstance(value, dict):
        return "promise" if "promise_id" in value else value.get("kind")
    return getattr(value, "kind", "promise")


class OutcomeReported(SpeechAct):
    """A report tells what became of a promise."""

    type: Literal["outcome_reported"]
    about: Annotated[
        Annotated[AboutPromise, Tag("promise")]
        | Annotated[AboutVisit, Tag("visit")]
        | Annotated[AboutMeeting, Tag("meeting")]
        | Annotated[AboutPledge, Tag("pledge")],
        Discriminator(
            _about_tag,
            custom_error_type="about",
            custom_error_message="must hold promise_id, or kind: visit, meeting or pledge",
        ),
    ]
    outcome: Literal["fulfilled", "unfulfilled"]
    held_on: Edtf | None = None

    def pairs_of_states(self) -> set[tuple[str, str]]:
        return self.about.pairs_of_states()

    def reported_spans(self) -> list[tuple[str, str]]:
        return super().reported_spans() + ([("held_on", self.held_on)] if self.held_on else [])


class ReportRetracted(Event):
    """A publisher took a report back; `report` is the retraction itself."""

    type: Literal["report_retracted"]
    retracted_url: Annotated[str, StringConstraints(max_length=2_048), AfterValidator(_uri)]
    reason: LongText | None = None

    def pairs_of_states(self) -> set[tuple[str, str]]:
        return set()


class OwnAct(Event):
    """The analyst's own act on this ledger; it needs no report."""

    report: Report | None = None  # type: ignore[assignment]

    def pairs_of_states(self) -> set[tuple[str, str]]:
        return set()


class EntryCorrected(OwnAct):
    """A mistake made when entering an event is mended."""

    type: Literal["entry_corrected"]
    event_id: Id
    correction: dict[str, Any] = Field(
        description="The fields to replace, each whole; null takes a field away.",
        examples=[{"window": "2023-11"}],
        min_length=1,
    )
    reason: LongText


class EntryWithdrawn(OwnAct):
    """An entry is taken off the record; withdrawing a withdrawal puts it back."""

    type: Literal["entry_withdrawn"]
    event_id: Id
    reason: LongText


class PromiseAdjudicated(OwnAct):
    """A person rules what a promise's status is, until the ruling is lifted."""

    type: Literal["promise_adjudicated"]
    promise_id: Id
    status: Status
    reason: LongText
    by: Name = Field(description="Who judged.")


class AdjudicationLifted(OwnAct):
    """A ruling is lifted; the promise is again what its reports say."""

    type: Literal["adjudication_lifted"]
    promise_id: Id
    reason: LongText
    by: Name = Field(description="Who lifted it.")


AnyEvent: TypeAlias = Annotated[
    VisitAnnounced
    | InvitationExtended
    | InvitationAccepted
    | InvitationDeclined
    | VisitPostponed
    | VisitCancelled
    | VisitHeld
    | MeetingAnnounced
    | MeetingPostponed
    | MeetingCancelled
    | MeetingHeld
    | AgreementSigned
    | PledgeMade
    | OutcomeReported
    | ReportRetracted
    | EntryCorrected
    | EntryWithdrawn
    | PromiseAdjudicated
    | AdjudicationLifted,
    Field(discriminator="type"),
]
event_adapter: TypeAdapter[Event] = TypeAdapter(AnyEvent)
MODELS: dict[str, type[Event]] = {
    get_args(model.model_fields["type"].annotation)[0]: model
    for model in get_args(get_args(AnyEvent)[0])
}


# ---------------------------------------------------------------- reading and the canonical form
def read_event(data: bytes | str | Body) -> Event:
    """The event in a JSON text (UTF-8) or in a parsed one.

    Raises InvalidEvent with a pointer and a sentence for every mistake that can be told at once.
    """
    try:
        if isinstance(data, dict):
            event = event_adapter.validate_python(data)
        else:
            event = event_adapter.validate_json(data)
        event.pairs_of_states()
        return event
    except _Misfit as error:
        raise InvalidEvent.at("/" + error.field, str(error)) from None
    except ValidationError as error:
        raise InvalidEvent(mistakes_of(error)) from None
    except RecursionError:
        raise InvalidEvent.at("", "is nested too deeply") from None


def mistakes_of(error: ValidationError, thing: str = "event") -> list[dict[str, str]]:
    """What a model found wrong with a thing, as `{pointer, detail}` each; of very many the first ones."""
    mistakes = error.errors(include_url=False, include_input=False)
    named = [_as_error(mistake, thing) for mistake in mistakes[:_MOST_MISTAKES]]
    if len(mistakes) > len(named):
        named.append({"pointer": "", "detail": f"has {len(mistakes) - len(named):,} more mistakes"})
    return named


def _as_error(error: Any, thing: str) -> dict[str, str]:
    loc = list(error["loc"])
    if loc and loc[0] in MODELS:  # The tag of the union is no part of the document.
        del loc[0]
    if len(loc) > 1 and loc[0] == "about" and loc[1] in ("promise", "visit", "meeting", "pledge"):
        del loc[1]
    loc = [part for part in loc if not (isinstance(part, str) and part.startswith("function-"))]
    if error["type"] == "union_tag_not_found" or error["type"] == "union_tag_invalid":
        loc.append("type")
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, _Misfit):
        loc.append(cause.field)
    pointer = "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in loc)
    return {"pointer": pointer, "detail": _in_plain_words(error, thing)}


def _in_plain_words(error: Any, thing: str) -> str:
    kind = error["type"]
    if kind == "missing":
        return "is required"
    if kind == "extra_forbidden":
        return f"is not a field of this {thing}"
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return "must be one of " + ", ".join(TYPES)
    if kind == "json_invalid":
        return f"is not JSON in UTF-8: {error['ctx']['error']}"
    message: str = error["msg"]
    return message.removeprefix("Value error, ").removeprefix("Input ")


def canonical(event: Event) -> Body:
    """The event with defaults filled in and nulls left out (contract, section 3)."""
    return with_defaults(orjson.loads(event.model_dump_json(exclude_none=True)))


def with_defaults(body: Body) -> Body:
    """Fill in, in place, the defaults that depend on other fields."""
    kind = body["type"]
    body.setdefault("certainty", "firm")
    if kind in ("meeting_announced", "meeting_held"):
        body.setdefault("mode", "in_person")
    if kind in SPEECH_ACTS and "said_on" not in body:
        body["said_on"] = default_said_on(body)
    if kind == "invitation_extended" and "host" not in body:
        body["host"] = body["inviter"]["state"]
    return body


def default_said_on(body: Body) -> str:
    """The day of publication, in UTC."""
    return published_instant(body["report"]["published_at"]).date().isoformat()


def canonical_json(body: Body) -> bytes:
    """RFC 8785 (JCS) of a body: its keys are ASCII and it holds no numbers, so sorted keys are enough."""
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS)


def identity_json(body: Body) -> bytes:
    """What makes two events the same one: all but `quote`, `report.title` and `report.language`."""
    same = {name: value for name, value in body.items() if name != "quote"}
    if "report" in same:
        report = same["report"]
        same["report"] = {k: report[k] for k in ("url", "publisher", "published_at")}
    return canonical_json(same)


def check_not_ahead(event: Event, now: datetime) -> None:
    """Refuses a report dated more than a day ahead of `now` (UTC); raises InvalidEvent."""
    if event.report is not None and published_instant(event.report.published_at) > now + timedelta(days=1):
        raise InvalidEvent.at(
            "/report/published_at",
            f"{event.report.published_at} lies more than a day ahead of this server's clock",
        )
