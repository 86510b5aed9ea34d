"""What people wrote when they offered a task, asked for one, or handed one over."""

from colead.sample.records import Bilingual
from colead.sample.tables import read_table

_WORDS = read_table("leadership_words.toml")

REASONS_WHY, MESSAGES, NOTES = (
    tuple(Bilingual(*both) for both in _WORDS[kind]) for kind in ("reasons_why", "messages", "notes")
)
OFFER_TO_MEMBER, SUGGESTION_TO_MEMBER, NOTE_ON_ROSTER = (
    Bilingual(*_WORDS[name]) for name in ("offer_to_member", "suggestion_to_member", "note_on_roster")
)
