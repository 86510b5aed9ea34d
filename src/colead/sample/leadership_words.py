"""What people wrote when they offered a task, asked for one, or handed one over."""

from colead.sample.records import Bilingual

REASONS_WHY = (
    Bilingual(
        "Du sagde sidste år, at du gerne ville prøve det.", "You said last year that you would like to try."
    ),
    Bilingual("Kollegerne går til dig med det i forvejen.", "Colleagues come to you with this anyway."),
    Bilingual("Det passer til det, du er god til.", "It fits what you are good at."),
    Bilingual("Du har friske øjne på det.", "You look at it with fresh eyes."),
    Bilingual("Jeg tror, du vil nyde det.", "I think you would enjoy it."),
)
MESSAGES = (
    Bilingual(
        "Jeg har lyst og har tid fra næste måned.", "I would like to, and I have time from next month."
    ),
    Bilingual("Jeg har gjort noget lignende før.", "I have done something like it before."),
    Bilingual("Gerne sammen med en anden.", "Gladly together with somebody."),
)
NOTES = (
    Bilingual(
        "Det meste kører. Ring endelig til mig den første måned.",
        "Most of it runs. Do call me during the first month.",
    ),
    Bilingual(
        "Aftalerne ligger i den fælles mappe. Bed om ønsker i god tid, det giver færre diskussioner.",
        "The agreements are in the shared folder. Ask for wishes early, it saves discussions.",
    ),
    Bilingual(
        "Start med det, der driller mest, og tag en kollega med.",
        "Begin with what is most annoying, and take a colleague along.",
    ),
)
OFFER_TO_MEMBER = Bilingual(
    "De pårørende spørger efter dig, og du kan få timerne til det. Sig nej, hvis det ikke passer nu.",
    "Relatives ask for you, and you can have the hours for it. Say no if it does not suit you now.",
)
SUGGESTION_TO_MEMBER = Bilingual(
    "Du får os andre til at prøve noget nyt.", "You get the rest of us to try something new."
)
NOTE_ON_ROSTER = Bilingual(
    "Ferieugerne er på plads til og med næste kvartal. Weekenderne i foråret mangler stadig to bytter.",
    "The holiday weeks are settled until the end of next quarter. Two weekends in spring still want a swap.",
)
