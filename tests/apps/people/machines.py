"""What may be done with an import of a staff list and with a question to a colleague: tables of the tests."""

import zlib
from datetime import timedelta
from typing import Any

from apps.people.describing import LISTEN, PLAN, asked
from apps.people.staff import NOW, check, staff_list, take_in
from cast import Cast
from colead.apps.people import services
from colead.apps.people.models import StaffImport, ViewRequest
from colead.apps.people.own_person import own_person
from colead.apps.people.services.colleagues_views import (
    answer_view,
    ask_for_view,
    decline_view,
    delete_view_request,
)
from colead.files.columns import guess_columns
from colead.files.places import WHERE_FOUND
from colead.kit.roles import Member
from house.machines import Machine

GONE_WRONG = staff_list("1,Åse Holm,aase@example.org,9,Clinic,,Director")  # reports to nobody who is there


class Imports(Machine):
    """Small files: whoever chooses columns has the file checked in the same breath."""

    name, model = "import", StaffImport
    table = """
        action          before    after     member  lead  team  owner  consultant
        upload          new       uploaded  role    role  yes   yes    role
        apply_at_once   new       applied   role    role  yes   yes    role
        choose_place    uploaded  uploaded  role    role  same  same   role
        choose_place    mapped    uploaded  role    role  yes   yes    role
        choose_place    failed    uploaded  role    role  yes   yes    role
        choose_place    ready     uploaded  role    role  yes   yes    role
        choose_place    applied   -         role    role  late  late   role
        choose_place    undone    -         role    role  late  late   role
        choose_columns  uploaded  ready     role    role  yes   yes    role
        choose_columns  mapped    ready     role    role  yes   yes    role
        choose_columns  failed    ready     role    role  yes   yes    role
        choose_columns  ready     ready     role    role  same  same   role
        choose_columns  applied   -         role    role  late  late   role
        choose_columns  undone    -         role    role  late  late   role
        apply           uploaded  -         role    role  late  late   role
        apply           mapped    -         role    role  late  late   role
        apply           failed    -         role    role  late  late   role
        apply           ready     applied   role    role  yes   yes    role
        apply           applied   -         role    role  same  same   role
        apply           undone    -         role    role  late  late   role
        undo            uploaded  -         role    role  late  late   role
        undo            mapped    -         role    role  late  late   role
        undo            failed    -         role    role  late  late   role
        undo            ready     -         role    role  late  late   role
        undo            applied   undone    role    role  yes   yes    role
        undo            undone    -         role    role  same  same   role
        discard         uploaded  gone      role    role  yes   yes    role
        discard         mapped    gone      role    role  yes   yes    role
        discard         failed    gone      role    role  yes   yes    role
        discard         ready     gone      role    role  yes   yes    role
        discard         applied   -         role    role  late  late   role
        discard         undone    -         role    role  late  late   role
    """
    effects = """
        action          by    entry          told
        upload          team  -              -
        apply_at_once   team  imported       -
        choose_place    team  -              -
        choose_columns  team  -              -
        apply           team  imported       -
        undo            team  import_undone  -
        discard         team  -              -
    """
    follows = """
        step           cause             before    after
        find_none      it_is_checked     uploaded  ready
        find_none      it_is_checked     mapped    ready
        find_none      it_is_checked     failed    ready
        find_none      it_is_checked     ready     ready
        find_none      it_is_checked     applied   applied
        find_none      it_is_checked     undone    undone
        find_problems  it_holds_a_fault  uploaded  failed
        find_problems  it_holds_a_fault  mapped    failed
        find_problems  it_holds_a_fault  failed    failed
        find_problems  it_holds_a_fault  ready     failed
        expire         a_week_passes     uploaded  gone
        expire         a_week_passes     mapped    gone
        expire         a_week_passes     failed    gone
        expire         a_week_passes     ready     gone
        expire         a_week_passes     applied   applied
        expire         a_week_passes     undone    undone
    """

    def parties(self) -> dict[str, Member]:
        cast = self.cast
        return {
            "member": cast.uma,
            "lead": cast.bo,
            "team": cast.carla,
            "owner": cast.olga,
            "consultant": cast.dan,
        }

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.checked = check(cast.carla)

    def make(self, state: str) -> StaffImport:
        checked = self.checked
        if state in {"applied", "undone"}:
            services.apply_import(by=self.cast.carla, import_id=checked.pk, now=NOW)
        if state == "undone":
            services.undo_import(by=self.cast.carla, import_id=checked.pk, now=NOW)
        if state in {"uploaded", "mapped", "failed"}:
            StaffImport.objects.filter(pk=checked.pk).update(state=state)
        return StaffImport.objects.get(pk=checked.pk)

    def upload(self, by: Member, _row: None) -> StaffImport:
        return services.start_import(
            by=by, content=staff_list(), file_name="staff.csv", mode="full", as_of=NOW.date(), now=NOW
        )

    def apply_at_once(self, by: Member, _row: None) -> StaffImport:
        header = staff_list().decode().splitlines()[0].split(",")
        return services.import_staff_list(
            by=by,
            content=staff_list(),
            file_name="staff.csv",
            mapping=guess_columns(header),
            is_full=True,
            as_of=NOW.date(),
            now=NOW,
        )

    def choose_place(self, by: Member, row: StaffImport) -> Any:
        return services.choose_place(by=by, import_id=row.pk, place=WHERE_FOUND, now=NOW)

    def choose_columns(self, by: Member, row: StaffImport) -> Any:
        return services.choose_columns(by=by, import_id=row.pk, columns=row.mapping, now=NOW)

    def apply(self, by: Member, row: StaffImport) -> Any:
        return services.request_apply(by=by, import_id=row.pk, now=NOW)

    def undo(self, by: Member, row: StaffImport) -> Any:
        return services.request_undo(by=by, import_id=row.pk, now=NOW)

    def discard(self, by: Member, row: StaffImport) -> Any:
        return services.discard_import(by=by, import_id=row.pk, now=NOW)

    def it_is_checked(self, row: StaffImport) -> None:
        services.check_import(by=self.cast.carla, import_id=row.pk, now=NOW)

    def it_holds_a_fault(self, row: StaffImport) -> None:
        row.file.content = zlib.compress(GONE_WRONG)
        row.file.save()
        self.it_is_checked(row)

    def a_week_passes(self, _row: StaffImport) -> None:
        services.remove_expired_files(by=self.cast.carla, now=NOW + timedelta(days=8))


class ViewRequests(Machine):
    """Alma asks Bo. Carla and Olga are on no staff list."""

    name, model = "view_request", ViewRequest
    table = """
        action   before    after     asker  asked  peer  team  owner  consultant
        ask      new       open      yes    wrong  yes   .     .      role
        answer   open      answered  .      yes    .     .     .      role
        answer   answered  answered  .      yes    .     .     .      role
        answer   declined  answered  .      yes    .     .     .      role
        decline  open      declined  .      yes    .     .     .      role
        decline  answered  declined  .      yes    .     .     .      role
        decline  declined  -         .      same   .     .     .      role
        delete   open      gone      yes    .      .     .     .      role
        delete   answered  gone      yes    .      .     .     .      role
        delete   declined  gone      yes    .      .     .     .      role
    """
    effects = """
        action   by     entry                 told
        ask      asker  view_asked            asked:view_asked
        answer   asked  view_answered         asker:view_answered
        decline  asked  -                     -
        delete   asker  view_request_deleted  -
    """

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        take_in(cast.carla)
        services.ensure_competencies(by=cast.carla, now=NOW)

    def parties(self) -> dict[str, Member]:
        cast = self.cast
        return {
            "asker": cast.alma,
            "asked": cast.bo,
            "peer": cast.uma,
            "team": cast.carla,
            "owner": cast.olga,
            "consultant": cast.dan,
        }

    def make(self, state: str) -> ViewRequest:
        pk = asked(self.cast.alma, self.cast.bo, LISTEN, PLAN)
        answered_at = NOW if state == "answered" else None
        ViewRequest.objects.filter(pk=pk).update(state=state, answered_at=answered_at)
        return ViewRequest.objects.get(pk=pk)

    def ask(self, by: Member, _row: None) -> ViewRequest:
        return ask_for_view(by=by, colleague=own_person(self.cast.bo).key, competencies=[LISTEN], now=NOW)

    def answer(self, by: Member, row: ViewRequest) -> Any:
        return answer_view(by=by, view_request=row.pk, levels={LISTEN: 2}, now=NOW)

    def decline(self, by: Member, row: ViewRequest) -> Any:
        return decline_view(by=by, view_request=row.pk, now=NOW)

    def delete(self, by: Member, row: ViewRequest) -> Any:
        return delete_view_request(by=by, view_request=row.pk, now=NOW)


MACHINES = (Imports, ViewRequests)
