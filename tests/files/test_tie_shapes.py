"""The same organisation and ties, whatever they are written as, read to the same ties and the same map."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from colead.engine.network.leadership_map import leadership_map
from colead.engine.network.ties import Ties
from colead.engine.organisation import Organisation
from colead.files.tie_files import open_tie_file
from colead.files.tie_reading import TieReading, read_tie_table
from colead.files.tie_tables import tie_table
from files.tie_shapes import SHAPES, Case

FIRST = ("Åse", "Bo", "Søren", "Eva Marie", "Ulf", "Ane", "Per-Ole", "Kim", "Ida", "Anne")
LAST = ("Lund", "Müller", "O'Brien", "Holm", "Ærø", "van der Berg")
KEYS = (lambda at: str(at + 1), lambda at: str(at + 1041), lambda at: f"P{at:03}", lambda at: f"{at + 1:04}")


@st.composite
def cases(draw: st.DrawFn) -> Case:
    size = draw(st.integers(4, 9))
    names = draw(st.permutations([f"{first} {last}" for first in FIRST for last in LAST]))[:size]
    key = draw(st.sampled_from(KEYS))
    people = range(size)
    ties = draw(
        st.sets(st.tuples(st.sampled_from(people), st.sampled_from(people)), min_size=size, max_size=30)
    )
    return Case(
        keys=tuple(map(key, people)),
        names=tuple(names),
        emails=tuple(f"person{at}@example.org" for at in people),
        ties=frozenset((at, to) for at, to in {*ties, (0, 1), (1, 2)} if at != to),
    )


def read(folder: Path, case: Case, shape: Callable[[Case], bytes]) -> TieReading:
    path = folder / "ties.txt"
    path.write_bytes(shape(case))
    known = case.known
    return read_tie_table(tie_table(open_tie_file(path), path.name, known.finder), known)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=max(2, settings.default.max_examples // 10),
)
@given(case=cases())
def test_ties_are_the_same_whatever_they_are_written_as(
    tmp_path: Path, shape: Callable[[Case], bytes], case: Case
) -> None:
    found = read(tmp_path, case, shape)
    assert not found.problems
    assert sorted(zip(found.source.tolist(), found.target.tolist(), strict=True)) == sorted(case.ties)


TWELVE = Case(
    keys=tuple(f"P{at}" for at in range(12)),
    names=tuple(f"{first} {last}" for first in FIRST[:6] for last in LAST[:2]),
    emails=tuple(f"person{at}@example.org" for at in range(12)),
    ties=frozenset((at, to) for at in range(12) for to in {0, (at * 5 + 3) % 12, at // 3} if at != to),
)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_the_leadership_map_is_the_same_whatever_ties_are_written_as(
    tmp_path: Path, shape: Callable[[Case], bytes]
) -> None:
    lead = [None, *[TWELVE.keys[at // 3] if at // 3 != at else None for at in range(1, 12)]]
    organisation = Organisation.build(list(TWELVE.keys), lead, ["Care"] * 6 + ["School"] * 6)
    found = read(tmp_path, TWELVE, shape)
    pairs = sorted(TWELVE.ties)
    expected = Ties.build([at for at, _ in pairs], [to for _, to in pairs], 12, name="ties")
    ties = Ties.build(found.source, found.target, 12, name="ties")
    assert (
        leadership_map(organisation, ties, seed=1).to_dict()
        == leadership_map(organisation, expected, seed=1).to_dict()
    )
