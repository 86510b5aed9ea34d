"""The scale of a competency: where people place themselves, and what a leadership task asks for.

The one place for it. Another level is one more row here and its Danish in this floor's catalogue.
"""

from __future__ import annotations

from typing import NamedTuple

from colead.engine.errors import gettext_noop as _


class Level(NamedTuple):
    """The name of a level, and what it looks like where a competency has no words of its own."""

    name: str
    looks_like: str


SCALE = (
    Level(_("new to me"), _("I have not tried it, or have only watched others do it.")),
    Level(_("learning it"), _("I do it with somebody beside me whom I can ask.")),
    Level(_("can do it"), _("I do it on my own when things are as usual.")),
    Level(_("good at it"), _("I do it well, also when it is difficult or new.")),
    Level(
        _("others learn it from me"),
        _("Others come to me to learn it, and I find better ways of doing it."),
    ),
)
"""The levels, 0 first."""
LEVELS = range(len(SCALE))
MIN_LEVEL, MAX_LEVEL = LEVELS[0], LEVELS[-1]
STORED_AT_MOST = 9
"""A level is one digit: what the database keeps out, so that a further level needs no migration."""
MIN_NEEDED = MIN_LEVEL + 1
"""The least that a task can ask for: level 0 is what everybody has."""
