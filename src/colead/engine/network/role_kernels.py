"""Who stands between two people who are not tied, and from which groups the three come."""

from __future__ import annotations

import numpy as np

from colead.engine.network.kernels import Kernel


@Kernel
def count_roles(indptr, indices, role_of, role_of_end, group_of, n_groups, first, stop):  # type: ignore[no-untyped-def]
    """(g, 5) triads i -> j -> k, no i -> k, i from `first` to `stop`, by group and the role of j:
    coordinator, consultant, representative, gatekeeper, liaison.

    All ties stay inside groups. role_of_end : role of the person at the end of each tie, in the order of
    the ties, so that only one look for each k goes somewhere else in memory: whether i names k too.
    """
    counts = np.zeros((n_groups, 5), np.int64)
    named = np.zeros(role_of.size, np.uint8)
    for i in range(first, stop):
        if group_of[i] < 0:
            continue
        own, count = role_of[i], counts[group_of[i]]
        named[i] = 1
        for j in indices[indptr[i] : indptr[i + 1]]:
            named[j] = 1
        for first_tie in range(indptr[i], indptr[i + 1]):
            j, middle = indices[first_tie], role_of_end[first_tie]
            open_ends, as_middle, as_own = 0, 0, 0
            for tie in range(indptr[j], indptr[j + 1]):
                if not named[indices[tie]]:
                    open_ends += 1
                    as_middle += role_of_end[tie] == middle
                    as_own += role_of_end[tie] == own
            if middle == own:
                count[0] += as_own
                count[2] += open_ends - as_own
            else:
                count[1] += as_own
                count[3] += as_middle
                count[4] += open_ends - as_own - as_middle
        named[i] = 0
        for j in indices[indptr[i] : indptr[i + 1]]:
            named[j] = 0
    return counts
