"""A kind of notice for the tests, known to nobody else."""

import pytest

from colead.apps.notices import kinds
from colead.apps.notices.kinds import NoticeKind


@pytest.fixture(autouse=True)
def kind(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(kinds, "REGISTRY", dict(kinds.REGISTRY))
    kinds.register(
        {
            "test.finished": NoticeKind("Staff list imported: %(joined)s joined.", "you started the import"),
            "test.other": NoticeKind("Something else <b>happened</b>."),
        }
    )
    return "test.finished"
