"""Who is somebody's lead when they show something to "me and my lead"."""

from colead.apps.people.bridge import Structure


def leads_of_person(structure: Structure, person_pk: int) -> list[int]:
    """Indices of the person's leads: whom they report to, and those who lead the unit they work in.

    Nobody further up: who shows something to their lead does not expect the whole line to read it.
    """
    person = structure.index_of(person_pk)
    if person < 0:
        return []
    manager, unit = int(structure.engine.manager[person]), int(structure.engine.unit[person])
    leads = {manager} if manager >= 0 else set()
    if unit >= 0:
        leads |= {int(lead) for lead in structure.leads_of(unit)}
    return sorted(leads - {person})
