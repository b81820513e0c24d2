"""How well the rules read labelled articles that are not part of the project.

Where they are not beside the checkout, this is skipped. What follows from the five real ones is tested in
tests/api/test_from_articles_to_answers.py.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.reading.labelled import labelled
from adapters.reading.reading import rule_reader
from domain.reading.evaluation import evaluate
from domain.reading.reader import DEFAULT_THRESHOLD

FOLDERS = (parent / "shared" for parent in Path(__file__).resolve().parents)
SHARED = next((folder for folder in FOLDERS if folder.is_dir()), Path("shared"))


@pytest.mark.parametrize(("file", "precision", "f1"), [("seeds-gold", 0.0, 0.75), ("dev", 0.85, 0.8)])
def test_they_are_read_as_well_as_was_asked(file, precision, f1):
    labels = SHARED / "intake" / f"{file}.jsonl"
    if not labels.exists():
        pytest.skip("the articles are not beside the checkout")
    found = evaluate(rule_reader(), labelled(labels, SHARED / "seeds"), DEFAULT_THRESHOLD).as_dict()["total"]
    assert found["precision"] >= precision
    assert found["f1"] >= f1
