"""Backup and restore of a whole installation: its database, its keys and uploads, in one verified file.

It stands above the apps, whose tables it reads, and below the command line.
"""
