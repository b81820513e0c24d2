"""Copies of a text."""

from __future__ import annotations

import random

from domain.reading.likeness import KEPT, is_copy, marks

WORDS = [f"word{n}" for n in range(3000)]


def words(seed, number):
    return random.Random(seed).choices(WORDS, k=number)


def test_a_text_is_a_copy_of_itself_whatever_its_case_and_line_breaks():
    text = " ".join(words(1, 300))
    assert is_copy(marks(text), marks(text.upper().replace(" ", "\n", 50)))


def test_a_third_of_a_text_is_a_copy_of_it():
    text = words(2, 900)
    assert is_copy(marks(" ".join(text[300:600])), marks(" ".join(text)))


def test_two_texts_with_a_paragraph_in_common_are_no_copies():
    shared = words(3, 60)
    first, second = words(4, 400) + shared, shared + words(5, 400)
    assert not is_copy(marks(" ".join(first)), marks(" ".join(second)))


def test_a_statement_printed_in_full_makes_no_copy_of_it():
    statement = words(8, 60)
    article = words(9, 300) + statement + words(10, 300)
    assert not is_copy(marks(" ".join(statement)), marks(" ".join(article)))


def test_an_edit_in_every_twentieth_word_leaves_a_copy():
    text = words(6, 600)
    edited = [word if n % 20 else "other" for n, word in enumerate(text)]
    assert is_copy(marks(" ".join(text)), marks(" ".join(edited)))


def test_little_is_kept_of_a_long_text_and_nothing_of_no_text():
    assert len(marks(" ".join(words(7, 5000)))) == KEPT
    assert marks("three short words") == marks("") == frozenset()
    assert not is_copy(frozenset(), frozenset())
