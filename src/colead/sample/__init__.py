"""Solbakke Kommune: the fictional Danish municipality that `colead demo` shows.

The generating part is pure: the same seed and day give the same people, in both languages, and it loads no
Django. `load.py` writes what was generated into the database.

Every topic draws from a stream of its own (`streams.stream`), so that a topic added later
changes nobody's name.
"""
