"""Who looks to whom for leadership: one question a file."""
