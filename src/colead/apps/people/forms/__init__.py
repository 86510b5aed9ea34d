"""What pages of people accept, by subject."""

from colead.apps.people.forms.competencies import CompetencyForm
from colead.apps.people.forms.imports import ColumnsForm, UploadForm
from colead.apps.people.forms.strengths import AnswerForm, AskForm, NotesForm, ProfileForm

__all__ = [
    "AnswerForm",
    "AskForm",
    "ColumnsForm",
    "CompetencyForm",
    "NotesForm",
    "ProfileForm",
    "UploadForm",
]
