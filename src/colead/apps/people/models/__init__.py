"""The rows of this app, by subject."""

from colead.apps.people.models.imports import FILE_LIFETIME, ImportChange, StaffImport, StaffImportFile
from colead.apps.people.models.strengths import Competency, Strength
from colead.apps.people.models.structure import (
    Dated,
    Leave,
    Person,
    Position,
    ReportingLine,
    Unit,
    UnitPlacement,
    period_constraint,
)

__all__ = [
    "FILE_LIFETIME",
    "Competency",
    "Dated",
    "ImportChange",
    "Leave",
    "Person",
    "Position",
    "ReportingLine",
    "StaffImport",
    "StaffImportFile",
    "Strength",
    "Unit",
    "UnitPlacement",
    "period_constraint",
]
