"""The states of an import of a staff list, and of a question to a colleague."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from colead.apps.people import permissions
from colead.apps.people.own_person import is_own, users_of
from colead.kit.workflow import GONE, HOUSE, NEW, PERMITTED, Party, Refusal, Transition, Workflow, told

STARTER = Party("who started it", users=lambda row, _today: [row.created_by])
ASKER = Party(
    "who asks",
    lambda by, row, _today: is_own(by, row.person.pk),
    lambda row, _today: users_of([row.person]).values(),
)
ASKED = Party(
    "the colleague",
    lambda by, row, _today: is_own(by, row.colleague.pk),
    lambda row, _today: users_of([row.colleague]).values(),
)


class ImportState(TextChoices):
    """How far an import is."""

    UPLOADED = "uploaded", _("waits for its columns")
    MAPPED = "mapped", _("is being checked")
    FAILED = "failed", _("has errors")
    READY = "ready", _("ready to apply")
    APPLIED = "applied", _("applied")
    UNDONE = "undone", _("undone")


class ViewRequestState(TextChoices):
    """Whether a colleague has said how they see somebody. Who asks cannot tell OPEN from DECLINED."""

    OPEN = "open", _("waits for an answer")
    ANSWERED = "answered", _("answered")
    DECLINED = "declined", _("not answered")


Im, Vi = ImportState, ViewRequestState
UNAPPLIED = (Im.UPLOADED, Im.MAPPED, Im.FAILED, Im.READY)
IMPORT, DESCRIBE = permissions.IMPORT, permissions.DESCRIBE_STRENGTHS
APPLIED = _("This import has been applied.")
AGAIN = _("Import the file again.")

# A row: action, from, to, who may, the entry in the audit log, who is told. HOUSE: what follows by itself.
# fmt: off
STAFF_IMPORT = Workflow(
    "import", "people.StaffImport", ImportState,
    (
        Transition("upload", (NEW,), Im.UPLOADED, (PERMITTED,), needs=IMPORT),
        Transition("choose_place", UNAPPLIED, Im.UPLOADED, (PERMITTED,), needs=IMPORT,
                   closed=Refusal("import_applied", APPLIED, AGAIN)),
        Transition("choose_columns", UNAPPLIED, Im.MAPPED, (PERMITTED,), needs=IMPORT,
                   closed=Refusal("import_applied", APPLIED, AGAIN)),
        Transition("find_problems", UNAPPLIED, Im.FAILED, (HOUSE,)),
        Transition("find_none", UNAPPLIED, Im.READY, (HOUSE,)),
        Transition("apply", (Im.READY,), Im.APPLIED, (PERMITTED,),
                   "imported", told("import_finished", STARTER), IMPORT),
        Transition("apply_at_once", (NEW,), Im.APPLIED, (PERMITTED,),
                   "imported", told("import_finished", STARTER), IMPORT),
        Transition("undo", (Im.APPLIED,), Im.UNDONE, (PERMITTED,), "import_undone", needs=IMPORT,
                   closed=Refusal("import_not_applied", _("This import has not been applied."))),
        Transition("discard", UNAPPLIED, GONE, (PERMITTED,), needs=IMPORT,
                   closed=Refusal("import_applied", APPLIED, _("It can be undone, but not discarded."))),
        Transition("expire", UNAPPLIED, GONE, (HOUSE,)),
    ),
    missing=Refusal("no_import", _("There is no such import.")),
    closed=Refusal("import_not_ready", _("This import is not ready to be applied."),
                   _("Look at its preview first.")),
    late={Im.UNDONE: Refusal("import_undone", _("This import has been undone."), AGAIN)},
    stamps={"applied_at": (Im.APPLIED, Im.UNDONE), "undone_at": (Im.UNDONE,)},
)

VIEW_REQUEST = Workflow(
    "view_request", "people.ViewRequest", ViewRequestState,
    (
        Transition("ask", (NEW,), Vi.OPEN, (ASKER,),
                   "view_asked", told("view_asked", ASKED), DESCRIBE),
        Transition("answer", tuple(Vi), Vi.ANSWERED, (ASKED,),
                   "view_answered", told("view_answered", ASKER), DESCRIBE),
        Transition("decline", tuple(Vi), Vi.DECLINED, (ASKED,), needs=DESCRIBE),  # told nowhere
        Transition("delete", tuple(Vi), GONE, (ASKER,), "view_request_deleted", needs=DESCRIBE),
    ),
    missing=Refusal("no_view_request", _("There is no such request."),
                    _("The one who asked may have deleted it.")),
    closed=Refusal("no_view_request", _("There is no such request.")),
    stamps={"answered_at": (Vi.ANSWERED,)},
)
