from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "colead.apps.network"
    label = "network"
