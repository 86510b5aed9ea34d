"""What a run came to, in lines to print."""

from collections.abc import Iterator, Sequence

from fuzz.play import Tally


def table(tally: Tally, seconds: float, memory: Sequence[float]) -> Iterator[str]:
    """Numbers, then each failure once with the line that repeats it. memory : megabytes along the way."""
    each = 1000 * seconds / max(1, tally.requests)
    yield "| | |"
    yield "| --- | --- |"
    yield f"| requests | {tally.requests:,} |"
    yield f"| routes × methods | {len(tally.by_route)} |"
    reached = sum(min(found) < 400 for found in tally.answered.values())
    yield f"| of these ever answered below 400 | {reached} |"
    yield f"| time | {seconds:,.0f} s, {each:.1f} ms a request |"
    yield f"| slowest | {tally.slowest[0]:.2f} s, {tally.slowest[1]} |"
    yield f"| memory, early and at the end | {memory[0]:.0f} and {memory[-1]:.0f} MB |"
    answers = [f"{status}: {count:,}" for status, count in sorted(tally.statuses.items())]
    yield f"| answers | {', '.join(answers)} |"
    yield f"| jobs run | {sum(tally.jobs.values()):,} |"
    yield f"| kinds of failures | {len(tally.failures)} |"
    for what, repeats in sorted(tally.failures.items()):
        yield f"FAILED {len(repeats)} × {what}"
        yield f"    {repeats[0]}"
