"""The desk's answers as programs see them; as in `api.schemas` no field has a default."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from api.schemas import Answer, EventId, Instant, NextCursor, Receipt

ReportId = Field(description="A report that was sent in.", examples=["r01hcx5t0000000000000000000"])
CandidateState = Literal["proposed", "accepted", "rejected", "duplicate"]


class Span(Answer):
    """Words in a report's text."""

    start: int = Field(description="The first character, counted from 0.", examples=[0])
    end: int = Field(description="The one after the last.", examples=[64])
    text: str | None = Field(description="The words; null where the text was erased.")


class Candidate(Answer):
    """An event that a reader found in a report. It enters the ledger only once it is accepted."""

    id: str = Field(description="Stays the same.", examples=["c01hcx5t0000000000000000000"])
    report_id: str = ReportId
    event: dict[str, Any] = Field(description="The event as accepting it without changes records it.")
    score: float = Field(description="From 0 to 1; higher is more often right.", examples=[0.8])
    span: list[int] = Field(description="The best of `spans`: start and end.", examples=[[0, 64]])
    spans: list[Span] = Field(description="Where the text says so, best first.")
    why: str = Field(description="What the reader saw in it, as one sentence.")
    problems: list[str] = Field(description="What was assumed or not understood.")
    reader: str = Field(description="Who proposed it.", examples=["rules-1"])
    state: CandidateState = Field(
        description="`duplicate`: a copy of the story told it before; it can still be accepted."
    )
    duplicate_of: str | None = Field(description="Of a duplicate: the candidate that told it first.")
    decided_at: Instant | None = Field(description="When it was accepted or rejected last.")
    decided_by: str | None = Field(description="The name of the key, or whose rule it was.")
    reason: str | None = Field(description="Of a rejected one.")
    event_id: EventId | None = Field(description="Of an accepted one: its entry in the log.")
    changes: dict[str, Any] | None = Field(description="Of one that was mended: the fields that were replaced.")


class CandidatePage(Answer):
    """A page of candidates, in the order in which they were found."""

    items: list[Candidate]
    next_cursor: NextCursor


class Accepted(Answer):
    """A candidate's event is on record."""

    receipt: Receipt
    candidate: Candidate


class ReceivedReport(Answer):
    """An article that was sent in, with what was found in it."""

    id: str = ReportId
    url: str = Field(description="Its address, or a name made from its text where it has none.")
    publisher: str = Field(description="Who published this copy.", examples=["Example Times"])
    credited: str = Field(
        description="Whose words they are, and who its events name as publisher: the agency of a wire copy.",
        examples=["TASS"],
    )
    title: str | None = Field(description="Its headline.")
    published_at: str = Field(description="As it was given or found.", examples=["2023-09-26"])
    language: str | None = Field(description="BCP 47.", examples=["en"])
    hash: str = Field(description="SHA-256 of the text in UTF-8, in hexadecimal.")
    characters: int = Field(description="The text's length.", examples=[2345])
    received_at: Instant
    received_by: str = Field(description="The name of the key, or of the source.", examples=["desk"])
    reader: str = Field(description="Who read it.", examples=["rules-1"])
    copy_of: str | None = Field(description="The report of the same text that came first; null: it is new.")
    erased_at: Instant | None = Field(description="When its text was erased.")
    text: str | None = Field(description="The article's own text; null where it was erased.")
    candidates: list[Candidate] = Field(description="All of them, in the order of the text.")
    problems: list[str] = Field(
        description="Days of publication that contradict each other; told to the sender, and not kept."
    )


class Rule(Answer):
    """From which score on a publisher's candidates are accepted without a person."""

    publisher: str = Field(description="Case and outer spaces aside.", examples=["TASS"])
    accept_from: float = Field(description="The lowest score that is accepted.", examples=[0.9])
    set_by: str = Field(description="The name of the key; entries carry it as `rule of NAME`.")
    changed_at: Instant


class Rules(Answer):
    """All rules."""

    items: list[Rule]


class Source(Answer):
    """A feed that is watched, and its health."""

    id: str = Field(description="Stays the same.", examples=["s01hcx5t0000000000000000000"])
    url: str = Field(description="The feed's address.")
    publisher: str = Field(description="Who publishes it.")
    minutes: int = Field(description="How long to wait between two looks at it.", examples=[15])
    state: Literal["new", "well", "failing", "paused"] = Field(description="How it stands.")
    articles: int = Field(description="How many articles were read.", examples=[12])
    failures: int = Field(description="How many looks in a row failed.", examples=[0])
    error: str | None = Field(description="Why the last look failed, or what could not be read of it.")
    tried_at: Instant | None = Field(description="The last look.")
    answered_at: Instant | None = Field(description="The last look that succeeded.")
    next_at: Instant = Field(description="The next look, unless it is paused.")
    added_at: Instant
    added_by: str = Field(description="The name of the key.")


class Sources(Answer):
    """All sources."""

    items: list[Source]
