"""The floors of the house, as import contracts and as what an import really loads."""

import subprocess
import sys

import grimp
import pytest
from grimp import Layer

from colead.apps import APPS


def modules_after(statement: str) -> set[str]:
    """The top-level modules that a fresh interpreter has loaded after a statement."""
    code = f"{statement}; import sys; print(' '.join(sorted({{name.split('.')[0] for name in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("statement", ["import colead", "import colead.engine"])
def test_engine_loads_neither_django_nor_compilers_before_they_are_needed(statement: str) -> None:
    assert not modules_after(statement) & {"django", "numba", "ortools", "altair", "polars"}


def test_small_analysis_needs_no_compiler(tmp_path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("id,manager,unit\n1,,A\n2,1,A\n3,1,A\n4,2,A\n5,2,A\n6,2,A\n", encoding="utf-8")
    ties = tmp_path / "advice.csv"
    ties.write_text("from,to\n2,1\n3,1\n4,2\n5,3\n6,2\n", encoding="utf-8")
    analyse = (
        f"import colead; o = colead.read_organisation({str(people)!r}); "
        f"colead.leadership_map(o, colead.read_ties({str(ties)!r}, o), seed=1)"
    )
    assert not modules_after(analyse) & {"django", "numba", "altair"}


def test_import_contracts_hold() -> None:
    done = subprocess.run([f"{sys.prefix}/bin/lint-imports"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_an_app_imports_only_from_apps_before_it() -> None:
    """The order is `APPS` itself, so that a new app is one line; imports for types alone count too."""
    graph = grimp.build_graph("colead")
    layers = [Layer(app) for app in reversed(APPS)]
    wrong = graph.find_illegal_dependencies_for_layers(layers=layers, containers={"colead.apps"})
    assert [f"{one.importer} imports {one.imported}" for one in wrong] == []
