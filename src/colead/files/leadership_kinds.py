"""Everything that can be wrong with the files of an allocation: what, what is allowed, what to do.

``docs/reference/allocate.md`` lists the codes; a test holds the two together. What every table can have
wrong stands in :mod:`colead.files.problem_kinds`.
"""

from colead.files.problem_kinds import ProblemKind
from colead.files.translation import gettext_noop as _

_COLUMNS = {
    "lacks_column": ProblemKind(
        _("There is no column '{name}'; the columns are: {header}."),
        _("Call it '{name}', or say which one it is with --column."),
    ),
    "cell_missing": ProblemKind(_("This cell is empty."), _("Fill it in or remove the row.")),
    "number_out_of_range": ProblemKind(_("{value} cannot be."), _("Write a number from {least} to {most}.")),
    "whole_number_out_of_range": ProblemKind(
        _("{value} cannot be."), _("Write a whole number from {least} to {most}.")
    ),
    "unknown_task": ProblemKind(
        _("There is no task '{value}' in the file of tasks."), _("Add the task or remove this row.")
    ),
}

_STRENGTHS = {
    "duplicate_strength": ProblemKind(
        _("Person '{person}' and '{competency}' already stand on line {first_line}."),
        _("Keep one of the rows."),
    ),
}

_TASKS = {
    "duplicate_task": ProblemKind(
        _("The task '{value}' already stands on line {first_line}."), _("Give each task an id of its own.")
    ),
    "task_unknown_unit": ProblemKind(
        _("The staff list has no unit '{value}'."),
        _("Write the id or name of a unit, or leave it empty: then the task is open to everybody."),
    ),
    "task_ambiguous_unit": ProblemKind(
        _("Several units are called '{value}'."), _("Write the unit's id instead of its name.")
    ),
    "bad_need": ProblemKind(
        _("'{part}' is no needed competency."),
        _("Write competency:level, competency:level:weight, and ! behind what is critical."),
    ),
    "need_level": ProblemKind(
        _("'{part}' asks for no level from {least} to {most}."),
        _("Write a whole number, as in {competency}:3."),
    ),
    "duplicate_need": ProblemKind(
        _("Task '{task}' already asks for '{competency}'."), _("Keep one of the two levels.")
    ),
    "terms_without_months": ProblemKind(
        _("Task '{task}' limits the terms in a row, but says not how long a term is."),
        _("Write the months of a term."),
    ),
}

_HOLDINGS = {
    "bad_kind": ProblemKind(
        _("'{value}' is neither holder nor deputy."), _("Write one of them, or nothing.")
    ),
    "bad_lock": ProblemKind(_("'{value}' is neither in nor out."), _("Write in or out, or leave it empty.")),
    "lock_both": ProblemKind(
        _("This row locks in whom line {first_line} locks out of the same task."),
        _("Keep one of the two."),
    ),
    "same_person": ProblemKind(_("The same person stands in both columns."), _("Name two different people.")),
}

_PROBLEM = {
    "nobody_takes_part": ProblemKind(
        _("Nobody is left to propose: of {people} people, none has agreed and is at work on {day}."),
        _("Write yes in the column consent for those who agreed, or choose another day."),
    ),
}

_WARNINGS = {
    "unknown_competency": ProblemKind(
        _("Nobody says anything about '{competency}'. Tasks that need it: {tasks}."),
        _("Check that it is spelled alike in both files."),
    ),
}

ALLOCATION_KINDS = _COLUMNS | _STRENGTHS | _TASKS | _HOLDINGS | _PROBLEM | _WARNINGS
