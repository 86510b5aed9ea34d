"""What the columns of a staff list mean, guessed from their names."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import polars as pl

from colead.files.spelling import clean
from colead.files.translation import gettext_noop as _


class Cell(Enum):
    """How the cells of a column are read: the name, the type, and the problem of a cell that cannot be."""

    TEXT = ("text", pl.String, "")
    KEY = ("key", pl.String, "")
    DATE = ("date", pl.Date, "bad_date")
    LEVEL = ("level", pl.Int32, "bad_level")
    FLAG = ("flag", pl.Boolean, "bad_flag")
    NUMBER = ("number", pl.Float64, "bad_number")
    STATUS = ("status", pl.String, "")


@dataclass(frozen=True)
class StaffColumn:
    """What a column of a staff list holds.

    label : what it is called where a person chooses.    names : what others call it, the surest first.
    longest : characters that are kept, None = not kept as text.
    fact : the field of a position that keeps it; "" where the column says something else.
    """

    label: str
    names: str
    cell: Cell
    longest: int | None = None
    fact: str = ""

    def kept(self, value: Any) -> Any:
        """The value as a position keeps it: an empty cell is an empty text, a no, or nothing."""
        if self.cell in {Cell.TEXT, Cell.KEY}:
            return value or ""
        return bool(value) if self.cell is Cell.FLAG else value


# Names are compared without case, accents, spaces and punctuation. Sources: the import and export formats of
# Culture Amp, Peakon, Qualtrics, Horilla, BambooHR, OrangeHRM, Odoo, ERPNext, Personio, HiBob, Workday,
# SuccessFactors, SCIM 2.0, Active Directory and Entra ID, Google Workspace, SD Løn and OS2mo, OPUS and
# Silkeborg, and Danish staff lists. Everything else follows from this table: reading, the choice on the page,
# what an import compares, writes and completes. A further fact of a position is a line here and a field of
# its model.
STAFF: dict[str, StaffColumn] = {
    "key": StaffColumn(
        _("Employee number"),
        (
            "key id person_id employee_id employeeid employee_number employee_no uniqueidentifier "
            "badge_id employmentidentifier externalid user_id userid person uuid employee_uuid "
            "worker_id eid staff_id medarbejdernr medarbejdernummer medarbejder_id medarbejderid "
            "lønnr lønnummer tjenestenr tjenestenummer ansættelses_id ansættelsesid personale_id nr "
            "nummer samaccountname brugernavn username personnel_number personnel_no personnel_id "
            "person_id_external worker_number external_id objectid object_id ansættelsesnr "
            "ansættelsesnummer personalenr personalenummer medarb_nr pers_nr"
        ),
        Cell.KEY,
        longest=200,
    ),
    "name": StaffColumn(
        _("Name"),
        (
            "name full_name fullname displayname display_name employee_name worker legal_name "
            "preferred_name employee navn fulde_navn medarbejdernavn medarbejder visningsnavn "
            "lastname_firstname full_name_last_first efternavn_fornavn fuldt_navn preferred_full_name"
        ),
        Cell.TEXT,
        longest=200,
    ),
    "given_name": StaffColumn(
        _("First name"),
        (
            "given_name givenname first_name firstname name.givenname fornavn legal_first_name "
            "preferred_first_name"
        ),
        Cell.TEXT,
    ),
    "family_name": StaffColumn(
        _("Last name"),
        (
            "family_name familyname last_name lastname surname sn name.familyname efternavn "
            "legal_last_name preferred_last_name"
        ),
        Cell.TEXT,
    ),
    "email": StaffColumn(
        _("E-mail"),
        (
            "email e-mail mail email_address work_email workemail emails[].value emails.value "
            "userprincipalname primary_work_email mailadresse e-mailadresse arbejdsmail emails "
            "email_primary_work business_email company_email e-post"
        ),
        Cell.TEXT,
        longest=254,
    ),
    "manager": StaffColumn(
        _("Reports to (number, e-mail or name)"),
        (
            "manager_key manager_id manager_employee_id manager_number enterprise:manager.value "
            "manager.value supervisor_id supervisor_eid supervisoreid manager_email manager_mail "
            "manageremail supervisor_email manager reports_to reports_to_id line_manager "
            "reporting_manager supervisor parent_id manager_name leder_id leder_nr ledernr "
            "lederens_id lederens_medarbejdernr leder_email leder_mail leder nærmeste_leder "
            "nærmesteleder chef refererer_til personaleleder ledernavn supervisor_number "
            "manager_user_id manager_eid managers_employee_id manager.displayname workers_manager "
            "reporting_to reports_to_email manager_name_and_id supervisor_name supervisors "
            "direct_manager line_manager_id manager_id_in_company manager_userid lead team_lead "
            "lead_id leders_nr lederens_tjenestenr leders_nummer leders_medarbejdernummer "
            "leders_email leders_navn leder_navn overordnet nærmeste_leders_navn ansvarlig_leder "
            "supervisor_first_and_last_name"
        ),
        Cell.KEY,
    ),
    "unit_key": StaffColumn(
        _("Unit number"),
        (
            "unit_key unit_id org_unit_uuid org_unit_id departmentidentifier department_id "
            "department_code unit_code orgunit enhed_id enhedsid enhedsnr enhedsnummer enhedskode "
            "afdeling_id afdelingsnr afdelingsnummer afdelingskode orgenhed_nr orgenhedsnr "
            "org_enhed_id orgenhed_id organisationsenhed_id organizational_unit_id dept_id dept_code"
        ),
        Cell.KEY,
    ),
    "unit": StaffColumn(
        _("Unit (name or path)"),
        (
            "unit unit_name department departmentname department_name team org_unit organisation_unit "
            "organizational_unit supervisory_organization enterprise:department enhed enhedsnavn "
            "afdeling afdelingsnavn organisationsenhed arbejdssted tjenestested org_unit_path "
            "org_unit_name organizational_unit_name sub_unit subunit business_unit_name dept orgenhed "
            "org_enhed orgenhedsnavn organisationsenhed_navn org_enhed_navn afd sheet"
        ),
        Cell.TEXT,
        longest=200,
    ),
    "unit_parent": StaffColumn(
        _("Unit above"),
        (
            "unit_parent parent_unit unit_parent_id parent_unit_id parent_unit_name parent_department "
            "division enterprise:division overordnet_enhed overenhed overordnet_enhed_id overafdeling "
            "forvaltning direktørområde company superior_organization parent_organization "
            "overordnet_orgenhed overordnet_organisationsenhed overordnet_organisation"
        ),
        Cell.TEXT,
    ),
    "title": StaffColumn(
        _("Title"),
        (
            "title job_title jobtitle position_title business_title businesstitle job_position "
            "employmentname jobpositionidentifier job_role role position stilling stillingsbetegnelse "
            "titel jobtitel employee_title designation job_profile job stilling_tekst stillingstekst "
            "stillingskode"
        ),
        Cell.TEXT,
        longest=200,
        fact="title",
    ),
    "level": StaffColumn(
        _("Level"),
        "level organisation_level job_level hierarchy_level niveau ledelsesniveau ledelseslag lag",
        Cell.LEVEL,
        fact="level",
    ),
    "leads": StaffColumn(
        _("Leads the unit (yes or no)"),
        (
            "leads leads_unit is_manager is_leader is_lead unit_lead er_leder leder_af_enhed "
            "enhedsleder manager_flag people_manager is_people_manager unit_manager lederansvar "
            "personaleansvar leder_ja_nej"
        ),
        Cell.FLAG,
        fact="leads_unit",
    ),
    "start_date": StaffColumn(
        _("Employed from"),
        (
            "start_date startdate hire_date hiredate date_joining date_of_joining joining_date "
            "employment_start validity_from valid_from ansat_fra ansættelsesdato startdato fra_dato "
            "tiltrædelsesdato tiltrådt original_hire_date date_of_hire employment_date activationdate "
            "indtrædelsesdato ansat_dato ansat_den employeehiredate joined_date ansættelse_fra ansat"
        ),
        Cell.DATE,
    ),
    "end_date": StaffColumn(
        _("Employed until"),
        (
            "end_date enddate termination_date terminationdate contract_end contract_end_date "
            "employment_end validity_to valid_to valid_until ansat_til fratrædelsesdato slutdato "
            "til_dato fratrådt exitdate exit_date leaving_date relieving_date last_day_of_work "
            "last_working_day deactivationdate employeeleavedatetime contract_ends fratrådt_dato "
            "fratrådt_den ophørsdato ophørt_den ansættelse_til"
        ),
        Cell.DATE,
    ),
    "leave_from": StaffColumn(
        _("On leave from"),
        "leave_from leave_start leave_start_date orlov_fra orlov_start fravær_fra",
        Cell.DATE,
    ),
    "leave_until": StaffColumn(
        _("On leave until"),
        "leave_until leave_end leave_end_date orlov_til orlov_slut fravær_til",
        Cell.DATE,
    ),
    "status": StaffColumn(
        _("Status (works here or has left)"),
        (
            "status employment_status employee_status employmentstatus employmentstatuscode worker_status "
            "user_status lifecycle_status life_cycle_status active active_status is_active account_enabled "
            "accountenabled enabled suspended archived inactive terminated ansættelsesstatus statuskode "
            "ansættelsesstatuskode aktiv inaktiv er_aktiv er_fratrådt"
        ),
        Cell.STATUS,
    ),
    "weekly_hours": StaffColumn(
        _("Hours a week"),
        (
            "weekly_hours hours_per_week scheduled_weekly_hours timer_pr_uge ugentlige_timer timetal "
            "ugetimer weekly_working_hours standard_weekly_hours default_weekly_hours timer_uge"
        ),
        Cell.NUMBER,
    ),
    "share": StaffColumn(
        _("Share of full time"),
        (
            "share fte full_time_equivalent employment_rate beskæftigelsesgrad ansættelsesbrøk "
            "årsværk occupationrate fte_percent fte_percentage beskæftigelsesdecimal beskæft_grad "
            "ansættelsesgrad brøk"
        ),
        Cell.NUMBER,
    ),
    "position_key": StaffColumn(
        _("Position number"),
        (
            "position_key position_id position_number stilling_id stillingsnr stillingsnummer "
            "planstilling planstillingsnr position_code"
        ),
        Cell.KEY,
        longest=200,
        fact="key",
    ),
}
STAFF_COLUMNS = {ours: column.names for ours, column in STAFF.items()}
POSITION_FACTS = {ours: column for ours, column in STAFF.items() if column.fact}

TIE_COLUMNS: dict[str, str] = {
    "source": "from source source_id sender ego nominator respondent from_id i fra kilde afsender svarer",
    "target": "to target target_id receiver alter nominee nominated to_id j til mål modtager nævnt udpeget",
    "weight": "weight strength value score count vægt styrke værdi antal",
    "kind": "kind type relation network tie tie_type question label slags relationstype netværk spørgsmål",
}

_SURE, _LIKELY = 1.0, 0.6
_NUMBER_SIGN = re.compile(r"#|№|\bno\.$", re.IGNORECASE)
_SCIM_PREFIX = re.compile(r"^urn:\S+:user[:.]", re.IGNORECASE)


@dataclass(frozen=True)
class ColumnMapping:
    """Which column of a file holds what.

    columns : our name of a column -> its header in the file.
    confidence : our name of a column -> how sure the guess is, in [0, 1]; 1 also where a person chose.
    unused : headers that were not understood, in the file's order.
    """

    columns: dict[str, str]
    confidence: dict[str, float] = field(default_factory=dict)
    unused: tuple[str, ...] = ()

    def header(self, ours: str) -> str | None:
        """The file's name for one of our columns, or None where the file has no such column."""
        return self.columns.get(ours)


def guess_columns(header: Sequence[str], known: dict[str, str] = STAFF_COLUMNS) -> ColumnMapping:
    """Guess the meaning of each column from its name; every column is used at most once.

    A name that is one of those known is sure (1.0); one that is known but for a remark in brackets, as
    ``Department (primary)``, is likely (0.6).

    >>> guess_columns(["Medarbejdernr.", "Navn", "Nærmeste leder", "Afdeling"]).columns
    {'key': 'Medarbejdernr.', 'name': 'Navn', 'manager': 'Nærmeste leder', 'unit': 'Afdeling'}
    """
    free = list(header)
    chosen: dict[str, str] = {}
    confidence: dict[str, float] = {}
    for compared, sureness in ((plain_label, _SURE), (_without_remark, _LIKELY)):
        for ours, names in known.items():
            found = None if ours in chosen else _first_match(free, names.split(), compared)
            if found is not None:
                chosen[ours], confidence[ours] = found, sureness
                free.remove(found)
    return ColumnMapping(_completed(chosen, known), confidence, tuple(free))


def chosen_columns(guess: ColumnMapping, chosen: dict[str, str]) -> ColumnMapping:
    """The guess with what a person has chosen put over it; an empty choice frees a column."""
    taken = set(chosen.values())
    columns = {
        ours: label for ours, label in guess.columns.items() if label not in taken and ours not in chosen
    }
    columns |= {ours: label for ours, label in chosen.items() if label}
    confidence = {ours: 1.0 if ours in chosen else guess.confidence.get(ours, 0.0) for ours in columns}
    return ColumnMapping(columns, confidence, tuple(label for label in guess.unused if label not in taken))


def _first_match(free: list[str], names: Sequence[str], compared: Callable[[str], str]) -> str | None:
    labels = {compared(label): label for label in reversed(free)}
    return next((labels[plain_label(name)] for name in names if plain_label(name) in labels), None)


def _completed(chosen: dict[str, str], known: dict[str, str]) -> dict[str, str]:
    """A file without staff numbers can still name people by e-mail."""
    if "key" in known and "key" not in chosen and "email" in chosen:
        chosen["key"] = chosen["email"]
    return {ours: chosen[ours] for ours in known if ours in chosen}


def plain_label(label: str) -> str:
    """Letters and digits alone, without case and accents; æ, ø and å keep their own letters."""
    told = _NUMBER_SIGN.sub(" number", _SCIM_PREFIX.sub("", clean(label)))
    spelled = told.casefold().replace("ae", "æ").replace("oe", "ø").replace("aa", "å")
    kept = spelled.replace("å", "\0")
    bare = "".join(c for c in unicodedata.normalize("NFKD", kept) if not unicodedata.combining(c))
    return re.sub(r"[\W_]", "", bare.replace("\0", "å"))


def _without_remark(label: str) -> str:
    return plain_label(re.sub(r"\s*[(\[].*", "", label))
