"""The five people who sign in to the sample. The same whatever the seed, so that guides can name them."""

from dataclasses import dataclass

from colead.sample.records import Bilingual


@dataclass(frozen=True)
class Character:
    """Somebody with an account.

    part : what they are here to show: member, unit_lead, people_team, consultant or owner.
    role : their role in the organisation; leading a unit is none.
    what : what they do here, for the table of sign-in links.
    unit : where they worked two years ago; None for somebody from outside.
    title : None when it follows from leading the unit.
    """

    part: str
    name: str
    email: str
    role: str
    what: Bilingual
    unit: str | None = None
    leads: bool = False
    title: Bilingual | None = None


MEMBER = Character(
    part="member",
    name="Sofie Lindholm",
    email="sofie.lindholm@solbakke.example",
    role="member",
    what=Bilingual("medarbejder i Hjemmeplejen Syd", "works in Home Care South"),
    unit="home-south-east",
    title=Bilingual("Social- og sundhedsassistent", "Care assistant"),
)
UNIT_LEAD = Character(
    part="unit_lead",
    name="Henrik Dahl",
    email="henrik.dahl@solbakke.example",
    role="member",
    what=Bilingual("leder Hjemmeplejen Syd", "leads Home Care South"),
    unit="home-south-east",
    leads=True,
)
PEOPLE_TEAM = Character(
    part="people_team",
    name="Camilla Riis",
    email="camilla.riis@solbakke.example",
    role="people_team",
    what=Bilingual("HR-team", "people team"),
    unit="people-team",
    title=Bilingual("HR-konsulent", "HR adviser"),
)
CONSULTANT = Character(
    part="consultant",
    name="Dan Østergaard",
    email="dan@raadgiver.example",
    role="consultant",
    what=Bilingual("konsulent udefra, i et halvt år", "consultant from outside, for half a year"),
)
OWNER = Character(
    part="owner",
    name="Lars Thygesen",
    email="lars.thygesen@solbakke.example",
    role="owner",
    what=Bilingual("direktør, ejer af organisationen", "director, owner of the organisation"),
    unit="support-services",
    leads=True,
)

EVERYBODY = (MEMBER, UNIT_LEAD, PEOPLE_TEAM, CONSULTANT, OWNER)
INSIDE = tuple(character for character in EVERYBODY if character.unit)
