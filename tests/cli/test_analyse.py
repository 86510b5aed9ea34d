"""``colead analyse``: the table, the JSON, exit codes, and that nothing is written when anything is wrong."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from colead.cli.main import main

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "small"
HIGH_TECH = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "hightech"


def analyse(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["analyse", *map(str, arguments)], env={"LC_ALL": "C.UTF-8"})


def answer(*arguments: object) -> dict[str, Any]:
    result = analyse(*arguments, "--json", "-")
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def test_the_table_fits_80_columns_and_says_it_in_words() -> None:
    result = analyse(EXAMPLE / "people.csv", EXAMPLE / "advice.csv")
    assert result.exit_code == 0
    assert "24 people in 5 units on 4 levels" in result.stdout
    assert "Leadership rests on about 15 of 24 people" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_a_staff_list_alone_gives_the_formal_structure() -> None:
    found = answer(EXAMPLE / "people.csv")
    assert found["networks"] == []
    assert found["organisation"]["spans"] == {
        "median": 4.0,
        "max": 10,
        "histogram": {"2": 2, "4": 1, "5": 1, "10": 1},
    }
    assert found["organisation"]["without_lead"] == ["p01"]


def test_json_goes_to_a_file_and_the_table_to_the_terminal(tmp_path: Path) -> None:
    result = analyse(EXAMPLE / "people.csv", EXAMPLE / "advice.csv", "--json", tmp_path / "map.json")
    assert "effective leaders" in result.stdout
    assert json.loads((tmp_path / "map.json").read_text()) == answer(
        EXAMPLE / "people.csv", EXAMPLE / "advice.csv"
    )


def test_respondents_say_who_answered(file: Callable[..., Path]) -> None:
    answered = file("answered.csv", "id\n" + "".join(f"p{number:02}\n" for number in range(1, 22)))
    found = answer(EXAMPLE / "people.csv", EXAMPLE / "advice.csv", "--respondents", answered)
    network = found["networks"][0]
    assert (network["respondents"], network["whole"]["response_rate"]) == (21, 21 / 24)
    assert network["nonresponse"]["gate"] == "show"


def test_as_of_leaves_out_who_is_not_employed(file: Callable[..., Path]) -> None:
    people = file("people.csv", "id,manager,end date\n1,,\n2,1,2026-09-30\n3,1,\n")
    assert answer(people, "--as-of", "2026-09-29")["organisation"]["people"] == 3
    assert answer(people, "--as-of", "2026-09-30")["organisation"]["people"] == 2


def test_a_column_may_be_named_by_hand(file: Callable[..., Path]) -> None:
    people = file("people.csv", "id,who decides,unit\n1,,A\n2,1,A\n")
    assert answer(people, "--column", "manager=who decides")["organisation"]["formal_leaders"] == 1
    unknown = analyse(people, "--column", "boss=who decides")
    assert (unknown.exit_code, "'boss' is none of key, name" in unknown.stderr) == (2, True)


def test_several_files_and_kinds_are_several_networks(file: Callable[..., Path]) -> None:
    kinds = file("all.csv", "from,to,kind\np01,p02,trust\np02,p01,help\n")
    found = answer(EXAMPLE / "people.csv", EXAMPLE / "advice.csv", kinds)
    assert [network["name"] for network in found["networks"]] == ["advice", "trust", "help"]


WRONG = "id,name,manager,unit\n1,Anna,,T\n2,Bo,3,A\n3,Ida,2,A\n4,Ole,99,A\n4,Per,1,A\n5,Eva 010170-1234,1,A\n"


def test_everything_wrong_is_named_with_its_line_and_nothing_is_written(
    file: Callable[..., Path], tmp_path: Path
) -> None:
    people = file("people.csv", WRONG)
    before = sorted(tmp_path.iterdir())
    result = analyse(
        people, EXAMPLE / "advice.csv", "--json", tmp_path / "o.json", "--report", tmp_path / "o.html"
    )
    assert (result.exit_code, result.stdout) == (2, "")
    for line, words in [(3, "circle"), (5, "'99'"), (6, "'4' is already used on line 5"), (7, "(CPR)")]:
        assert any(f"Line {line}" in row and words in row for row in result.stderr.splitlines())
    assert "010170" not in result.stderr
    assert sorted(tmp_path.iterdir()) == before


def test_errors_are_json_where_json_was_asked_for(file: Callable[..., Path]) -> None:
    result = analyse(file("people.csv", WRONG), "--json", "-")
    body = json.loads(result.stderr)
    assert (result.exit_code, result.stdout, body["status"], body["code"]) == (2, "", 422, "file_problems")
    assert [(one["file"], one["line"], one["code"]) for one in body["problems"]] == [
        ("people.csv", 3, "cycle"),
        ("people.csv", 5, "unknown_manager"),
        ("people.csv", 6, "duplicate_id"),
        ("people.csv", 7, "cpr"),
    ]


def test_what_is_wrong_with_several_files_is_told_at_once(file: Callable[..., Path]) -> None:
    result = analyse(
        EXAMPLE / "people.csv", file("a.csv", "from,to\np01,x\n"), file("b.csv", "from,to\ny,p01\n")
    )
    assert result.exit_code == 2
    assert [word in result.stderr for word in ("a.csv", "'x'", "b.csv", "'y'")] == [True] * 4


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02", b"PK\x03\x04rest", b"PAR1", b"%PDF-1.4", b"id,manager\n"]
)
def test_what_is_no_staff_list_gives_a_sentence_and_exit_2(file: Callable[..., Path], content: bytes) -> None:
    result = analyse(file("people.csv", content))
    assert (result.exit_code, type(result.exception)) == (2, SystemExit)
    assert "people.csv" in result.stderr


def test_missing_files_folders_and_places_give_a_sentence_and_exit_2(tmp_path: Path) -> None:
    people = EXAMPLE / "people.csv"
    for arguments in [
        (tmp_path / "none.csv",),
        (tmp_path,),
        (people, tmp_path / "none.csv"),
        (people, "--respondents", tmp_path / "none.csv"),
        (people, "--json", tmp_path / "nowhere" / "a.json"),
        (people, "--report", tmp_path),
        (people, "--as-of", "yesterday"),
    ]:
        result = analyse(*arguments)
        assert (result.exit_code, type(result.exception)) == (2, SystemExit), arguments
        assert result.stderr


def test_the_same_seed_gives_the_same_figures() -> None:
    files = EXAMPLE / "people.csv", EXAMPLE / "advice.csv"
    assert answer(*files, "--seed", 5) == answer(*files, "--seed", 5)
    assert answer(*files, "--seed", 5) != answer(*files, "--seed", 6)


@pytest.mark.skipif(not HIGH_TECH.exists(), reason="the high-tech managers are not beside this repository")
def test_the_high_tech_managers_come_out_as_published() -> None:
    found = answer(HIGH_TECH / "people.csv", HIGH_TECH / "advice.csv", HIGH_TECH / "friendship.csv")
    advice, friendship = (network["whole"] for network in found["networks"])
    for whole, values in [
        (advice, {"density": 0.45238, "reciprocity": 0.47368}),
        (friendship, {"density": 0.24286, "reciprocity": 0.45098}),
        (
            advice["spread"],
            {"centralisation_in": 0.47, "gini": 0.24612, "effective_leaders": 17.60976, "bus_factor": 7},
        ),
        (friendship["spread"], {"centralisation_out": 0.69, "hhi": 0.05709, "bus_factor": 8}),
        (advice["hierarchy"], {"hierarchy": 0, "efficiency": 0.575, "efficiency_undirected": 0.34211}),
        (friendship["hierarchy"], {"hierarchy": 0.18182, "efficiency": 0.795}),
        (advice["mixing"]["unit"], {"ei": 0.51579, "expected": 0.55238}),
        (
            advice["formal"],
            {"coverage": 1, "formal_share": 0.13793, "qap": 0.22358, "tree_distance_ratio": 0.9411},
        ),
        (advice["brokerage"], {"betweenness_max": 88.9167, "betweenness_centralisation": 0.21030}),
        (friendship["brokerage"], {"betweenness_max": 134.4333}),
        (advice["brokerage"]["roles"], {"coordinator": 28, "liaison": 246}),
        (advice["resilience"], {"k_core_weak": 10, "k_core_mutual": 3}),
    ]:
        assert {key: whole[key] for key in values} == pytest.approx(values, abs=5e-5)
    assert [whole["brokerage"]["betweenness_max_id"] for whole in (advice, friendship)] == ["18", "17"]


PEOPLE = "id,name,email,manager\n" + "".join(
    f"{at},Person {chr(64 + at)} Holm,p{at}@x.example,{'' if at == 1 else 1}\n" for at in range(1, 9)
)


def test_columns_and_people_of_ties_may_be_said(file: Callable[..., Path]) -> None:
    people = file("people.csv", PEOPLE)
    form = file(
        "form.csv", "Who;First;Other\nperson a holm;2;3\nHolm, Person B;1, A guest;p4@x.example\n9;1;\n"
    )
    refused = analyse(people, form)
    assert refused.exit_code == 2
    assert "--set-aside" in refused.stderr
    found = answer(people, form, "--set-aside", "--one-question")
    assert [(one["name"], one["whole"]["ties"]) for one in found["networks"]] == [("form", None)]
    assert {one["code"] for one in found["warnings"] if one["file"] == "form.csv"} == {
        "ties_outside", "answers_of_some",
    }  # fmt: skip
    said = ["--columns", "source=Who", "--columns", "target=First", "--person", "A guest=", "--person", "9=5"]
    passed = [
        one["message"] for one in answer(people, form, *said)["warnings"] if one["code"] == "ties_passed_over"
    ]
    assert "Other" in passed[0]


def test_what_a_staff_list_leaves_open_is_said_and_can_be_answered(file: Callable[..., Path]) -> None:
    people = file(
        "staff.csv", "id,name,manager,Status,Shoe size\n1,Ida,,Active,38\n2,Bo,1,Left,42\n3,Eva,1,Active,\n"
    )
    said = {one["code"]: one["message"] for one in answer(people)["warnings"]}
    assert "left" in said["status"]
    assert "Shoe size" in said["columns_passed_over"]
    found = answer(people, "--answer", "status:Status=employed")
    assert found["organisation"]["people"] == 3
    assert "status" not in {one["code"] for one in found["warnings"]}


def test_ids_that_are_alike_are_taken_when_that_is_said(file: Callable[..., Path]) -> None:
    people, ties = file("people.csv", PEOPLE), file("ties.csv", "001,2\n3.0,1\n")
    assert "Did you mean Person A Holm (1)?" in analyse(people, ties, "--no-header").stderr
    assert analyse(people, ties, "--no-header", "--alike").exit_code == 0


def test_the_file_of_answers_is_a_list_of_those_who_answered(file: Callable[..., Path]) -> None:
    people, form = file("people.csv", PEOPLE), file("form.csv", "id;Whom?\n1;2\n2;\n3;1;\n")
    assert answer(people, form, "--respondents", form)["networks"][0]["respondents"] == 3
