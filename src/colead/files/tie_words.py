"""The words of survey forms, network programs and people, by which answers are recognised."""

import re

import polars as pl

# Sources: exports of Microsoft and Google Forms, LimeSurvey, SurveyXact, Qualtrics and REDCap; Gephi.
YES = frozenset(
    ("1", "x", "✓", "✔", "yes", "y", "true", "checked", "selected", "on", "ja", "j", "valgt", "sand")
)
NO = frozenset(
    (
        "0",
        "-",
        "–",
        "—",
        "no",
        "n",
        "false",
        "unchecked",
        "not selected",
        "off",
        "nej",
        "ikke valgt",
        "falsk",
        *("never", "not at all", "none", "nobody", "no one", "aldrig", "slet ikke", "ingen"),
        *(".", "na", "n/a", "#n/a", "null", "no answer", "not answered", "not applicable", "don't know"),
        *("do not know", "ved ikke", "ikke besvaret", "ubesvaret", "intet svar", "ikke relevant"),
    )
)
NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_LABELLED = r"^\s*([-+]?\d+(?:[.,]\d+)?)\s*[-–=:.)]\s*([^\d\s].*)$"
BOTH_WAYS = frozenset(("undirected", "mutual", "both", "bidirectional", "urettet", "uorienteret", "gensidig"))
ONE_WAY = frozenset(("directed", "arc", "oneway", "rettet", "orienteret"))

WHO_ANSWERS = (
    *("from", "source", "sender", "ego", "nominator", "respondent", "respondent_id", "svarperson", "svarer"),
    *("afsender", "recipientemail", "recipient_email", "email_address", "email", "mail", "mailadresse"),
    *("e-mailadresse", "respondent_email", "token", "key", "id", "employee_number", "medarbejdernr"),
    *("medarbejdernummer", "name", "navn"),
)
"""What the column of whoever answers is called, the surest first."""


def as_marks(cells: pl.Series) -> pl.Series:
    """Marks and ratings in small letters; of a rating with its words the number, or the words that say no.

    >>> as_marks(pl.Series(["5 - Daily", "1 = Never", "X", "2,5"])).to_list()
    ['5', 'never', 'x', '2,5']
    """
    texts = cells.cast(pl.String).str.strip_chars().str.to_lowercase()
    number, words = (texts.str.extract(_LABELLED, group) for group in (1, 2))
    rated = number.zip_with(~words.is_in(list(NO)).fill_null(False), words)
    return pl.select(pl.coalesce(rated, texts).alias(cells.name)).to_series()


_NUMBERED = re.compile(r"[\s_.:#(\[-]*(?:no|nr|number|nummer)?[\s._:#-]*\d+\s*[)\]]?\s*$", re.IGNORECASE)
_NUMBER_BEFORE = re.compile(r"^\s*\d+\s*(?:st|nd|rd|th)?\s*[.):]?\s*(?=\D)", re.IGNORECASE)
_ORDINAL = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|første|anden|andet|tredje|fjerde|femte"
    r"|sjette|syvende|ottende|niende|tiende)\b",
    re.IGNORECASE,
)
_ONLY_NUMBERED = re.compile(r"(?:q|question|spm|spørgsmål|s|item)?[\s_.-]*\d*", re.IGNORECASE)


def question_of(header: str) -> str:
    """What a column asks, without the number of the choice.

    >>> question_of("Choice 3"), question_of("2. valg"), question_of("Whom do you ask? (2)")
    ('Choice', 'valg', 'Whom do you ask?')
    >>> question_of("Q2"), question_of("Q2_1")
    ('Q2', 'Q2')
    """
    if _ONLY_NUMBERED.fullmatch(header.strip()) and not re.search(r"\d[\s_.-]+\d", header):
        return header.strip()
    bare = _NUMBERED.sub("", _NUMBER_BEFORE.sub("", _ORDINAL.sub("", header)))
    return " ".join(bare.split()).strip(" -_:") or header.strip()
