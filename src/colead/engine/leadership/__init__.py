"""Who could lead what: fit of people to leadership tasks, and allocations that explain themselves."""
