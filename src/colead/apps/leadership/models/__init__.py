"""The rows of this app, by subject."""

from colead.apps.leadership.models.assignments import (
    Application,
    Assignment,
    Handover,
    HandoverItem,
    Kind,
    Offer,
)
from colead.apps.leadership.models.scenarios import Scenario
from colead.apps.leadership.models.tasks import (
    Accountability,
    LeadershipTask,
    Mandate,
    MandateUnit,
    NeededCompetency,
)

__all__ = [
    "Accountability",
    "Application",
    "Assignment",
    "Handover",
    "HandoverItem",
    "Kind",
    "LeadershipTask",
    "Mandate",
    "MandateUnit",
    "NeededCompetency",
    "Offer",
    "Scenario",
]
