"""Zero is no tie, negative is said and none, empty is a tie of weight one; each is counted apart."""

from files.cases.ties_read import read, shared, ties

MIXED = "from;to;weight\n1;2;0\n1;3;0,0\n2;1;-2\n3;2;3\n5;2;\n4;2;0,5\n4;4;2\n"


def test_each_reason_is_counted_apart() -> None:
    found = read(MIXED)
    assert ties(found) == [("3", "2"), ("4", "2"), ("4", "4"), ("5", "2")]
    counts = found.counts
    assert (counts.zero, counts.negative, counts.empty, counts.own) == (2, 1, 1, 1)
    assert [note.code for note in found.notes] == ["ties_empty", "ties_zero", "ties_negative", "ties_own"]


def test_in_a_matrix_zero_is_the_usual_case_and_not_counted() -> None:
    found = read(";1;2;3\n1;0;0,5;0\n2;0;0;-1\n3;2;;0\n")
    assert ties(found) == [("1", "2"), ("3", "1")]
    assert (found.counts.zero, found.counts.negative) == (0, 1)


def test_a_graph_says_weights_too() -> None:
    found = read('*Vertices 3\n1 "Ida Munk"\n2 "Bo Lind"\n3 "Åse Holm"\n*Arcs\n1 2 0\n3 2 -1\n2 1 2.5\n')
    assert ties(found) == [("2", "1")]
    assert (found.counts.zero, found.counts.negative) == (1, 1)


def test_the_input_beside_the_repository() -> None:
    people = shared("zero-weights/roster.csv")
    found = read(shared("zero-weights/ties.csv"), people)
    assert ties(found, people) == [("3", "2"), ("5", "2"), ("6", "2"), ("7", "2")]
    assert (found.counts.zero, found.counts.negative, found.counts.empty) == (2, 2, 1)
