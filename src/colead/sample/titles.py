"""What people do, in both languages: the trades of a unit, and what its lead is called."""

from dataclasses import dataclass
from random import Random

from colead.sample.records import Bilingual


@dataclass(frozen=True)
class Trades:
    """Who works in a kind of unit: job titles with how often each occurs, and the share of women."""

    women: float
    titles: tuple[Bilingual, ...]
    weights: tuple[int, ...]

    def draw(self, random: Random) -> Bilingual:
        """A title, as often as it occurs."""
        return random.choices(self.titles, self.weights)[0]


def _trades(women: float, *titles: tuple[str, str, int]) -> Trades:
    return Trades(
        women, tuple(Bilingual(da, en) for da, en, _ in titles), tuple(weight for _, _, weight in titles)
    )


TRADES = {
    "office": _trades(
        0.62,
        ("Konsulent", "Adviser", 4),
        ("Sagsbehandler", "Case officer", 3),
        ("Økonomikonsulent", "Finance adviser", 2),
        ("Kontorassistent", "Office assistant", 2),
        ("Specialkonsulent", "Senior adviser", 1),
    ),
    "school": _trades(
        0.6,
        ("Skolesekretær", "School secretary", 3),
        ("Viceskoleleder", "Deputy head teacher", 1),
    ),
    "teachers": _trades(
        0.68,
        ("Lærer", "Teacher", 12),
        ("Pædagog", "Pedagogue", 3),
        ("Børnehaveklasseleder", "Reception teacher", 1),
        ("Læsevejleder", "Reading adviser", 1),
        ("AKT-vejleder", "Behaviour adviser", 1),
    ),
    "carers": _trades(
        0.82,
        ("Pædagog", "Pedagogue", 8),
        ("Pædagogmedhjælper", "Care assistant", 5),
        ("Pædagogisk assistent", "Pedagogical assistant", 2),
    ),
    "care": _trades(
        0.88,
        ("Social- og sundhedsassistent", "Care assistant", 6),
        ("Social- og sundhedshjælper", "Care helper", 7),
        ("Sygeplejerske", "Nurse", 1),
        ("Planlægger", "Rota planner", 1),
    ),
    "nurses": _trades(
        0.92,
        ("Sygeplejerske", "Nurse", 8),
        ("Sundhedskonsulent", "Health adviser", 2),
        ("Demenskoordinator", "Dementia coordinator", 1),
    ),
    "therapists": _trades(
        0.76,
        ("Fysioterapeut", "Physiotherapist", 5),
        ("Ergoterapeut", "Occupational therapist", 4),
    ),
    "kitchen": _trades(
        0.8, ("Ernæringsassistent", "Catering assistant", 3), ("Køkkenmedhjælper", "Kitchen helper", 2)
    ),
    "advisers": _trades(
        0.74,
        ("Socialrådgiver", "Social worker", 6),
        ("Jobkonsulent", "Job adviser", 3),
        ("Psykolog", "Psychologist", 2),
        ("Faglig koordinator", "Practice coordinator", 1),
    ),
    "crew": _trades(
        0.12,
        ("Teknisk servicemedarbejder", "Caretaker", 5),
        ("Specialarbejder", "Skilled worker", 5),
        ("Gartner", "Gardener", 3),
        ("Chauffør", "Driver", 2),
    ),
    "cleaners": _trades(
        0.8, ("Rengøringsassistent", "Cleaner", 9), ("Rengøringstilsyn", "Cleaning supervisor", 1)
    ),
    "engineers": _trades(
        0.42,
        ("Ingeniør", "Engineer", 4),
        ("Biolog", "Biologist", 2),
        ("Byggesagsbehandler", "Permit officer", 3),
        ("Projektleder", "Project manager", 2),
    ),
    "librarians": _trades(
        0.7,
        ("Bibliotekar", "Librarian", 6),
        ("Biblioteksassistent", "Library assistant", 3),
        ("Formidler", "Outreach officer", 2),
    ),
    "culture": _trades(
        0.5,
        ("Kulturkonsulent", "Culture adviser", 3),
        ("Musiklærer", "Music teacher", 3),
        ("Produktionsmedarbejder", "Stage hand", 1),
    ),
    "hr": _trades(
        0.72,
        ("HR-konsulent", "HR adviser", 4),
        ("Lønkonsulent", "Payroll adviser", 4),
        ("Arbejdsmiljøkonsulent", "Work environment adviser", 1),
    ),
    "it": _trades(
        0.28,
        ("It-supporter", "IT supporter", 4),
        ("Systemadministrator", "System administrator", 3),
        ("Digitaliseringskonsulent", "Digitalisation adviser", 3),
    ),
}

LEADS = {
    "chief": Bilingual("Kommunaldirektør", "Chief executive"),
    "director": Bilingual("Direktør", "Director"),
    "head": Bilingual("Afdelingschef", "Head of department"),
    "school": Bilingual("Skoleleder", "Head teacher"),
    "years": Bilingual("Afdelingsleder", "Head of years"),
    "house": Bilingual("Pædagogisk leder", "Day-care lead"),
    "home": Bilingual("Plejecenterleder", "Care home manager"),
    "team": Bilingual("Teamleder", "Team lead"),
    "shared": Bilingual("Delt biblioteksleder", "Joint library lead"),
}
