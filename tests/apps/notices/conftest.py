"""A kind of notice for the tests, known to nobody else."""

import pytest

from colead.apps.notices import kinds


@pytest.fixture(autouse=True)
def kind(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(kinds, "REGISTRY", dict(kinds.REGISTRY))
    kinds.register(
        "test.finished", "Staff list imported: %(joined)s joined.", because="you started the import"
    )
    kinds.register("test.other", "Something else <b>happened</b>.")
    return "test.finished"
