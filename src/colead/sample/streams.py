"""One stream of random numbers for each topic."""

from random import Random


def stream(seed: int, topic: str) -> Random:
    """Random numbers for one topic, the same for the same seed whatever other topics have drawn.

    >>> stream(1, "names").random() == stream(1, "names").random() != stream(1, "ties").random()
    True
    """
    return Random(f"{seed} {topic}")  # noqa: S311  (a sample is made here, no secret)
