"""What is sent to make and change subscriptions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from domain.alerts import KINDS, LEAD, MOST_LEAD


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("must not hold control characters")
    return text


Short = Annotated[str, StringConstraints(max_length=100), AfterValidator(_printable)]
Text = Annotated[str, StringConstraints(max_length=2_000), AfterValidator(_printable)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Filters(_Body):
    """All that are given must hold. Several with commas where it says so."""

    relationship: Text | None = Field(None, description="Of this pair of states.", examples=["PRK-RUS"])
    state: Text | None = Field(None, description="With this state as a party.", examples=["RUS"])
    official: Short | None = Field(None, description="Of this official: a whole or a family name.")
    kind: Text | None = Field(
        None, description="Of this kind, or one of several: " + ", ".join(KINDS), examples=["promise.overdue"]
    )
    status: Text | None = Field(None, description="When the promise is in this status, or one of several.")
    promise_kind: Text | None = Field(None, description="`visit`, `meeting` or `pledge`, or several.")
    host: Text | None = Field(None, description="Hosted by this state.")
    min_publishers: int | None = Field(None, ge=1, le=100, description="Told by at least so many publishers.")


class Digest(_Body):
    """Alerts are rolled up, and sent at an hour."""

    every: Literal["day", "week"] = Field(description="How often.")
    hour: int = Field(ge=0, le=23, description="By the clock of the zone.")
    zone: Short = Field(description="An IANA time zone.", examples=["Europe/Vienna"])
    weekday: Short | None = Field(None, description="Of a weekly one.", examples=["monday"])


class SubscriptionChange(_Body):
    """What is to be changed."""

    name: Short = Field("", description="For people.")
    url: Text = Field("", description="Where to send: https://, or for a chat an address of apprise.")
    filters: Filters = Field(Filters(), description="Which alerts. Default: all.")
    from_query: Text = Field(
        "", description="Filters as the query of a list of promises.", examples=["relationship=PRK-RUS"]
    )
    historical: bool = Field(False, description="Old news too.")
    digest: Digest | None = Field(None, description="Rolled up; null: each at once.")
    due_soon_days: int = Field(
        LEAD, ge=1, le=MOST_LEAD, description="How many days before its last day a promise is due soon."
    )


class NewSubscription(SubscriptionChange):
    """A subscription to be made."""

    channel: Literal["webhook", "chat"] = Field("webhook", description="chat: whatever apprise can reach.")
    url: Text = Field(description="Where to send: https://, or for a chat an address of apprise.")
    secret: Short | None = Field(
        None, description="Of a webhook: whsec_ and 24 to 64 bytes in base64. Default: a new one is made."
    )


class NewSecret(_Body):
    """A change of a webhook's secret."""

    secret: Short | None = Field(None, description="whsec_ and 24 to 64 bytes in base64. Default: made.")
    keep_old_hours: int = Field(24, ge=0, le=168, description="How long the old one is good beside it.")
