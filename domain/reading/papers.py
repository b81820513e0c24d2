"""Agreements that are signed, pledges, and what became of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from domain.reading.clauses import Verb, low
from domain.reading.drafts import Draft, in_future
from domain.reading.people import Official
from domain.reading.verb_table import PLEDGE, SIGN
from domain.reading.view import View
from domain.reading.word_sets import word_set

_PAPERS = word_set(
    "agreement agreements accord accords pact pacts treaty treaties deal deals memorandum memorandums "
    "memoranda mou protocol protocols declaration convention contract contracts communique communiqué "
    "document documents charter statement understanding framework roadmap partnership concordat "
    "conventions compact armistice waiver text instrument instruments arrangement arrangements annex"
)
_NOT_PLEDGED = word_set("visit meet come attend return travel go fly hold tour talk")


def read(view: View) -> list[Draft]:
    """All that a sentence tells of agreements, pledges and outcomes."""
    found: list[Draft] = []
    for verb in view.verbs:
        what = low(view.tokens, verb.end + 1)
        if (
            verb.lemma in SIGN
            or (verb.lemma == "put" and what in ("names", "signatures"))
            or (verb.lemma in ("witness", "oversee") and what == "signing")
        ):
            found += _signed(view, verb)
        elif verb.lemma in PLEDGE:
            found += _pledged(view, verb)
        elif verb.infinitive and {
            "promised",
            "pledged",
            "vowed",
            "undertook",
            "promises",
            "pledges",
            "vows",
        } & set(verb.chain):
            found += _pledged_to(view, verb)
    found += _promise_noun(view)
    found += _outcome(view)
    return found


# ---------------------------------------------------------------- agreements
def _signed(view: View, verb: Verb) -> list[Draft]:
    told = verb.modality
    if told.kind not in ("held", "ongoing", "purpose") or told.negated:
        return []
    described = verb.participle and verb.form == "pp" and not verb.passive
    if told.kind == "ongoing" and not view.sentence.headline and not verb.passive and not described:
        return []
    title = None
    guessed = False
    if described:
        noun = _paper_left(view, verb)
        if noun < 0:
            return []
        people, guessed = _signatories(view, verb, noun)
        title = _title(view, noun)
    elif verb.passive and low(view.tokens, verb.start - 1) in _PAPERS:
        noun = verb.start - 1
        people, guessed = _signatories(view, verb, noun)
        title = _title(view, noun)
    elif verb.passive or (verb.subject and verb.subject.kind == "noun"):
        noun = verb.subject.at if verb.subject else -1
        if low(view.tokens, noun) not in _PAPERS and low(view.tokens, noun) not in ("it", "text", "paper"):
            return []
        people, guessed = _signatories(view, verb, noun)
        title = _title(view, noun)
    else:
        noun = _paper(view, verb)
        if noun < 0:
            noun = _paper_before(view, verb)
        people = view.officials(verb.subject)
        if noun < 0 and not (verb.lemma == "sign" and _together(people) and _something(view, verb)):
            return []
        with_ = view.after_words(("with",), verb.end, len(view.tokens))
        people = [*people, *[o for o in with_ if o not in people]]
        title = _title(view, noun)
    problems = []
    score = 0.8 if noun >= 0 else 0.66
    if guessed:
        score = 0.56
        problems.append("Who signed is taken from what was told before.")
    if len({p.known_state for p in people}) < 2 and len(people) == 1:
        other = next((o for o in view.scene.pair if o.known_state != people[0].known_state), None)
        if other is not None:
            people, score = [*people, other], 0.58
            problems.append("The other party is taken from what was told before.")
    if len({p.known_state for p in people}) < 2:
        return []
    when = view.when(verb, verb.end, verb.stop)
    period = view.period(when, past=True)
    if when is not None and in_future(period, view.scene.published):
        return []
    if told.kind == "purpose":
        score -= 0.25
    draft = Draft("agreement_signed", view.sentence, score, "A signature is told.")
    draft.participants, draft.title, draft.problems = people, title, problems
    draft.dated = when is not None
    first, last = period
    if first is None and last is None:
        first = last = view.scene.reference
    draft.period = (first or last, last)
    if not draft.dated:
        draft.period = view.story_day(people)
    if draft.period[0] and draft.period[0] > view.scene.published + timedelta(days=1):
        return []
    places = view.places(("in", "at"), verb.end, verb.stop)
    draft.place = places[0].name if places and places[0].sort != "state" else None
    draft.spans = [view.span_of(0)]
    return [draft]


def _together(people: list[Official]) -> bool:
    return len({p.known_state for p in people}) > 1


_NO_PAPER = word_set(
    "for up off on over book books bill bills law laws decree decrees order orders autographs register "
    "petition papers' cheque contracts' him her them players"
)


def _something(view: View, verb: Verb) -> bool:
    """Whether a thing is signed that two states can sign: "a sheaf of papers", "what both called a vision"."""
    after = [low(view.tokens, i) for i in range(verb.end, min(verb.end + 8, len(view.tokens)))]
    return (
        bool(after)
        and after[0] in ("a", "an", "the", "two", "three", "several", "what", "their")
        and not (set(after) & _NO_PAPER)
    )


def _paper_left(view: View, verb: Verb) -> int:
    """The paper that "signed by" or "concluded with" describes: it stands before."""
    if not {low(view.tokens, i) for i in range(verb.end, min(verb.end + 6, len(view.tokens)))} & {
        "by",
        "with",
        "between",
    }:
        return -1
    for i in range(verb.start - 1, max(verb.start - 9, -1), -1):
        if low(view.tokens, i) in _PAPERS:
            return i
        if low(view.tokens, i) in (";", ".", ":"):
            break
    return -1


def _signatories(view: View, verb: Verb, noun: int) -> tuple[list[Official], bool]:
    """Who signed what was signed, and whether that is only what was told before."""
    people = view.after_words(("by", "between"), verb.end, len(view.tokens))
    people = people or view.after_words(("between",), max(noun, 0), verb.at)
    if not people:
        people = view.after_words(("with",), verb.end, min(verb.stop, verb.end + 6))
        if people:
            others = [o for v in view.verbs if v is not verb for o in view.officials(v.subject)]
            others += [view.scene.topic] if view.scene.topic else []
            other = next((o for o in others if o.known_state not in (None, people[0].known_state)), None)
            return ([other, *people[:1]] if other and not other.private else people), other is None
    if people or not verb.passive:
        return people, False
    pair = [o for o in view.scene.pair if o.last >= view.sentence.number - 1 and (o.name or o.role)]
    return (pair, True) if _together(pair) else ([], False)


def _paper(view: View, verb: Verb) -> int:
    for i in range(verb.end, min(verb.end + 12, len(view.tokens))):
        word = low(view.tokens, i)
        if word in _PAPERS or (word in ("letter", "letters") and low(view.tokens, i + 2) == "intent"):
            before = {low(view.tokens, k) for k in range(verb.end, i)}
            return -1 if "no" in before else i
        if view.tokens[i].low in (";", ".") or word == "with":
            return -1
    return -1


def _paper_before(view: View, verb: Verb) -> int:
    """ "The treaty that the ministers signed in May"."""
    first = min(verb.subject.tokens) if verb.subject and verb.subject.tokens else verb.start
    for i in range(first - 1, max(first - 5, 0), -1):
        if low(view.tokens, i) in ("that", "which"):
            at = i - 1 - (low(view.tokens, i - 1) == ",")
            near = [k for k in range(at, max(at - 5, -1), -1) if low(view.tokens, k) in _PAPERS]
            return near[0] if near else -1
    return -1


def _title(view: View, noun: int) -> str | None:
    if noun < 0 or low(view.tokens, noun) not in _PAPERS:
        return None
    start = noun
    while (
        start > 0
        and noun - start < 5
        and view.tokens[start - 1].kind == "word"
        and view.tokens[start - 1].low not in ("a", "an", "the", "signed", "their", "its", "and", "of")
    ):
        if any(v.at == start - 1 for v in view.verbs):
            break
        start -= 1
    end = noun + 1
    while (
        end < len(view.tokens)
        and end - noun < 14
        and view.tokens[end].low not in (",", ".", ";", "--")
        and view.tokens[end].kind != "when"
        and not any(v.start <= end <= v.at for v in view.verbs if not v.infinitive)
    ):
        end += 1
    return " ".join(t.text for t in view.tokens[start:end])[:200]


# ---------------------------------------------------------------- pledges
def _pledged(view: View, verb: Verb) -> list[Draft]:
    told = verb.modality
    if told.negated or told.kind not in ("held", "ongoing") or verb.passive or verb.participle:
        return []
    givers = [o for o in view.officials(verb.subject) if o.name or o.role]
    if len(givers) != 1:
        return []
    i = verb.end
    while i < len(view.tokens) and view.tokens[i].kind == "when":
        i += 1
    promised = low(view.tokens, i)
    inner = next((v for v in view.verbs if v.at > verb.at), None)
    if promised == "to" or promised == "that":
        if inner is not None and inner.lemma in _NOT_PLEDGED:
            return []
    elif view.tokens[i].kind in ("who",) or promised in (",", ".", "", "it", "him", "by", "in"):
        return []
    return _pledge(view, givers[0], i, verb.end)


def _pledged_to(view: View, verb: Verb) -> list[Draft]:
    """ "Promised to send engineers": the promise is in the group of the verb."""
    givers = [o for o in view.officials(verb.subject) if o.name or o.role]
    if len(givers) != 1 or verb.lemma in _NOT_PLEDGED or verb.modality.negated or verb.modality.kind == "none":
        return []
    found = _pledge(view, givers[0], verb.at, verb.end)
    when = view.when(None, 0, verb.start) if verb.start else None
    said = view.period(when, past=True) if when is not None else (None, None)
    for draft in found:
        if said[0] and said[1] and said[0] < view.scene.published:
            draft.said = said
            inside = next(
                (
                    view.tokens[k].value
                    for k in range(verb.end, len(view.tokens))
                    if view.tokens[k].kind == "when"
                ),
                None,
            )
            if inside is not None:
                draft.period = (said[0], inside.period(said[1], "future")[1])
    return found


def _promise_noun(view: View) -> list[Draft]:
    """ "Came with a promise to lift the levy"."""
    for i, token in enumerate(view.tokens):
        if (
            token.kind == "word"
            and token.low in ("promise", "pledge", "commitment")
            and low(view.tokens, i + 1) == "to"
            and low(view.tokens, i - 1) in ("a", "his", "her", "the")
        ):
            verb = next((v for v in reversed(view.verbs) if v.at < i and v.modality.kind == "held"), None)
            inner = next((v for v in view.verbs if v.at > i), None)
            givers = [o for o in view.officials(verb.subject) if o.name or o.role] if verb else []
            if verb is None or not givers or (inner and inner.lemma in _NOT_PLEDGED):
                continue
            found = _pledge(view, givers[0], i + 1, i + 1)
            when = view.when(verb, verb.end, i) or view.when(None, 0, verb.start)
            for draft in found:
                said = view.period(when, past=True) if when else (None, None)
                if said[0]:
                    draft.said = said
                    limit = draft.period[1]
                    if limit is not None and limit > view.scene.published:
                        # Seen from when it was said: the December after that.
                        draft.period = (
                            said[0],
                            limit.replace(year=limit.year - 1) if limit.month != 2 else limit,
                        )
                    elif limit is not None:
                        draft.period = (said[0], limit)
            return found
    return []


def _pledge(view: View, giver: Official, start: int, after: int) -> list[Draft]:
    to = _receiver(view, giver, start)
    if to is None:
        return []
    end = start
    while end < len(view.tokens) and view.tokens[end].low not in (".", ";") and end - start < 30:
        if view.tokens[end].low == "," and low(view.tokens, end + 1) in ("and", "but"):
            break
        end += 1
    subject = " ".join(t.text for t in view.tokens[start + (low(view.tokens, start) in ("to", "that")) : end])
    what = next((i for i in range(after, end) if low(view.tokens, i) == "to"), after)
    whens = [i for i in range(after, end) if view.tokens[i].kind == "when" and not view.tokens[i].value.length]
    when = next((view.tokens[i].value for i in sorted(whens, key=lambda i: i < what)), None)
    draft = Draft(
        "pledge_made",
        view.sentence,
        0.56,
        "An official promises something.",
        by=giver,
        to=to,
        subject=subject[:400],
    )
    draft.period = view.period(when, past=False)
    draft.dated = when is not None
    draft.spans = [view.span_of(0)]
    return [draft]


def _receiver(view: View, giver: Official, start: int) -> str | None:
    order = [*range(start, len(view.tokens)), *range(start - 1, -1, -1)]
    for i in order:
        token = view.tokens[i]
        if token.kind == "place" and token.value.state != giver.known_state:
            state: str = token.value.state
            return state
        if token.kind == "who":
            for official in view.at(i):
                if official.known_state and official.known_state != giver.known_state and not official.private:
                    return official.known_state
    return next((o.known_state for o in view.scene.pair if o.known_state != giver.known_state), None)


# ---------------------------------------------------------------- outcomes
def _outcome(view: View) -> list[Draft]:
    """ "That did not happen", "the visit never took place", "they did not come to fruition"."""
    for verb in view.verbs:
        happened = verb.lemma in ("happen", "materialise", "materialize", "occur") or (
            verb.lemma in ("take", "come", "bear")
            and low(view.tokens, verb.end) in ("place", "to", "about", "off", "fruit")
            and low(view.tokens, verb.end + 1) in ("fruition", "pass", "", ".", ",", "and")
        )
        kept = verb.lemma in ("keep", "honour", "honor", "fulfil", "fulfill", "deliver")
        if not (happened or kept) or not verb.modality.negated or "will" in verb.chain or "would" in verb.chain:
            continue
        for draft in reversed(view.drafts[-6:]):
            close = 0 <= view.sentence.number - draft.sentence.number <= 2
            if (
                draft.type in ("pledge_made", "visit_announced", "meeting_announced", "invitation_accepted")
                and close
                and not in_future(draft.period, view.scene.published)
            ):
                outcome = Draft(
                    "outcome_reported", view.sentence, 0.62, "What was promised is said not to have happened."
                )
                when = next(
                    (t.value for t in view.tokens if t.kind == "when" and t.value.tense == "past"), None
                )
                then = view.period(when, past=True)
                about = replace(draft, period=then, dated=True) if when is not None and then[0] else draft
                if about.period == (None, None) and draft.type != "pledge_made":
                    outcome.score = 0.4  # Of which plan nobody can say.
                outcome.outcome, outcome.about = "unfulfilled", about
                outcome.spans = [view.span_of(0)]
                return [outcome]
    return []
