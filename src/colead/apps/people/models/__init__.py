"""The rows of this app, by subject."""

from colead.apps.people.models.account_links import AccountLink
from colead.apps.people.models.competencies import LEVEL_NAMES, Competency, Wish
from colead.apps.people.models.consent import Consent
from colead.apps.people.models.imports import FILE_LIFETIME, ImportChange, StaffImport, StaffImportFile
from colead.apps.people.models.releases import Release
from colead.apps.people.models.strengths import (
    NOTES_LENGTH,
    RequestedCompetency,
    Strength,
    StrengthConsent,
    StrengthNotes,
    ViewRequest,
)
from colead.apps.people.models.structure import (
    Dated,
    Leave,
    Person,
    Position,
    ReportingLine,
    StructureVersion,
    Unit,
    UnitPlacement,
    period_constraint,
)

__all__ = [
    "FILE_LIFETIME", "LEVEL_NAMES", "NOTES_LENGTH", "AccountLink", "Competency", "Consent", "Dated",
    "ImportChange", "Leave", "Person", "Position", "Release", "ReportingLine", "RequestedCompetency",
    "StaffImport", "StaffImportFile", "Strength", "StrengthConsent", "StrengthNotes", "StructureVersion",
    "Unit", "UnitPlacement", "ViewRequest", "Wish", "period_constraint",
]  # fmt: skip
