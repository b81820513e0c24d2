"""What is wrong with what is sent to the desk."""

from __future__ import annotations

from domain.events import InvalidEvent


class InvalidReport(InvalidEvent):
    """A field of what was sent in is wrong; `errors` as for events, with pointers into what was sent."""

    thing = "report"
