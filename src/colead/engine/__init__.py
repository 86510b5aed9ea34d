"""The arithmetic of distributed leadership: pure functions over arrays, ids at the edges, indices inside."""
