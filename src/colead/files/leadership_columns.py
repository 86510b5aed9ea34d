"""What the columns of the files of an allocation are called, in English and Danish.

Names are compared as those of the staff list are: without case, accents, spaces and punctuation.
"""

from colead.files.columns import STAFF_COLUMNS

_PERSON = f"person person_id {STAFF_COLUMNS['key']} medarbejder e-mail email mail"
_TASK = (
    "task task_id task_key leadership_task title opgave opgave_id opgavenr opgavenummer ledelsesopgave titel"
)
_COMPETENCY = (
    "competency competency_id competency_key skill strength kompetence kompetence_id kompetencenøgle "
    "færdighed styrke"
)
_LEVEL = "level score niveau"
_FROM = "from valid_from start start_date since fra gyldig_fra startdato siden"
_UNTIL = "until to valid_until end end_date til gyldig_til slutdato indtil"

CAPACITY_COLUMNS: dict[str, str] = {
    "leadership_hours": (
        "leadership_hours hours_for_leadership leadership_capacity hours capacity ledelsestimer "
        "timer_til_ledelse timer_til_ledelsesopgaver timer kapacitet"
    ),
    "most_tasks": (
        "most_tasks max_tasks tasks_at_most most_leadership_tasks flest_opgaver opgaver_højst højst_opgaver "
        "maks_opgaver"
    ),
}

STRENGTH_COLUMNS: dict[str, str] = {
    "competency": _COMPETENCY,
    "level": _LEVEL,
    "wish": "wish energy lyst ønske",
    "consent": "consent may_be_used samtykke",
    "person": _PERSON,
}

TASK_COLUMNS: dict[str, str] = {
    "key": "id key task_id task_key nr number nummer opgave_id opgavenr opgavenummer nøgle",
    "title": "title task name leadership_task titel opgave navn ledelsesopgave",
    "unit": "unit unit_key unit_id department team enhed enhedsnr enheds_id afdeling",
    "hours": "hours hours_per_week hours_a_week weekly_hours timer timer_pr_uge ugentlige_timer",
    "seats": "seats seat number_of_seats pladser plads antal_pladser",
    "deputies": "deputies deputy wants_deputy stedfortrædere stedfortræder",
    "must_fill": "must_fill required skal_besættes skal_fyldes påkrævet",
    "needs": "needs needed_competencies competencies required_competencies kræver behov kompetencer",
    "term_months": "term_months term term_in_months periode_måneder periode_i_måneder periode",
    "most_terms": "most_terms terms_at_most most_terms_in_a_row flest_perioder perioder_højst",
}

NEED_COLUMNS: dict[str, str] = {
    "task": _TASK,
    "competency": _COMPETENCY,
    "level": f"{_LEVEL} needed needed_level krævet_niveau",
    "weight": "weight vægt",
    "critical": "critical kritisk afgørende",
}

ASSIGNMENT_COLUMNS: dict[str, str] = {
    "task": _TASK,
    "kind": "kind as role som slags rolle",
    "from": _FROM,
    "until": _UNTIL,
    "lock": "lock locked lås låst",
    "person": f"{_PERSON} holder",
}

EXCLUSION_PAIR_COLUMNS: dict[str, str] = {
    "one": "person one first person_1 person_a a en første",
    "other": "other_person other second person_2 person_b b anden",
}
