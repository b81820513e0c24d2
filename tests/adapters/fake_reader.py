"""A reader that knows one sentence: `NAME of RUS will visit PRK in 2023-10.` The number of `!` lowers its score."""

from __future__ import annotations

import re

from domain.reading.reader import Article, Candidate

SENTENCE = re.compile(
    r"(?P<name>[A-Z]\w+ [A-Z]\w+) of (?P<state>[A-Z]{3}) will visit (?P<host>[A-Z]{3})"
    r"(?: in (?P<window>[\d-]{4,10}\d))?\.(?P<doubts>!*)"
)


class FakeReader:
    """Finds a visit in each such sentence."""

    name = "fake-1"

    def __init__(self) -> None:
        self.read_texts: list[str] = []

    def read(self, article: Article) -> list[Candidate]:
        self.read_texts.append(article.text)
        return [self._candidate(match, article) for match in SENTENCE.finditer(article.text)]

    def _candidate(self, match: re.Match[str], article: Article) -> Candidate:
        event = {
            "type": "visit_announced",
            "visitor": {"name": match["name"], "state": match["state"]},
            "host": match["host"],
            "said_on": article.published_on.isoformat(),
        }
        if match["window"]:
            event["window"] = match["window"]
        score = round(max(0.0, 0.9 - 0.2 * len(match["doubts"])), 2)
        return Candidate(event, score, (match.span(),), "It says so.", ("The year was assumed.",))
