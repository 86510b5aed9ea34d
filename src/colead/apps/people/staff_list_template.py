"""An example of a staff list, to fill in: invented people, in each language."""

Row = tuple[str, ...]

EXAMPLES: dict[str, tuple[Row, list[Row]]] = {
    "en": (
        ("id", "name", "email", "manager", "unit", "unit_parent", "title", "start_date", "end_date"),
        [
            ("1001", "Ida Holm", "ida@example.org", "", "Town hall", "", "Director", "2019-05-01", ""),
            ("1002", "Bo Berg", "bo@example.org", "1001", "Schools", "Town hall", "Head", "2021-08-01", ""),
            ("1003", "Alma Dahl", "alma@example.org", "1002", "Schools", "Town hall", "Teacher", "", ""),
        ],
    ),
    "da": (
        (
            "medarbejdernr",
            "navn",
            "e-mail",
            "leder",
            "enhed",
            "overordnet enhed",
            "stilling",
            "ansat fra",
            "ansat til",
        ),
        [
            ("1001", "Ida Holm", "ida@example.org", "", "Rådhuset", "", "Direktør", "01-05-2019", ""),
            ("1002", "Bo Berg", "bo@example.org", "1001", "Skolerne", "Rådhuset", "Leder", "01-08-2021", ""),
            ("1003", "Alma Dahl", "alma@example.org", "1002", "Skolerne", "Rådhuset", "Lærer", "", ""),
        ],
    ),
}
