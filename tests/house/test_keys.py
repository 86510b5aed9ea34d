"""Every key of an organisation's rows carries the organisation: its rows can lie together anywhere."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from colead.apps.organisations.models import OrganisationOwned

OWNED = [model for model in apps.get_models() if issubclass(model, OrganisationOwned)]


def unique_keys(model: type[models.Model]) -> Iterator[tuple[str, ...]]:
    """The fields of each; a row's own number and one-to-one references are left to kit/distribution.py."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            yield constraint.fields
    yield from model._meta.unique_together
    for field in model._meta.local_concrete_fields:
        if field.unique and not field.primary_key and not isinstance(field, models.OneToOneField):
            yield (field.name,)


@pytest.mark.parametrize("model", OWNED, ids=lambda model: model._meta.label)
def test_unique_keys_carry_the_organisation(model: type[models.Model]) -> None:
    assert [key for key in unique_keys(model) if "organisation" not in key] == []


def test_there_is_no_key_of_an_unheard_of_kind() -> None:
    kinds = {type(constraint) for model in OWNED for constraint in model._meta.constraints}
    assert kinds == {models.UniqueConstraint, models.CheckConstraint}
