"""What somebody can agree to: in which words, with which right, and how that is recorded."""

from dataclasses import dataclass

from django.utils.functional import Promise

from colead.kit.roles import Permission


@dataclass(frozen=True)
class Words:
    """What a person reads before they agree. Words that somebody has agreed to are never changed."""

    opening: Promise | str
    points: tuple[Promise | str, ...]
    closing: Promise | str


@dataclass(frozen=True)
class Purpose:
    """One thing that a person may agree to.

    permission : who may be asked at all.
    subject, given, withdrawn : what the audit log calls a consent of this kind, and its entries there.
    words : by version, the first one first; the last is asked today.
    """

    permission: Permission
    subject: str
    given: str
    withdrawn: str
    words: tuple[Words, ...]

    @property
    def version(self) -> int:
        """The version that is asked today, counted from 1."""
        return len(self.words)

    def words_of(self, version: int | None) -> Words:
        """The words of a version; those asked today where nothing has been agreed to."""
        return self.words[(version or self.version) - 1]
