"""The reader that works on rules: offline, deterministic, in time that grows with the text alone."""

from __future__ import annotations

import re
from datetime import date, timedelta

from domain.events import Body
from domain.reading import invitations, meetings, papers, visits
from domain.reading.casting import mark, resolve
from domain.reading.dates import Period, edtf_of
from domain.reading.drafts import Draft
from domain.reading.grammar import verbs_of
from domain.reading.layout import Layout, lay_out
from domain.reading.merging import complete, merge
from domain.reading.people import Official
from domain.reading.places import Gazetteer
from domain.reading.reader import DEFAULT_THRESHOLD, Article, Candidate
from domain.reading.recording import settle
from domain.reading.scene import Scene
from domain.reading.text import Sentence, sentences
from domain.reading.view import View

_OCCURRENCES = frozenset({"visit_held", "meeting_held", "agreement_signed"})
_HEADLINE = 0.45
"""What a headline alone may score: it leaves out too much to be proposed."""


_UNTRUE = frozenset({"forgery", "hoax", "fabricated", "fabrication", "untrue", "baseless"})
"""What is told in a sentence with one of these is told as not so."""


class RuleReader:
    """Reads English articles. Keeps nothing of one article for the next."""

    name = "rules-1"

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        self._gazetteer = gazetteer or Gazetteer()

    def read(self, article: Article) -> list[Candidate]:
        """All candidates, whatever their score, in the order of the text."""
        layout = lay_out(article.text, article.title)
        scene = Scene(article.published_on, self._gazetteer)
        scene.korean = "North Korea" in article.text or "Pyongyang" in article.text or "DPRK" in article.text
        scene.kinshasa = (
            "Democratic Republic of" in article.text or "Kinshasa" in article.text or "DRC" in article.text
        ) and "Brazzaville" not in article.text
        _dateline(layout, scene, article)
        scene.publisher_state = _home_of(article.publisher, scene)
        row = sentences(article.text, layout.paragraphs)
        for sentence in row:
            sentence.aside = sentence.paragraph in layout.asides
            sentence.headline = sentence.paragraph in layout.headlines or sentence.aside
        drafts = _drafts(scene, row)
        return [_candidate(d, article) for d in drafts]


def _home_of(publisher: str | None, scene: Scene) -> str | None:
    """The state that a publisher's name tells ("The Korea Herald", "Nairobi Post")."""
    from domain.reading.text import tokens_of

    tokens = tokens_of((publisher or "")[:100])
    for i, token in enumerate(tokens):
        if token.low == "korea" and (i == 0 or tokens[i - 1].low not in ("north", "south")):
            return "KOR"
        place = scene.gazetteer.find(tokens, i, korean=False)
        if place:
            return place[0].state
    return None


def _dateline(layout: Layout, scene: Scene, article: Article) -> None:
    if layout.dateline is None:
        return
    from domain.reading.date_grammar import find
    from domain.reading.text import tokens_of

    tokens = tokens_of(article.text, *layout.dateline)
    for i in range(len(tokens)):
        spelled = list(tokens)
        for token in spelled:
            if token.text.isupper() and len(token.text) > 4:
                token.text = token.text.capitalize()
        place = scene.gazetteer.find(spelled, i, korean=True)
        if place and scene.dateline_state is None:
            scene.dateline_state = place[0].state
            scene.last_place = place[0]
        when = find(spelled, i)
        if when and not when[0].open and not when[0].length and scene.today is None:
            day = when[0].period(article.published_on, "past")[0]
            if day and 0 <= (article.published_on - day).days <= 3:
                scene.today = day


def _drafts(scene: Scene, row: list[Sentence]) -> list[Draft]:
    body = [s for s in row if not s.headline]
    for sentence in [*body, *(s for s in row if s.headline)]:
        mark(scene, sentence)
    settle(scene)
    if scene.dateline_state is None:
        scene.dateline_state = _home_in_headline(row)
    found: list[Draft] = []
    headlines: list[Draft] = []
    for sentence in [*body, *(s for s in row if s.headline)]:
        resolve(scene, sentence)
        view = View(sentence, sentence.tokens, verbs_of(sentence.tokens), scene, found)
        _by_label(view)
        fresh = [*invitations.read(view), *visits.read(view), *meetings.read(view), *papers.read(view)]
        source, said = view.attribution() if fresh else (None, None)
        if any(t.low in _UNTRUE for t in sentence.tokens):
            for draft in fresh:
                draft.score = min(draft.score, _HEADLINE)
        for draft in fresh:
            draft.attributed_to = draft.attributed_to or source
            if draft.said is None and draft.type not in _OCCURRENCES:
                draft.said = said
        (headlines if sentence.headline else found).extend(fresh)
        staying = [
            d.host for d in fresh if d.type == "visit_held" and d.score > 0.5 and _recent(d, scene.published)
        ]
        if staying and not sentence.headline:
            scene.host_now = staying[-1]
    for draft in headlines:
        draft.score = min(draft.score, _HEADLINE)
        if draft.sentence.aside:
            _as_link(draft, scene.published)
    everything = [*found, *headlines]
    complete(everything, scene.cast)
    everything = [d for d in everything if all(p.known_state for p in d.people) and not _at_home(d)]
    return merge(everything)


def _at_home(draft: Draft) -> bool:
    """Nobody invites within the own state: then one of the two was taken for somebody else."""
    return (
        draft.inviter is not None
        and draft.invitee is not None
        and draft.inviter.known_state == draft.invitee.known_state
    )


def _by_label(view: View) -> None:
    """In a line of an agenda or a chronicle the present tense tells of the day that the line bears."""
    label = view.label
    if label is None:
        return
    published = view.scene.published
    behind = label.period(published, "past" if label.fixed or label.tense == "past" else "future")
    held = behind[0] is not None and behind[0] < published
    for verb in view.verbs:
        if verb.modality.kind == "ongoing" and verb.form in ("s", "base", "pp"):
            verb.modality.kind = "held" if held else "planned"
            verb.modality.past = held


def _home_in_headline(row: list[Sentence]) -> str | None:
    """The state of the ministry or the like that heads its own text: "Ministry of Foreign Affairs of Kenya"."""
    for sentence in row:
        if not sentence.headline:
            return None
        organs = [t.value for t in sentence.tokens if t.kind == "who" and t.value.sort == "organ"]
        states: set[str] = {phrase.states[0] for phrase in organs if len(phrase.states) == 1}
        if len(states) == 1:
            return states.pop()
    return None


def _as_link(draft: Draft, published: date) -> None:
    """A link within the story tells of these days, if it tells of somebody by name."""
    people = [p for p in (draft.visitor, *draft.participants) if p is not None]
    if draft.type in ("visit_held", "meeting_held") and people and all(p.name and p.state for p in people):
        draft.score = DEFAULT_THRESHOLD
        draft.problems.append("Told only by a link to another story, so the days are those before this one.")
        if not draft.dated:
            draft.period = (published - timedelta(days=2), published)


def _recent(draft: Draft, published: date) -> bool:
    last = draft.period[1]
    return last is None or (published - last).days <= 7


# ---------------------------------------------------------------- candidates
def _party(official: Official) -> dict[str, str]:
    party = {"state": official.known_state or ""}
    if official.name:
        party["name"] = official.name
    if official.role and official.role not in ("private", "spokes"):
        party["role"] = official.role
    return party


def _event(draft: Draft, published: date) -> Body:
    event: Body = {"type": draft.type, "certainty": draft.certainty}
    people = {
        "visitor": draft.visitor, "inviter": draft.inviter, "invitee": draft.invitee, "by": draft.by,
    }  # fmt: skip
    for field, official in people.items():
        if official is not None:
            event[field] = _party(official)
    if draft.participants:
        event["participants"] = [_party(p) for p in draft.participants]
    if (
        draft.type not in ("meeting_postponed", "meeting_cancelled")
        and draft.type != "agreement_signed"
        and draft.host
    ):
        event["host"] = draft.host
    if draft.place and draft.type in (
        "visit_announced",
        "visit_held",
        "invitation_extended",
        "invitation_accepted",
        "meeting_announced",
        "meeting_held",
        "agreement_signed",
    ):
        event["place"] = draft.place
    for field in ("to", "subject", "attributed_to", "outcome"):
        if getattr(draft, field):
            event[field] = getattr(draft, field)
    if draft.type == "agreement_signed":
        event["title"] = draft.title or "agreement"
    if draft.reason and draft.type.endswith(("postponed", "cancelled", "declined")):
        event["reason"] = draft.reason
    if draft.type in ("meeting_announced", "meeting_held") and draft.mode != "in_person":
        event["mode"] = draft.mode
    if draft.in_place_of is not None:
        event["in_place_of"] = _party(draft.in_place_of)
    if draft.stage and draft.type == "visit_held":
        event["stage"] = draft.stage
    _times(event, draft, published)
    if draft.type == "pledge_made":
        event["key"] = _key(draft.subject or "pledge")
    if draft.type == "outcome_reported" and draft.about is not None:
        event["about"] = _about(draft.about, published)
    return event


def _times(event: Body, draft: Draft, published: date) -> None:
    if draft.type in _OCCURRENCES:
        event["held_on"] = edtf_of(draft.period) or published.isoformat()
        return
    if draft.type in (
        "visit_announced",
        "invitation_extended",
        "invitation_accepted",
        "visit_postponed",
        "meeting_announced",
        "meeting_postponed",
        "pledge_made",
    ):
        window = edtf_of(_from_now(draft, published))
        if window:
            event["window"] = window
    said = draft.said
    if said is not None and said[0] is not None and said[0] <= published:
        event["said_on"] = edtf_of((said[0], min(said[1] or published, published)))


def _from_now(draft: Draft, published: date) -> Period:
    """What is planned for "this year" is planned for what is left of it."""
    first, last = draft.period
    if draft.said is None and first and last and first < published < last and (last - first).days > 31:
        return published, last
    return first, last


def _key(subject: str) -> str:
    words = [w for w in re.findall(r"[a-z]+", subject.lower()) if len(w) > 3]
    return "-".join(words[-2:]) or "pledge"


def _about(draft: Draft, published: date) -> Body:
    inner = _event(draft, published)
    if draft.type == "pledge_made":
        return {"kind": "pledge", "by": inner["by"], "to": inner["to"], "key": inner["key"]}
    if draft.type == "meeting_announced":
        return {"kind": "meeting", "participants": inner["participants"]} | (
            {"window": inner["window"]} if "window" in inner else {}
        )
    visitor = inner.get("visitor") or inner.get("invitee")
    window = edtf_of(draft.period) if draft.dated else None
    return {"kind": "visit", "visitor": visitor, "host": inner["host"]} | ({"window": window} if window else {})


def _candidate(draft: Draft, article: Article) -> Candidate:
    event = _event(draft, article.published_on)
    spans = tuple(draft.spans) or ((draft.sentence.start, draft.sentence.end),)
    start, end = spans[0]
    event["quote"] = article.text[start:end].strip()[:1000]
    problems = tuple(dict.fromkeys([*draft.problems, *draft.guesses]))
    return Candidate(event, round(max(0.0, min(1.0, draft.score)), 2), spans, draft.why, problems)
