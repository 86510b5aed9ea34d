"""Changes to people and the structure. An import takes its steps in the order of these files."""

from colead.apps.people.services.answer_questions import answer_questions
from colead.apps.people.services.apply_import import (
    apply_import,
    checked_diff,
    import_staff_list,
    prepared_staff_list,
    request_apply,
    store_staff_list,
)
from colead.apps.people.services.check_import import check_import, question_from
from colead.apps.people.services.choose_columns import choose_columns
from colead.apps.people.services.choose_place import choose_place
from colead.apps.people.services.ensure_competencies import ensure_competencies, shipped_competencies
from colead.apps.people.services.opening import open_file, open_table, place_in_words, without_columns
from colead.apps.people.services.start_import import (
    columns_for,
    discard_import,
    remove_expired_files,
    start_import,
)
from colead.apps.people.services.undo_import import request_undo, undo_import

__all__ = [
    "answer_questions", "apply_import", "check_import", "checked_diff", "choose_columns", "choose_place",
    "columns_for",
    "discard_import", "ensure_competencies", "import_staff_list", "open_file", "open_table",
    "place_in_words", "prepared_staff_list",
    "question_from", "remove_expired_files", "request_apply", "request_undo", "shipped_competencies",
    "start_import", "store_staff_list", "undo_import", "without_columns",
]  # fmt: skip
