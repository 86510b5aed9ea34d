"""Changes to nomination sets, and their maps."""

from colead.apps.network.services.import_nominations import (
    answer_people,
    apply_import,
    check_import,
    choose_columns,
    discard_import,
    import_nominations,
    look_at_import,
    prepared_nominations,
    request_import,
    start_import,
    store_import,
    store_nominations,
    store_prepared,
)
from colead.apps.network.services.maps import compute_map, request_map
from colead.apps.network.services.prepared_sets import prepared_sets
from colead.apps.network.services.sets import delete_set

__all__ = [
    "answer_people", "apply_import", "check_import", "choose_columns", "compute_map", "delete_set",
    "discard_import", "import_nominations", "look_at_import", "prepared_nominations", "prepared_sets",
    "request_import", "request_map", "start_import", "store_import", "store_nominations", "store_prepared",
]  # fmt: skip
