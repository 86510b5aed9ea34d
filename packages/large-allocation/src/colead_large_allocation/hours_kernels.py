"""Taking pairs one after the other, where seats and hours allow."""

from __future__ import annotations

import numpy as np

from colead.engine.network.kernels import Kernel


@Kernel
def take_in_order(order, task, person, hours, seats, capacity, most):  # type: ignore[no-untyped-def]
    """(n,) pairs taken one after the other, where seats, hours and numbers of tasks allow."""
    used = np.zeros(task.size, np.bool_)
    seats, capacity, most = seats.copy(), capacity.copy(), most.copy()
    for k in order:
        t, p = task[k], person[k]
        if seats[t] > 0 and most[p] > 0 and hours[k] <= capacity[p]:
            used[k] = True
            seats[t] -= 1
            most[p] -= 1
            capacity[p] -= hours[k]
    return used
