"""Plans of a visit that were given up or put off: "has abandoned plans to visit", "decided against going"."""

from __future__ import annotations

from domain.reading.clauses import Verb, low
from domain.reading.drafts import Draft
from domain.reading.people import Official
from domain.reading.places import Place
from domain.reading.verb_table import CANCEL, DIRECT_VISIT, POSTPONE, TRAVEL
from domain.reading.view import View
from domain.reading.visit_drafts import new_time, reason_of


def dropped_plans(view: View, verb: Verb, visitors: list[Official], places: list[Place]) -> list[Draft] | None:
    """ "Has abandoned plans to visit", "will not be going to X after all"."""
    before = next((v for v in reversed(view.verbs) if v.at < verb.at), None)
    settled = ""
    if (
        before is not None
        and verb.infinitive
        and {"plan", "plans"} & set(verb.chain)
        and before.end >= verb.start - 2
    ) and (before.lemma in CANCEL or before.lemma in POSTPONE or (before.lemma == "give" and before.particle)):
        settled = "visit_postponed" if before.lemma in POSTPONE else "visit_cancelled"
    if (
        before is not None
        and verb.form == "ing"
        and before.lemma in POSTPONE | CANCEL
        and before.end >= verb.start - 1
        and before.modality.kind != "none"
    ):
        settled = "visit_cancelled" if before.lemma in CANCEL else "visit_postponed"  # "Put off leaving for".
    if (
        before is not None
        and before.lemma in ("decide", "opt", "advise")
        and low(view.tokens, verb.start - 1) == "against"
        and before.modality.kind == "held"
    ):
        settled = "visit_cancelled"  # "Decided against travelling to".
    if "unable" in verb.chain and {"will", "would", "is", "was"} & set(verb.chain):
        dated = view.when(None, verb.end, verb.stop) is not None
        settled, before = ("visit_cancelled", verb) if dated else ("", before)
    if verb.modality.negated and "will" in verb.chain and "not" in verb.chain:
        after = [low(view.tokens, k) for k in range(verb.end, len(view.tokens))]
        if ("after" in after and "all" in after) or "be" in verb.chain or "planned" in after:
            settled, before = "visit_cancelled", verb
    if verb.lemma in DIRECT_VISIT | TRAVEL and low(view.tokens, verb.at - 1) == "longer":
        settled, before = "visit_cancelled", verb  # "Will no longer travel to".
    if not settled or before is None or (before is not verb and before.modality.kind == "none"):
        return [] if before is not None and before.lemma in POSTPONE and verb.form == "ing" else None
    found = []
    for visitor in visitors:
        for place in places:
            if visitor.known_state != place.state:
                draft = Draft(
                    settled,
                    view.sentence,
                    0.72,
                    "Plans of a visit are given up.",
                    visitor=visitor,
                    host=place.state,
                )
                draft.reason = reason_of(view, verb)
                if settled == "visit_postponed":
                    draft.period = new_time(view, verb)
                    draft.dated = draft.period != (None, None)
                draft.spans = [view.span_of(0)]
                found.append(draft)
    return found
