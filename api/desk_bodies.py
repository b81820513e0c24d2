"""What is sent to the desk."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from domain.events import LongText, Name, Strict


class ReportIn(Strict):
    """An article: its text, its HTML, or its address alone."""

    url: str | None = Field(
        None,
        description="The report's address. Without text and html it is read from there.",
        examples=["https://news.example/lavrov-to-visit"],
    )
    text: str | None = Field(None, description="The article in plain text.")
    html: str | None = Field(None, description="The article's page.")
    title: str | None = Field(None, description="Its headline, where that does not stand in the text.")
    publisher: Name | None = Field(
        None, description="Who published it. Default: what the page says, or the host.", examples=["TASS"]
    )
    published_at: str | None = Field(
        None,
        description="A date, or an RFC 3339 date-time. Needed where the page does not tell it for certain.",
        examples=["2023-09-26"],
    )
    language: str | None = Field(
        None, description="BCP 47. That it is English is believed, whatever it looks like.", examples=["en"]
    )


class AcceptIn(Strict):
    """How a candidate is accepted."""

    changes: dict[str, Any] = Field(
        {},
        description="The event's fields to replace, each whole; null takes a field away.",
        examples=[{"window": "2023-11"}],
    )


class RejectIn(Strict):
    """Why a candidate is none."""

    reason: LongText = Field(description="Kept for whoever teaches the reader.", examples=["only a wish"])


class RuleIn(Strict):
    """A publisher's rule."""

    accept_from: float = Field(gt=0, le=1, description="The lowest score that is accepted.", examples=[0.9])


class SourceIn(Strict):
    """A feed to be watched."""

    url: str = Field(max_length=2_000, description="Its address.", examples=["https://news.example/feed.xml"])
    publisher: Name | None = Field(
        None, description="Who publishes it. Default: the host.", examples=["Example News"]
    )
    minutes: int = Field(
        15, ge=1, le=10_080, description="How long to wait between two looks at it.", examples=[15]
    )


class SourceChange(Strict):
    """A change of a watched feed."""

    paused: bool = Field(description="Whether it is left alone.", examples=[True])
