"""What is read from the structure, kept in memory as long as no row of it changes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar
from uuid import UUID

from colead.apps.people.structure_version import structure_version
from colead.kit import scope

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """What `read` makes of a key, for the organisation in scope; the `most` that were asked for last.

    Requests share the values: never write into them. One small query when it is in memory.
    """

    def __init__(self, most: int, read: Callable[[Key], Value]) -> None:
        self.most, self.read = most, read
        self._values: OrderedDict[tuple[int | None, UUID | None, Key], Value] = OrderedDict()
        self._lock = Lock()

    def __call__(self, key: Key) -> Value:
        """The value of the structure as it is now."""
        place = (scope.current_id(), structure_version(), key)
        with self._lock:
            if place in self._values:
                self._values.move_to_end(place)
                return self._values[place]
        value = self.read(key)
        if structure_version() != place[1]:  # somebody changed it while it was read
            return self(key)
        with self._lock:
            self._values[place] = value
            while len(self._values) > self.most:
                self._values.popitem(last=False)
        return value
