"""Everything that pages need, loaded before the first of them is asked for.

A worker needs it, too: what tells somebody of an import gives the address of its page, and the first address
that a process asks for loads every page. In the middle of a transaction all others would wait for that.
"""

import gc
from importlib import import_module

from django.conf import settings
from django.urls import reverse


def load_pages() -> None:
    """Load every page and route, and let the collector of garbage look at none of it again.

    A full look at what is loaded takes a tenth of a second of processor time, in the middle of some answer.
    """
    import_module(settings.ROOT_URLCONF)
    reverse("web:dashboard", args=["any"])  # reads every address
    gc.collect()
    gc.freeze()
