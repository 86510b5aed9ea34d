from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "colead.apps.organisations"
    label = "organisations"
