"""The same event told twice becomes one; what one telling leaves open the other fills in."""

from __future__ import annotations

from datetime import date, timedelta

from domain import names
from domain.reading.drafts import Draft
from domain.reading.people import Cast, Official

_ONE_TRIP = timedelta(days=6)
_FAR = date(9999, 1, 1)
_MOST_EVENTS = 120
"""An event is compared with so many told before it; no article has more."""


def complete(drafts: list[Draft], cast: Cast) -> None:
    """Give officials without a name the name of the only one it can be."""
    for draft in drafts:
        draft.participants = [_named(p, cast) for p in draft.participants]
        for field in ("visitor", "inviter", "invitee", "by", "in_place_of"):
            official = getattr(draft, field)
            if official is not None:
                setattr(draft, field, _named(official, cast))


def _named(official: Official, cast: Cast) -> Official:
    if (
        official.name
        or not official.role
        or official.private
        or official.role in ("delegation", "envoy", "other")
    ):
        return official
    if official.role == "other_minister" and official.office in (
        "minister",
        "deputy minister",
        "deputy foreign minister",
        "vice foreign minister",
    ):
        return official
    fitting = [
        o for o in cast.officials
        if o.name and o.known_state == official.known_state and not o.private and not o.former
        and (o.role in (official.role, None) or (o.office == "minister" and official.role.endswith("minister")))
    ]  # fmt: skip
    if official.role == "royal" and official.office not in _MONARCHS:
        fitting = [o for o in fitting if o.office in (official.office, "")]
    same_office = (
        [o for o in fitting if o.office == official.office] if official.role == "other_minister" else fitting
    )
    if len(fitting) > 1 and official.role != "other_minister":
        same_office = [o for o in fitting if o.role == official.role] or fitting
    if len(same_office) == 1:
        found = same_office[0]
        if found.role is None or found.office == "minister":
            found.role = official.role
        return found
    return official


_MONARCHS = frozenset({"monarch", "ruler", "royal couple", "king and queen", ""})


def merge(drafts: list[Draft]) -> list[Draft]:
    """One draft for each event, in the order of the text."""
    merged: list[Draft] = []
    first = ("visit_postponed", "visit_cancelled", "invitation_accepted")
    for draft in sorted(drafts, key=lambda d: (d.sentence.headline, d.sentence.number, d.type not in first)):
        twin = next(
            (other for other in merged[-_MOST_EVENTS:] if _same(other, draft) or _answered_so(other, draft)),
            None,
        )
        if twin is None:
            merged.append(draft)
        else:
            _join(twin, draft)
    merged = _put_off(merged)
    merged = [d for d in merged if not _implied(d, merged)]
    _lend_windows(merged)
    return merged


def _put_off(drafts: list[Draft]) -> list[Draft]:
    """ "Will not go on Monday as planned. The visit would take place in March": put off, not called off."""
    gone: list[Draft] = []
    for draft in drafts:
        if draft.type not in ("visit_cancelled", "visit_postponed") or draft.period != (None, None):
            continue
        for other in drafts:
            later = 0 < other.sentence.number - draft.sentence.number <= 3
            same = other.host == draft.host and _person(other.visitor, draft.visitor)
            if other.type == "visit_announced" and other.dated and later and same and not other.former:
                draft.type, draft.period, draft.dated = "visit_postponed", other.period, True
                gone.append(other)
                break
    return [d for d in drafts if not any(d is other for other in gone)]


def _lend_windows(drafts: list[Draft]) -> None:
    """An invitation and its answer are for the same time."""
    told = [d for d in drafts if d.type.startswith("invitation") and d.dated]
    told += [d for d in drafts if d.type == "meeting_announced" and d.dated and d.host]
    for draft in drafts:
        if not draft.type.startswith("invitation") or draft.dated:
            continue
        for other in told:
            if (
                other.participants
                and draft.inviter
                and any(p.known_state == draft.inviter.known_state for p in other.participants)
            ):
                continue
            guests = [other.invitee] if other.invitee else other.participants
            if other.host == draft.host and any(_person(draft.invitee, g) for g in guests):
                draft.period, draft.dated = other.period, True
                break


def _answered_so(one: Draft, other: Draft) -> bool:
    """ "Accepted an invitation and would make the journey in May": one act, told twice in a sentence."""
    if one.type == "visit_postponed" and other.type == "visit_announced":
        return one.sentence is other.sentence and one.host == other.host and _person(one.visitor, other.visitor)
    return (
        one.type == "invitation_accepted" and other.type == "visit_announced" and one.sentence is other.sentence
        and one.host == other.host and _person(one.invitee, other.visitor)
    )  # fmt: skip


def _implied(draft: Draft, all_drafts: list[Draft]) -> bool:
    """An announcement of what the same article tells as held."""
    if draft.type == "meeting_postponed" and not draft.dated:
        return any(
            o.type == "meeting_announced"
            and o.dated
            and not o.sentence.headline
            and _people(o, draft)
            and o.sentence.number < draft.sentence.number
            for o in all_drafts
        )
    if draft.type == "visit_announced":
        return any(
            other.type == "visit_held"
            and _person(other.visitor, draft.visitor)
            and other.host == draft.host
            and (other.sentence.headline is False)
            and (
                draft.sentence.headline
                or (
                    draft.period != (None, None)
                    and _near(other.period, draft.period)
                    and other.stage is not None
                )
            )
            for other in all_drafts
        )
    return False


def _same(one: Draft, other: Draft) -> bool:
    if one.type != other.type or one.mode != other.mode or one.former != other.former:
        return False
    kind = one.type
    if kind.startswith("visit"):
        return one.host == other.host and _person(one.visitor, other.visitor) and _time(one, other)
    if kind.startswith("invitation"):
        return _person(one.invitee, other.invitee) and _host(one, other) and _time(one, other, loose=True)
    if kind.startswith("meeting") or kind == "agreement_signed":
        return _people(one, other) and _time(one, other)
    if kind == "pledge_made":
        return _person(one.by, other.by) and one.to == other.to and one.sentence is other.sentence
    return kind == "outcome_reported" and (one.about is other.about or _same_plan(one, other))


def _same_plan(one: Draft, other: Draft) -> bool:
    """What became of a plan is told twice in one sentence, by the noun and by what was told before."""
    a, b = one.about, other.about
    if a is None or b is None or one.sentence is not other.sentence:
        return False
    return a.host == b.host and _person(a.visitor or a.invitee, b.visitor or b.invitee)


def _host(one: Draft, other: Draft) -> bool:
    return one.host == other.host or one.host is None or other.host is None


def _person(one: Official | None, other: Official | None) -> bool:
    if one is None or other is None:
        return one is other
    if one is other:
        return True
    if one.known_state != other.known_state:
        return False
    if one.name and other.name:
        return names.same_name(one.name, other.name)
    return (not one.role or not other.role or one.role == other.role) or not (one.name or other.name)


def _people(one: Draft, other: Draft) -> bool:
    if {p.known_state for p in one.participants} != {p.known_state for p in other.participants}:
        return False
    return all(any(_person(p, q) for q in other.participants) for p in one.participants) and all(
        any(_person(p, q) for q in one.participants) for p in other.participants
    )


def _time(one: Draft, other: Draft, loose: bool = False) -> bool:
    if not one.dated or not other.dated or loose:
        return (
            loose
            or one.type not in ("visit_held", "meeting_held", "agreement_signed")
            or not (one.dated or other.dated)
            or _soon(one, other)
        )
    return _near(one.period, other.period)


def _soon(one: Draft, other: Draft) -> bool:
    """One has no date: the same event, unless the other lies far back."""
    dated, undated = (one, other) if one.dated else (other, one)
    first, last = dated.period
    reference = undated.period[0]
    if reference is None or (first is None and last is None):
        return True
    return (last or first or reference) >= reference - timedelta(days=8)


def _near(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> bool:
    a, b = one[0] or date.min, one[1] or _FAR
    c, d = other[0] or date.min, other[1] or _FAR
    return a <= d + timedelta(days=1) and c <= b + timedelta(days=1)


def _join(kept: Draft, other: Draft) -> None:
    kept.spans += [s for s in other.spans if s not in kept.spans]
    if not other.sentence.headline or kept.sentence.headline:
        kept.score = min(0.97, max(kept.score, other.score) + 0.05)
    for field in (
        "place",
        "reason",
        "title",
        "attributed_to",
        "stage",
        "in_place_of",
        "inviter",
        "host",
        "said",
    ):
        if getattr(kept, field) is None:
            setattr(kept, field, getattr(other, field))
    if kept.visitor is not None and other.visitor is not None:
        kept.visitor = _fuller(kept.visitor, other.visitor)
    if kept.invitee is not None and other.invitee is not None:
        kept.invitee = _fuller(kept.invitee, other.invitee)
    if kept.inviter is not None and other.inviter is not None:
        kept.inviter = _fuller(kept.inviter, other.inviter)
    kept.participants = [
        next((_fuller(p, q) for q in other.participants if _person(p, q)), p) for p in kept.participants
    ]
    if kept.about is not None and other.about is not None and other.about.dated and not kept.about.dated:
        kept.about = other.about
    if other.dated and (not kept.dated or _narrower(other, kept)):
        if kept.dated and (kept.type == "visit_held" or _adjoining(kept, other)):
            kept.period = _spanned(kept.period, other.period)
        else:
            kept.period = other.period
        kept.dated = True
        kept.problems = [p for p in kept.problems if not p.startswith("No day")]
    elif other.dated and (kept.type == "visit_held" or _adjoining(kept, other)):
        kept.period = _spanned(kept.period, other.period)
    if kept.certainty == "speculative" and other.certainty != "speculative":
        kept.certainty = other.certainty


def _spanned(
    one: tuple[date | None, date | None], other: tuple[date | None, date | None]
) -> tuple[date | None, date | None]:
    """A visit lasts from the first day told to the last, where these are days of one trip."""
    if None in one or None in other:
        return one if None not in one else other
    a, b, c, d = one[0], one[1], other[0], other[1]
    assert a
    assert b
    assert c
    assert d
    if (b - a) > _ONE_TRIP * 2 or (d - c) > _ONE_TRIP * 2:
        return (a, b) if (b - a) < (d - c) else (c, d)
    return min(a, c), max(b, d)


def _adjoining(one: Draft, other: Draft) -> bool:
    """ "Leaves on the 17th", "arrives on the 18th": days of one trip, neither within the other."""
    a, b, c, d = *one.period, *other.period
    if one.type != "visit_announced" or not (a and b and c and d) or max(b - a, d - c) > _ONE_TRIP * 2:
        return False
    return not (a <= c and d <= b) and not (c <= a and b <= d)


def _fuller(one: Official, other: Official) -> Official:
    return other if other.name and not one.name else one


def _narrower(one: Draft, other: Draft) -> bool:
    def width(draft: Draft) -> int:
        first, last = draft.period
        return 10_000 if first is None or last is None else (last - first).days

    return width(one) < width(other)
