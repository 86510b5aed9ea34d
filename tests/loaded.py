"""What a process of `processes.py` has loaded before it starts: Django, with every app."""

import django

django.setup()
