"""A kind of notice for the tests, known to nobody else."""

import pytest

from colead.apps.notices import kinds
from colead.kit.manifest import NoticeKind, gathered


@pytest.fixture(autouse=True)
def kind(monkeypatch: pytest.MonkeyPatch) -> str:
    own = {
        "test.finished": NoticeKind("Staff list imported: %(joined)s joined.", "you started the import"),
        "test.other": NoticeKind("Something else <b>happened</b>."),
    }
    monkeypatch.setattr(kinds, "gathered", lambda part: gathered(part) | own)
    return "test.finished"
