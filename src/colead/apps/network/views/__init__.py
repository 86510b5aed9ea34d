"""Pages about nomination sets and their maps."""
