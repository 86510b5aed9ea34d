"""Step two, where the file was read wrongly: say on which sheet and in which row its table begins."""

import zlib
from datetime import datetime

from django.db import transaction

from colead.apps.people.models import StaffImport
from colead.apps.people.services.opening import kept_file, open_file, open_import, read_import
from colead.apps.people.services.start_import import columns_for, header_hash, what_was_read
from colead.apps.people.workflow import STAFF_IMPORT
from colead.files.places import Place
from colead.kit.moves import require
from colead.kit.roles import Member


def choose_place(*, by: Member, import_id: int, place: Place, now: datetime) -> StaffImport:
    """Read the kept file at another place, and guess its columns again. DomainError when none is there."""
    staff_import = read_import(by, import_id)
    require(STAFF_IMPORT, "choose_place", staff_import, by=by, now=now)
    content = zlib.decompress(kept_file(staff_import).content)
    opened = open_file(content, staff_import.file_name, place, may_ask=True)
    table = opened.table
    with transaction.atomic():
        staff_import = open_import(by, import_id)
        move = require(STAFF_IMPORT, "choose_place", staff_import, by=by, now=now)
        file = kept_file(staff_import)
        for field, value in {**what_was_read(opened), "findings": {}}.items():
            setattr(file, field, value)
        file.save(update_fields=["header", "samples", "place", "look", "findings"])
        mapping, answers = columns_for(table)
        move.write(
            mapping=mapping.columns,
            answers=answers,
            header_hash=header_hash(table.header),
            n_rows=table.n_rows,
            summary={},
            fingerprint="",
        )
    return staff_import
