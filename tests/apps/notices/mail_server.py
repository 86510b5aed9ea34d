"""An e-mail server for the tests."""

from typing import Any, ClassVar

from django.core.mail.backends.base import BaseEmailBackend


class ScriptedServer(BaseEmailBackend):
    """It does what the test wrote down, e-mail by e-mail; then it takes everything."""

    script: ClassVar[list[Exception | None]] = []
    taken: ClassVar[list[Any]] = []

    def send_messages(self, email_messages: Any) -> int:
        for message in email_messages:
            trouble = self.script.pop(0) if self.script else None
            if trouble is not None:
                raise trouble
            self.taken.append(message)
        return len(email_messages)
