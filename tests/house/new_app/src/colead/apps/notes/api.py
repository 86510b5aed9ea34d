"""Notes in the API."""

from colead.apps.notes import permissions, selectors
from colead.apps.notes.selectors import NoteRow

from colead.kit.access import OrganisationRequest
from colead.kit.routes import OrganisationRouter

router = OrganisationRouter(tags=["notes"])


@router.read_list("/notes", permissions.VIEW, response=NoteRow, order=lambda note: (note.id,))
def list_notes(request: OrganisationRequest) -> list[NoteRow]:
    """The notes of the organisation."""
    return selectors.all_notes()
