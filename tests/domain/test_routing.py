"""Which docket of a lane the officials of an event belong to."""

from __future__ import annotations

from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from domain.names import Official
from domain.promise import meant
from domain.routing import LaneMap, Signature

NAMES = (None, None, "Anna Berg", "Carl Berg", "Berg", "A. Berg", "Dag Lie", "LIE Dag", "Eva Frank")
ROLES = (None, "envoy", "foreign_minister")
officials = st.builds(
    Official, st.sampled_from(("NOR", "AUT")), st.sampled_from(NAMES), st.sampled_from(ROLES)
)


def signatures(most):
    """Officials of both states, or one alone where there is to be one."""
    who = st.lists(officials, min_size=1, max_size=most, unique=True)
    if most > 1:
        who = who.filter(lambda found: len({one.state for one in found}) == 2)
    return st.lists(who.map(lambda found: Signature(tuple(sorted(found, key=str)))), max_size=12, unique=True)


def could_be(one, other):
    """A plain reading: all of the one are among those of the other, or the other way round."""
    return meant(one.who, other.who) or meant(other.who, one.who)


def parts(signatures, same):
    """Sets of signatures, of which any two that are the same are together."""
    found = []
    for signature in signatures:
        touched = [part for part in found if any(same(signature, other) for other in part)]
        found = [part for part in found if part not in touched] + [{signature}.union(*touched)]
    return {frozenset(part) for part in found}


def placed(signatures):
    lane, numbers = LaneMap(), count(1)
    for signature in signatures:
        lane.place(signature, lambda: next(numbers))
    return lane


@given(st.one_of(signatures(1), signatures(2), signatures(5)))
def test_those_that_could_be_the_same_share_a_docket_and_no_others(found):
    lane = placed(found)
    by_docket = {}
    for signature in found:
        by_docket.setdefault(lane.docket(signature), set()).add(signature)
    assert {frozenset(part) for part in by_docket.values()} == parts(found, could_be)


@given(signatures(5))
def test_a_lane_that_is_read_again_goes_on_as_before(found):
    lane, half = placed(found), len(found) // 2
    first = placed(found[:half])
    numbers = count(1 + len({first.docket(signature) for signature in found[:half]}))
    again = LaneMap([(signature, first.docket(signature)) for signature in found[:half]])
    for signature in found[half:]:
        again.place(signature, lambda: next(numbers) + 100)
    together = {(one, other) for one in found for other in found if lane.docket(one) == lane.docket(other)}
    assert together == {(a, b) for a in found for b in found if again.docket(a) == again.docket(b)}
