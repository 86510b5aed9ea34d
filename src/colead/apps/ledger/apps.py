from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "colead.apps.ledger"
    label = "ledger"
