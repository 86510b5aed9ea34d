"""The five people who sign in to the sample. The same whatever the seed, so that guides can name them."""

from dataclasses import dataclass

from colead.sample.records import Bilingual


@dataclass(frozen=True)
class Character:
    """Somebody with an account.

    unit : where they work; None for somebody from outside.
    title : None when it follows from leading the unit.
    what : what they do here, for the table of sign-in links.
    """

    role: str
    name: str
    unit: str | None
    leads: bool
    title: Bilingual | None
    what: Bilingual


MEMBER = Character(
    "member",
    "Sofie Lindholm",
    "home-south-east",
    False,
    Bilingual("Social- og sundhedsassistent", "Care assistant"),
    Bilingual("medarbejder i Hjemmeplejen Syd", "member of Home Care South"),
)
UNIT_LEAD = Character(
    "member",
    "Henrik Dahl",
    "home-south-east",
    True,
    None,
    Bilingual("leder af Hjemmeplejen Syd", "lead of Home Care South"),
)
PEOPLE_TEAM = Character(
    "people_team",
    "Camilla Riis",
    "people-team",
    False,
    Bilingual("HR-konsulent", "HR adviser"),
    Bilingual("HR-konsulent", "people team"),
)
CONSULTANT = Character(
    "consultant",
    "Dan Østergaard",
    None,
    False,
    None,
    Bilingual("ekstern konsulent, i et halvt år", "consultant from outside, for half a year"),
)
OWNER = Character(
    "owner",
    "Lars Thygesen",
    "support-services",
    True,
    None,
    Bilingual(
        "direktør og ejer af organisationen i Colead", "director, and owner of the organisation in Colead"
    ),
)

EVERYBODY = (MEMBER, UNIT_LEAD, PEOPLE_TEAM, CONSULTANT, OWNER)
INSIDE = tuple(character for character in EVERYBODY if character.unit)
CONSULTANT_EMAIL = "dan@raadgiver.example"
