"""``colead allocate``: tables, JSON, CSV, exit codes; and that whoever has not agreed appears nowhere."""

import csv
import io
import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from colead.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "allocation"
COMMAND = re.compile(r"^(colead allocate --people examples/.*)$", re.MULTILINE)

# Two tasks, three people. Without wishes Ane fits the roster by 1 and the round by (2 + 0) / 3, Bo by 1/2 and
# 1, Cid by 1 and 1/3. Each has hours for one task: roster Ane or Cid (equal), round Bo.
PEOPLE = "id;name;manager;hours\n1;Ane Lund;;2\n2;Bo Vik;1;2\n3;Cid Ege;1;2\n"
STRENGTHS = (
    "person;competency;level;wish\n1;plan;4;\n1;data;2;\n2;plan;1;\n2;data;3;\n3;plan;2;1\n3;data;1;\n"
)
TASKS = "id;title;hours;needs\nroster;Duty roster;2;plan:2\nround;Quality round;2;data:3\n"

Write = Callable[..., list[object]]


def allocate(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["allocate", *map(str, arguments)], env={"LC_ALL": "C.UTF-8"})


def answer(*arguments: object) -> dict[str, Any]:
    result = allocate(*arguments, "--json", "-")
    assert result.exit_code in (0, 1), result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def held(result: dict[str, Any]) -> dict[tuple[str, str], list[str | None]]:
    seats: dict[tuple[str, str], list[str | None]] = {}
    for seat in result["proposal"]["seats"]:
        seats.setdefault((seat["task"], seat["kind"]), []).append(seat["person"])
    return seats


@pytest.fixture
def files(tmp_path: Path) -> Write:
    """Write the small files, some of them otherwise; gives the options that name them."""

    def write(**texts: str) -> list[object]:
        options: list[object] = []
        for name, text in ({"people": PEOPLE, "strengths": STRENGTHS, "tasks": TASKS} | texts).items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
            options += [f"--{name.replace('_', '-')}", tmp_path / f"{name}.csv"]
        return options

    return write


def example(*further: object) -> list[object]:
    names = ("people", "strengths", "tasks", "assignments", "exclusion-pairs")
    return [part for name in names for part in (f"--{name}", EXAMPLE / f"{name}.csv")] + [
        "--as-of",
        "2026-09-30",
        *further,
    ]


def test_the_small_case_comes_out_as_by_hand(files: Write) -> None:
    found = answer(*files())
    assert held(found) == {("roster", "holder"): ["3"], ("round", "holder"): ["2"]}
    proposal = found["proposal"]
    assert (proposal["filled"], proposal["wanted"], proposal["proof"]) == (2, 2, "optimal")
    assert proposal["fit"] == pytest.approx(1 + 0.1 + 1)  # Cid's wish decides between Ane and Cid
    assert proposal["bound"] == pytest.approx(proposal["fit"])
    assert {load["person"]: (load["tasks"], load["hours"]) for load in proposal["loads"]} == {
        "2": (1, 2.0),
        "3": (1, 2.0),
    }
    roster = proposal["seats"][0]
    assert [
        (one["competency"], one["needed"], one["level"], one["wish"]) for one in roster["competencies"]
    ] == [("plan", 2, 2.0, 1)]
    assert [one["person"] for one in roster["runners_up"]] == ["1", "2"]
    assert [one["fit"] for one in roster["runners_up"]] == pytest.approx([1, 0.5])


def test_wishes_may_count_nothing_or_all(files: Write) -> None:
    assert answer(*files(), "--wish-weight", 0)["proposal"]["fit"] == pytest.approx(2)
    assert answer(*files(), "--wish-weight", 1)["proposal"]["fit"] == pytest.approx(3)


def test_every_rule_reaches_the_engine(files: Write) -> None:
    chosen = (
        "--formal-share",
        0.5,
        "--stretch",
        "--no-fairness",
        "--continuity",
        0.2,
        "--no-prices",
        "--seed",
        7,
    )
    rules = answer(*files(), *chosen)["rules"]
    expected = {
        "formal_share": 0.5, "stretch": True, "fairness": False, "continuity": 0.2, "prices": False, "seed": 7
    }  # fmt: skip
    assert {name: rules[name] for name in expected} == expected


def test_hours_and_most_tasks_stand_in_where_the_staff_list_says_nothing(files: Write) -> None:
    bare = "id;name\n1;Ane\n2;Bo\n3;Cid\n"
    assert answer(*files(people=bare))["input"]["hours_offered"] == 12
    assert answer(*files(people=bare), "--hours", 1.5)["proposal"]["filled"] == 0
    both = "person;competency;level\n1;plan;4\n1;data;4\n"
    alone = files(people="id;name\n1;Ane\n", strengths=both)
    assert answer(*alone)["proposal"]["filled"] == 2
    assert answer(*alone, "--most-tasks", 1)["proposal"]["filled"] == 1


def test_who_holds_a_task_keeps_it_where_continuity_counts(files: Write) -> None:
    options = files(assignments="task;person;from\nroster;1;2026-01-01\n")
    seat = answer(*options, "--continuity", 0.5, "--as-of", "2026-09-30")["proposal"]["seats"][0]
    assert (seat["person"], seat["stays"]) == ("1", True)
    assert answer(*options, "--as-of", "2026-09-30")["proposal"]["seats"][0]["person"] == "3"


def test_the_tables_say_it_in_words_at_80_columns() -> None:
    result = allocate(*example("--stretch", "--formal-share", 0.3))
    assert result.exit_code == 0, result.stderr
    said = " ".join(result.stdout.split())
    for words in [
        "10 of 10 seats filled",
        "Left out because they have not agreed: 2",
        "Proven: no other allocation fills more seats",
        "Next:",
        "What each would carry",
        "What the demands cost",
    ]:
        assert words in said
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_an_open_seat_says_why(files: Write) -> None:
    result = allocate(*files(tasks=f"{TASKS}r;Rescue;1;fly:4!\n"))
    said = " ".join(result.stdout.split())
    assert "2 of 3 seats filled" in said
    assert "stays open: nobody who takes part meets what it cannot do without." in said
    assert "Nobody says anything about 'fly'. Tasks that need it: 1." in said


def test_the_csv_has_a_row_for_each_seat_with_the_next_three(tmp_path: Path) -> None:
    path = tmp_path / "allocation.csv"
    result = allocate(*example("-o", path))
    assert (result.exit_code, f"Written: {path}" in result.stderr) == (0, True)
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    found = answer(*example())
    assert [(row["task"], row["kind"], row["person"] or None) for row in rows] == [
        (seat["task"], seat["kind"], seat["person"]) for seat in found["proposal"]["seats"]
    ]
    assert [row["seat"] for row in rows if row["task"] == "safety"] == ["1", "2"]
    first, seat = rows[0], found["proposal"]["seats"][0]
    assert (first["title"], first["name"]) == ("Duty roster", found["names"][seat["person"]])
    assert [first[f"next_{place}"] for place in (1, 2, 3)] == [one["person"] for one in seat["runners_up"]]


def test_as_many_who_were_next_as_asked_for(tmp_path: Path) -> None:
    for wanted in (0, 1):
        result = allocate(*example("--next", wanted, "-o", tmp_path / "o.csv"))
        assert (result.exit_code, "Next:" in result.stdout) == (0, wanted > 0)
        header = (tmp_path / "o.csv").read_text(encoding="utf-8-sig").splitlines()[0]
        assert ("next_1," in header, "next_2" in header) == (wanted > 0, False)


def test_no_cell_of_the_csv_can_be_run(files: Write, tmp_path: Path) -> None:
    options = files(people=PEOPLE.replace("Cid Ege", "=cmd|' /C calc'!A0"))
    assert allocate(*options, "-o", tmp_path / "o.csv").exit_code == 0
    assert "'=cmd" in (tmp_path / "o.csv").read_text(encoding="utf-8-sig")


def test_the_same_seed_gives_the_same_bytes() -> None:
    runs = [allocate(*example("--seed", 5, "--json", "-")).stdout for _ in range(2)]
    assert runs[0] == runs[1]


def test_the_seed_decides_among_equals_and_the_order_of_rows_does_not(files: Write) -> None:
    people = ["id"] + [f"p{number}" for number in range(9)]
    one_task = {"strengths": "person;competency\np1;x\n", "tasks": "id\nt\n"}
    forward, backward = (
        {seed: held(answer(*files(people="\n".join(rows), **one_task), "--seed", seed)) for seed in range(6)}
        for rows in (people, [people[0], *reversed(people[1:])])
    )
    assert forward == backward
    assert len({str(seats) for seats in forward.values()}) > 1


CONFLICT = {
    "tasks": TASKS.replace("hours;", "hours;must fill;")
    .replace(";2;plan", ";3;yes;plan")
    .replace("2;data", "2;no;data")
}


def test_demands_that_contradict_each_other_are_a_finding(files: Write, tmp_path: Path) -> None:
    result = allocate(*files(**CONFLICT), "-o", tmp_path / "o.csv", "--json", tmp_path / "o.json")
    assert result.exit_code == 1
    assert "These demands cannot all be met, so nothing is proposed" in result.stdout
    assert (
        "Every seat of 'Duty roster' is filled. To mend it: let a seat of 'Duty roster' stay open."
        in " ".join(result.stdout.split())
    )
    assert not (tmp_path / "o.csv").exists()
    assert json.loads((tmp_path / "o.json").read_text())["proposal"]["conflict"]
    assert "o.csv" in result.stderr


def test_who_has_not_agreed_appears_nowhere(files: Write, tmp_path: Path) -> None:
    strengths = (
        "person;competency;level;wish;consent\n1;plan;3;;yes\n2;data;3;;yes\n3;plan;4;2;no\n3;data;9;2;\n"
    )
    options = files(
        strengths=strengths,
        assignments="task;person;from;lock\nroster;3;2026-01-01;in\nround;3;;out\n",
        exclusion_pairs="one;other\n3;1\n",
    )
    result = allocate(
        *options, "-o", tmp_path / "o.csv", "--json", tmp_path / "o.json", "--as-of", "2026-09-30"
    )
    assert result.exit_code == 0, result.stderr
    written = [(tmp_path / name).read_text(encoding="utf-8") for name in ("o.csv", "o.json")]
    assert not [text for text in (result.stdout, result.stderr, *written) if "Cid" in text]
    found = json.loads(written[1])
    assert (found["input"]["no_consent"], sorted(found["names"])) == (1, ["1", "2"])


WRONG = {
    "strengths": "person;competency;level\n9;plan;3\n1;plan;7\n1;data;010170-1234\n",
    "tasks": "id;hours;needs\nt;lots;plan\n",
}


def test_everything_wrong_is_named_and_nothing_is_written(files: Write, tmp_path: Path) -> None:
    options = files(**WRONG)
    before = sorted(tmp_path.iterdir())
    result = allocate(*options, "-o", tmp_path / "o.csv", "--json", tmp_path / "o.json")
    assert (result.exit_code, result.stdout) == (2, "")
    body = json.loads(result.stderr)
    assert [(one["file"], one["line"], one["code"]) for one in body["problems"]] == [
        ("strengths.csv", 2, "unknown_person"),
        ("strengths.csv", 3, "number_out_of_range"),
        ("strengths.csv", 4, "bad_number"),
        ("strengths.csv", 4, "cpr"),
        ("tasks.csv", 2, "bad_number"),
        ("tasks.csv", 2, "bad_need"),
    ]
    assert "010170" not in result.stderr
    assert sorted(tmp_path.iterdir()) == before


def test_outputs_are_written_together_or_not_at_all(files: Write, tmp_path: Path) -> None:
    result = allocate(*files(), "--json", tmp_path / "o.json", "-o", tmp_path / "nowhere" / "o.csv")
    assert (result.exit_code, "cannot be written" in result.stderr) == (2, True)
    assert not (tmp_path / "o.json").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        ("--people", "none.csv"),
        ("--needs", "none.csv"),
        ("--as-of", "tomorrow"),
        ("--formal-share", 1.5),
        ("--hours", -1),
        ("--most-tasks", -1),
        ("--wish-weight", -0.1),
        ("--column", "boss=x"),
        ("--column", "strengths.level=x"),
    ],
)
def test_wrong_options_give_a_sentence_and_exit_2(files: Write, wrong: tuple[str, object]) -> None:
    result = allocate(*files(), *wrong)
    assert (result.exit_code, type(result.exception), result.stdout) == (2, SystemExit, "")
    assert result.stderr


def test_a_column_may_be_named_by_hand(files: Write) -> None:
    options = files(strengths=STRENGTHS.replace("level", "how well"))
    assert answer(*options, "--column", "strengths.level=how well")["proposal"]["fit"] == pytest.approx(2.1)


def test_the_commands_of_the_documentation_do_what_they_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    commands = COMMAND.findall((ROOT / "docs/reference/allocate.md").read_text(encoding="utf-8"))
    assert len(commands) == 3
    for command in commands:
        result = CliRunner().invoke(main, shlex.split(command)[1:], env={"LC_ALL": "C.UTF-8"})
        assert result.exit_code == 0, (command, result.output)
    assert {path.name for path in tmp_path.iterdir()} == {"examples", "allocation.csv", "allocation.json"}


def test_needs_of_their_own_say_the_same_as_those_in_the_tasks() -> None:
    common = ["--people", EXAMPLE / "people.csv", "--strengths", EXAMPLE / "strengths.csv"]
    beside = ["--tasks", EXAMPLE / "tasks-without-needs.csv", "--needs", EXAMPLE / "needs.csv"]
    assert answer(*common, *beside) == answer(*common, "--tasks", EXAMPLE / "tasks.csv")


def test_danish_numbers_and_headings_follow_the_language(tmp_path: Path) -> None:
    result = allocate(*example("--language", "da", "-o", tmp_path / "o.csv"))
    assert result.exit_code == 0
    assert re.search(r"\d,\d\d\b", result.stdout)
    assert re.search(r";\d,\d\d\d;", (tmp_path / "o.csv").read_text(encoding="utf-8-sig"))
