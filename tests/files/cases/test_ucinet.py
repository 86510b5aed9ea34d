"""DL files of UCINET, with labels in every place and several matrices."""

import pytest

from files.cases.ties_read import TIES, read, ties

LABELS = "Ida Munk\nBo Lind\nÅse Holm\nSøren Krog\nEva Lund\n"
MATRIX = "0 1 0 0 0\n0 0 0 0 0\n0 1 0 0 1\n0 1 0 0 0\n0 0 0 0 0\n"
EMBEDDED = "1 2 3 4 5\n" + "".join(f"{at + 1} {row}\n" for at, row in enumerate(MATRIX.splitlines()))


@pytest.mark.parametrize(
    "text",
    [
        f"dl n=5 format=fullmatrix\nlabels:\n{LABELS}data:\n{MATRIX}",
        f"DL N = 5, NM = 1\nFORMAT = FULLMATRIX DIAGONAL = PRESENT\nROW LABELS:\n{LABELS}DATA:\n{MATRIX}",
        f"dl nr=5 nc=5\nlabels embedded\ndata:\n{EMBEDDED}",
        f"dl n=5\nrow labels embedded\ncolumn labels embedded\ndata:\n{EMBEDDED}",
        f"dl n=5 format=edgelist1\nlabels:\n{LABELS}data:\n1 2\n3 2 1\n3 5\n4 2\n",
        "dl n=5 format=edgelist1\nlabels embedded:\ndata:\n'Ida Munk' 'Bo Lind'\n3 2\n3 5\n4 2\n",
        "dl n=5 format=nodelist1\nlabels:\n1,2,3,4,5\ndata:\n1 2\n3 2 5\n4 2\n",
    ],
)
def test_every_form_gives_the_same_ties(text: str) -> None:
    assert ties(read(text)) == TIES


def test_matrices_are_kinds_and_halves_count_both_ways() -> None:
    two = "dl n=2 nm=2\nlabels:\nIda Munk\nBo Lind\nmatrix labels:\nadvice,trust\ndata:\n0 1\n0 0\n0 0\n1 0\n"
    found = read(two)
    assert found.kind is not None
    assert list(zip(found.source.tolist(), found.target.tolist(), found.kind, strict=True)) == [
        (0, 1, "advice"),
        (1, 0, "trust"),
    ]
    half = "dl n=3 format=lowerhalf diagonal=absent\nlabels:\n1,2,3\ndata:\n1\n0 1\n"
    assert ties(read(half)) == [("1", "2"), ("2", "1"), ("2", "3"), ("3", "2")]
