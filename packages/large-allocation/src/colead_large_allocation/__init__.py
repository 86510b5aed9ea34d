"""Who should hold which task among ten billion pairs: the fit of pairs alone, with proof.

from colead_large_allocation import BlockwiseFit, allocate
found = allocate(BlockwiseFit(level, needed, weight, critical, wish), capacity=most_tasks, seats=seats)
print(found.statement())
"""

from colead_large_allocation.allocation import Allocation, AllocationError, allocate
from colead_large_allocation.blockwise import BlockwiseFit

__all__ = ["Allocation", "AllocationError", "BlockwiseFit", "allocate"]
