"""One visit: its days, its host and who stands in for whom."""

from __future__ import annotations

from datetime import date, timedelta

from domain.reading.clauses import Modality, Verb, low
from domain.reading.dates import Period, When
from domain.reading.drafts import Draft, from_elsewhere, in_future
from domain.reading.people import Official
from domain.reading.places import Place
from domain.reading.verb_table import ARRIVE, POSTPONE, TRAVEL
from domain.reading.view import View

_SCORES = {"held": 0.8, "ongoing": 0.75, "planned": 0.8, "purpose": 0.4, "free": 0.35}


def travellers(officials: list[Official]) -> list[Official]:
    """Those who can travel: not a state as such."""
    return [o for o in officials if o.name or o.role]


def words(view: View, start: int, stop: int) -> set[str]:
    return {word for token in view.tokens[start:stop] for word in token.text.lower().split()}


def where_now(view: View, visitors: list[Official]) -> list[Place]:
    place = view.here(visitors[0]) if visitors else None
    return [place] if place else []


_SEATS = {"EUE": ("Brussels", "Strasbourg", "Luxembourg"), "UNO": ("New York", "Geneva", "Vienna", "Nairobi")}
"""Where those who act for the Union or the United Nations are at home."""
_FORMER = frozenset({"planned", "scheduled", "due", "set", "begin", "start", "supposed", "held"})
"""Before a date these tell when the thing was to have been."""


def new_time(view: View, verb: Verb) -> Period:
    """ "Put off until June", "moved from Friday to mid-April", "postponed to October 5"."""
    whens = [
        i for i in range(verb.end, len(view.tokens))
        if view.tokens[i].kind == "when" and not view.tokens[i].value.length
        and not _FORMER & {low(view.tokens, k) for k in range(i - 3, i)}
    ]  # fmt: skip
    for i in whens:
        before = low(view.tokens, i - 1)
        text = view.tokens[i].low
        if view.tokens[i].value.end is not None and text.startswith("from "):
            return view.period(view.tokens[i].value.end, past=False)
        if text.startswith("from ") and " to " in text and verb.lemma in POSTPONE:
            last = view.period(view.tokens[i].value, past=False)[1]
            return last, last  # The old day and the new one, read as one stretch of days.
        if before in ("to", "until", "till") or text.startswith(
            ("until", "till", "to ", "indefinitely", "sine")
        ):
            return view.period(view.tokens[i].value, past=False)
    for i in whens:
        if view.tokens[i].low.startswith(("for ", "after ", "to ")) or low(view.tokens, i - 1) in ("for", "to"):
            return view.period(view.tokens[i].value, past=False)
    return None, None


def moved_to(view: View, verb: Verb) -> Period:
    """The new time of something put off: behind "to" or "until", else the date of the verb that tells it."""
    found = new_time(view, verb)
    if found == (None, None) and verb.modality.kind == "planned":
        return view.period(view.when(verb, verb.end, verb.stop), past=False)
    return found


def reason_of(view: View, verb: Verb) -> str | None:
    """What follows "because of", "due to", "over", "citing" and "after"."""
    for i in range(verb.end, min(len(view.tokens), verb.end + 20)):
        word = low(view.tokens, i)
        start = 0
        if word in ("because", "owing") or (word == "due" and low(view.tokens, i + 1) == "to"):
            start = i + (2 if low(view.tokens, i + 1) in ("of", "to") else 1)
        elif word in ("citing", "over", "amid", "after") and view.tokens[i].kind == "word":
            start = i + 1
        if start and start < len(view.tokens):
            end = start
            while end < len(view.tokens) and end - start < 14 and view.tokens[end].low not in (",", ".", ";"):
                end += 1
            return " ".join(t.text for t in view.tokens[start:end])[:300] or None
    return None


# ---------------------------------------------------------------- one visit
def visit_of(
    view: View, verb: Verb, visitor: Official, place: Place, told: Modality, factor: float, leaving: bool
) -> list[Draft]:
    if told.kind == "none" or (told.reason == "former plan" and told.kind == "planned"):
        return _former(view, verb, visitor, place, told)
    when = view.when(verb, verb.end, verb.stop)
    if told.kind == "planned":
        when = _beginning(view, verb) or when
    period = view.period(when, past=told.past)
    kind = told.kind
    if when is None and kind in ("planned", "ongoing") and verb.lemma in TRAVEL:
        onward = _onward(view, verb, visitor)
        if onward is not None:
            found = draft_of(
                view, visitor, place, Modality("planned", told.certainty, past=False), None, 0.72, None
            )
            if found is not None:
                found.period, found.dated = (onward, None), True
            return [found] if found else []
    if leaving and kind == "held" and told.perfect_past:
        leaving = False  # "Had left for Peru": gone there.
    if leaving and kind in ("held", "ongoing"):
        told = Modality("planned", told.certainty, past=False)
        days = view.length(verb.end + 3)
        start = view.period(when, past=True)[0] if when is not None and kind == "held" else period[0]
        start = start or view.scene.reference
        return _leaving(view, visitor, place, told, start, days, factor)
    if (
        kind == "ongoing"
        and (verb.form in ("s", "base") or (verb.form == "ing" and verb.lemma in ("come", "go", "fly")))
        and verb.lemma in TRAVEL | ARRIVE
        and (when is None or when.tense != "past")
    ):
        kind = "planned"
        told = Modality("planned", told.certainty, past=False)
    if (
        kind in ("ongoing", "held")
        and when is not None
        and not when.open
        and in_future(period, view.scene.published)
    ):
        kind = "planned"
        told = Modality("planned", told.certainty, past=False)
    if kind == "purpose":
        kind = "held" if told.past else "planned"
        told = Modality(kind, told.certainty, past=told.past)
        factor *= 0.8
    score, days = _SCORES.get(kind, 0.5) * factor, view.length(verb.end + 3)
    draft = draft_of(view, visitor, place, told, when, score, days, ending=_back(view, verb))
    if draft is None:
        return []
    if verb.lemma in ("come", "return") and draft.host == visitor.known_state:
        return []
    if kind == "planned" and place.sort in ("seat", "city") and _is_there(view, visitor, place):
        return []
    stand_in = _in_place_of(view, verb)
    if stand_in is not None and kind in ("held", "ongoing"):
        draft.in_place_of = stand_in
    return [draft]


def _back(view: View, verb: Verb) -> bool:
    """ "Returned home on Wednesday from a three-day visit": the day is the visit's last."""
    ahead = range(verb.end, min(verb.end + 4, len(view.tokens) - 1))
    return verb.lemma in ("return", "come", "fly") and any(
        low(view.tokens, k) == "from" and view.tokens[k + 1].kind != "place" for k in ahead
    )


def _beginning(view: View, verb: Verb) -> When | None:
    """ "Will go to Peru for a two-day visit due to begin on Friday"."""
    for other in view.verbs:
        if verb.at < other.at <= verb.end + 12 and other.lemma in ("begin", "start") and other.infinitive:
            return view.when(None, other.end, other.stop)
    return None


def _is_there(view: View, visitor: Official, place: Place) -> bool:
    """Whether the way leads within the country that the visitor is in."""
    week_ago = view.scene.published - timedelta(days=7)
    return any(
        d.type == "visit_held" and d.visitor is visitor and d.host == place.state and d.period[1] is not None
        and d.period[1] >= week_ago
        for d in [*view.drafts, *view.local]
    )  # fmt: skip


def _onward(view: View, verb: Verb, visitor: Official) -> date | None:
    """The last day of the planned visit before, for "will then go on to"."""
    near = {low(view.tokens, k) for k in range(max(verb.start - 3, 0), min(verb.end + 3, len(view.tokens)))} | {
        low(view.tokens, 0)
    }
    if not near & {"then", "on", "from", "next", "afterwards", "later"}:
        return None
    for draft in reversed([*view.drafts, *view.local]):
        if draft.type == "visit_announced" and draft.visitor is visitor and draft.period[1]:
            return draft.period[1]
    return None


def _former(view: View, verb: Verb, visitor: Official, place: Place, told: Modality) -> list[Draft]:
    """ "Was to have gone on to Prague but that leg was scrapped": a plan, if it is still ahead."""
    when = view.when(verb, verb.end, verb.stop)
    period = view.period(when, past="had" in verb.chain)
    if (
        told.kind != "none"
        and not told.negated
        and when is not None
        and in_future(period, view.scene.published)
    ):
        draft = draft_of(
            view, visitor, place, Modality("planned", told.certainty, past=False), when, 0.55, None
        )
        return [draft] if draft else []
    if told.reason == "former plan":
        # Kept below the threshold: "that leg was scrapped" looks here for who and where.
        draft = draft_of(view, visitor, place, Modality("planned", "firm", past=False), None, 0.2, None)
        return [draft] if draft else []
    return []


def _leaving(
    view: View, visitor: Official, place: Place, told: Modality, start: object, days: int | None, factor: float
) -> list[Draft]:
    if not from_elsewhere(visitor, place.state) or place.name in _SEATS.get(visitor.known_state or "", ()):
        return []
    assert isinstance(start, date)
    draft = Draft(
        "visit_announced",
        view.sentence,
        0.78 * factor,
        "A departure on a visit is told.",
        visitor=visitor,
        host=place.state,
    )
    draft.place = place.name if place.sort in ("seat", "city") else None
    draft.certainty = told.certainty
    draft.period = (start, start + timedelta(days=days - 1) if days else start)
    draft.dated = True
    draft.spans = [view.span_of(0)]
    return [draft]


def _in_place_of(view: View, verb: Verb) -> Official | None:
    for i in range(verb.end, len(view.tokens) - 2):
        if low(view.tokens, i) in ("place", "stead") or (
            low(view.tokens, i) == "instead" and low(view.tokens, i + 1) == "of"
        ):
            found = view.after_words(("of",), i, len(view.tokens))
            if found:
                return found[0]
    return None


def draft_of(
    view: View,
    visitor: Official,
    place: Place,
    told: Modality,
    when: object,
    score: float,
    days: int | None,
    ending: bool = False,
    unsure: float = 0.0,
) -> Draft | None:
    if (
        visitor.private
        or not from_elsewhere(visitor, place.state)
        or place.name in _SEATS.get(visitor.known_state or "", ())
    ):
        return None
    past = told.past or told.perfect_past
    period = view.period(when, past=past) if isinstance(when, When) else (None, None)
    held = told.kind in ("held", "ongoing")
    draft = Draft(
        "visit_held" if held else "visit_announced", view.sentence, score, "", visitor=visitor, host=place.state
    )
    draft.place = place.name if place.sort in ("seat", "city") and place.name else None
    draft.certainty = told.certainty
    published = view.scene.published
    if not held and period[1] is not None and period[1] < published - timedelta(days=1):
        period = (None, None)  # "The first since 2011" is no plan for 2011.
        draft.score -= 0.25 if told.perfect_past else 0.0
    draft.dated = period != (None, None)
    if not held and days and days > 1 and period[0] is not None and period[0] == period[1]:
        period = (period[0], period[0] + timedelta(days=days - 1))
    if held:
        if told.kind == "ongoing":
            draft.stage = "under_way"
        first, last = period
        if first is None and last is None:
            first, last = view.borrowed([visitor], place.state)
            if first is None and told.perfect_past:
                first, last = view.month_before()
            elif first is None:
                first, last = view.story_day([visitor])
                if low(view.tokens, 0) in ("before", "prior", "earlier"):
                    first, last = view.month_before()  # "Before Peru, she led a delegation to Chile".
                draft.score -= unsure
                if told.kind == "ongoing":
                    first = last
            if told.perfect_past:
                draft.score -= 0.25
            draft.problems.append("No day is named: the day of the report is taken.")
        elif first is None:
            first = last
        if first is not None and days and days > 1 and (last == first) and draft.dated:
            if ending:
                first = first - timedelta(days=days - 1)
            else:
                last = first + timedelta(days=days - 1)
        if first is not None and isinstance(first, date) and first > published + timedelta(days=1):
            return None
        period = (first, last)
    draft.period = period
    if visitor.state is None:
        draft.score -= 0.12
    if not held and {"had", "promised"} <= {
        w for v in view.verbs if view.officials(v.subject)[:1] == [visitor] for w in v.chain
    }:
        draft.former = True
    draft.spans = [view.span_of(0)]
    word = {"held": "held", "ongoing": "under way", "planned": "planned"}.get(told.kind, told.kind)
    draft.why = f"A visit is told as {word}" + (f", {told.certainty}." if told.certainty != "firm" else ".")
    return draft
