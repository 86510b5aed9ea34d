"""What pages of people accept, by subject."""

from colead.apps.people.forms.competencies import CompetencyForm
from colead.apps.people.forms.imports import ColumnsForm, UploadForm
from colead.apps.people.forms.strengths import AnswerForm, AskForm, ConsentForm, NotesForm, ProfileForm

__all__ = [
    "AnswerForm",
    "AskForm",
    "ColumnsForm",
    "CompetencyForm",
    "ConsentForm",
    "NotesForm",
    "ProfileForm",
    "UploadForm",
]
