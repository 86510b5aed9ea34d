"""Between preview and applying: say what the file leaves open."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from colead.apps.people.models import StaffImport
from colead.apps.people.services.check_import import check_import, question_from
from colead.apps.people.services.opening import in_background, is_large, kept_file, open_import
from colead.apps.people.workflow import STAFF_IMPORT
from colead.files.questions import Question
from colead.kit.errors import DomainError
from colead.kit.moves import require
from colead.kit.roles import Member


def answer_questions(*, by: Member, import_id: int, answers: Mapping[str, str], now: datetime) -> StaffImport:
    """Keep answers by the questions' ids, and check the file again; a large one by a job."""
    with transaction.atomic():
        staff_import = open_import(by, import_id)
        move = require(STAFF_IMPORT, "choose_columns", staff_import, by=by, now=now)
        asked = [question_from(one) for one in kept_file(staff_import).findings.get("questions", ())]
        _require_choices(answers, {one.id: one for one in asked})
        move.write(answers={**staff_import.answers, **answers}, summary={}, fingerprint="")
        if is_large(staff_import):
            return in_background(staff_import, "check", by=by, now=now)
    return check_import(by=by, import_id=import_id, now=now)


def _require_choices(answers: Mapping[str, str], asked: Mapping[str, Question]) -> None:
    for number, answer in answers.items():
        if number not in asked:
            raise DomainError(
                "unknown_question",
                _("The file leaves no question “%(id)s” open.") % {"id": number},
                _("The questions are: %(ids)s.") % {"ids": ", ".join(asked) or "–"},
                field="answers",
            )
        if answer not in asked[number].choices:
            raise DomainError(
                "unknown_answer",
                _("“%(answer)s” is no answer to “%(id)s”.") % {"answer": answer, "id": number},
                _("Choose one of: %(choices)s.") % {"choices": ", ".join(asked[number].choices)},
                field="answers",
            )
