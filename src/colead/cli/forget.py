"""`colead forget`: a person is taken out of every stored allocation at once."""

import click

from colead.cli.errors import WrongInput


@click.command()
@click.argument("organisation")
@click.argument("person")
@click.confirmation_option(prompt="Take this person out of every stored allocation for good?")
def command(organisation: str, person: str) -> None:
    """Take PERSON (an employee number) out of every stored allocation of ORGANISATION (its short name).

    Their offers and assignments stay, and so does their consent, which only they can withdraw.

    \b
    Example:
      colead forget clinic 1042 --yes
    """
    from colead.cli.installation import prepare

    prepare()
    from django.utils import timezone

    from colead.apps.leadership.services.scenarios import forget_person
    from colead.apps.people.selectors.existing import find_person
    from colead.cli.installation import find_organisation
    from colead.kit import scope
    from colead.kit.roles import console

    found = find_organisation(organisation)
    with scope.organisation(found):
        one = find_person(person)
        if one is None:
            message = f"Nobody in {organisation} has the employee number '{person}'. Look it up under People."
            raise WrongInput(message, code="no_person")
        count = forget_person(by=console(found), person=one, now=timezone.now())
    click.echo(f"Taken out of {count} stored allocations.")
