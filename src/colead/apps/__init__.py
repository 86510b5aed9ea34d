"""The apps, in order: an app imports only from apps before it. A new app is one line here."""

APPS = (
    "organisations",
    "jobs",
    "ledger",
    "notices",
    "people",
    "network",
    "leadership",
)
