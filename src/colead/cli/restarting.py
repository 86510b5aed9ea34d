"""Starting again what has ended, for as long as `colead serve` runs."""

from dataclasses import dataclass

STEADY_SECONDS = 60.0  # whatever has run for so long had started well: loading takes a busy machine long
FIRST_SECONDS, LONGEST_SECONDS = 0.5, 10.0


@dataclass
class Pauses:
    """Before it is started again: none, and longer ones while it ends soon after its start."""

    early: int = 0

    def after(self, lived: float) -> float:
        """Seconds to wait now that it has ended, having lived for so many.

        >>> pauses = Pauses()
        >>> [pauses.after(lived) for lived in (60, 1, 1, 1, 1, 1, 1, 60)]
        [0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 10.0, 0.0]
        """
        self.early = self.early + 1 if lived < STEADY_SECONDS else 0
        return min(FIRST_SECONDS * 2 ** (self.early - 1), LONGEST_SECONDS) if self.early else 0.0
