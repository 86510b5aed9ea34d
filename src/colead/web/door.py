"""What granian serves: a request is received whole, Django answers it in a thread, the whole answer is sent.

A body is taken while it keeps within the limits of its route (`kit.bodies`): as many bytes, and as fast.
Waiting for it holds a task of the loop and no thread, so slow senders stop nobody. An answer is sent once it
has ended without an error, from memory or from a file, so slow readers hold neither a thread nor memory.
See docs/decisions/0016.
"""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from tempfile import SpooledTemporaryFile
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest

from colead.kit.bodies import FAILED, REFUSED, content_length, largest, ordinary, seconds_left
from colead.web.health import LIVE, live

Environ = dict[str, Any]
Head = tuple[int, list[tuple[str, str]]]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

IN_MEMORY = 256 * 1024
UPLOADS_AT_ONCE = 4  # bodies above the ordinary size that a process receives at the same time
LINGER_SECONDS = 5  # what a refused sender still sends is let pass, so that they can read why
OPENED_SECONDS = 30  # by then granian has opened the file that it sends, and nothing says when
THREADS = 4  # requests that one process answers at the same time
NO_BODY = {"GET", "HEAD", "OPTIONS", "TRACE"}


class Refused(Exception):
    """The body is not taken; says why, with a key of `kit.bodies.REFUSALS`."""


class Door:
    """An RSGI application around a WSGI application. threads : how many requests are answered at once."""

    def __init__(self, application: Application, threads: int = THREADS) -> None:
        self.application = application
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self.uploads = 0

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """Receive, answer. Whether the process lives is answered here, also while no thread is free."""
        if scope.path == LIVE:
            alive = live(HttpRequest())
            protocol.response_bytes(alive.status_code, list(alive.items()), alive.content)
            return
        with SpooledTemporaryFile(IN_MEMORY) as body:
            refused, pieces = "", protocol.__aiter__()
            try:
                await self._receive(scope, pieces, body)
            except Refused as reason:
                refused = str(reason)
                body.truncate(0)
            body.seek(0)
            environ = _environ(scope, body, refused)
            loop = asyncio.get_running_loop()
            head, written = await loop.run_in_executor(self.threads, _answer, self.application, environ)
            _send(protocol, head, written, loop)
            if refused and refused != "too_slow":
                with suppress(TimeoutError, Exception):
                    await asyncio.wait_for(_let_pass(pieces), LINGER_SECONDS)

    async def _receive(self, scope: Any, pieces: Any, body: Any) -> None:
        """The whole body; Refused when it is too large or too slow, cut off, or too many large ones arrive.

        Of a body without a length nobody can say whether it was cut off: granian ends it as a whole one.
        """
        length = content_length(scope.headers.get("content-length"))
        if length is None and scope.method in NO_BODY:
            return
        if "transfer-encoding" in scope.headers:
            raise Refused("no_length")
        if (length or 0) > largest(scope.path):
            raise Refused("too_large")
        received, is_upload = 0, False
        try:
            async for piece in _in_time(pieces):
                received += len(piece)
                if received > (length or 0):
                    raise Refused("no_length")
                if received > ordinary() and not is_upload:
                    self._admit()
                    is_upload = True
                body.write(piece)
        finally:
            self.uploads -= is_upload
        if received != (length or 0):
            raise Refused("cut_off")

    def _admit(self) -> None:
        if self.uploads >= UPLOADS_AT_ONCE:
            raise Refused("too_many")
        self.uploads += 1


async def _in_time(pieces: Any) -> AsyncIterator[bytes]:
    """The body as it arrives; Refused when it is too slow."""
    started, received = time.monotonic(), 0
    while True:
        try:
            patience = seconds_left(time.monotonic() - started, received)
            piece = await asyncio.wait_for(pieces.__anext__(), patience)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise Refused("too_slow") from None
        received += len(piece)
        yield piece


async def _let_pass(pieces: Any) -> None:
    while True:
        await pieces.__anext__()


def _environ(scope: Any, body: Any, refused: str) -> Environ:
    """The request as WSGI names it (PEP 3333)."""
    server = urlsplit(f"//{scope.server}")
    environ: Environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode("utf-8", "surrogatepass").decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode("utf-8", "surrogatepass").decode("latin-1"),
        "SERVER_NAME": server.hostname or "localhost",
        "SERVER_PORT": str(server.port or 80),
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": urlsplit(f"//{scope.client}").hostname or "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if scope.authority:  # HTTP/2 has no header for it
        environ["HTTP_HOST"] = scope.authority
    environ |= _headers(scope)
    environ["CONTENT_LENGTH"] = str(body.seek(0, os.SEEK_END))
    body.seek(0)
    return environ | ({REFUSED: refused} if refused else {})


def _headers(scope: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in scope.headers.items():
        key = name.upper().replace("-", "_")
        if "_" in name or key == "CONTENT_LENGTH":  # a name with _ would pass for one with -
            continue
        key = key if key == "CONTENT_TYPE" else f"HTTP_{key}"
        joint = "; " if key == "HTTP_COOKIE" else ","
        found[key] = f"{found[key]}{joint}{value}" if key in found else value
    return found


def _answer(application: Application, environ: Environ) -> tuple[Head, Any]:
    """In a thread: the whole answer. One that breaks off is answered anew, as the failure that it is."""
    try:
        return _written(application, environ)
    except Exception as error:
        return _written(application, environ | {FAILED: error})


def _written(application: Application, environ: Environ) -> tuple[Head, Any]:
    head: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], _failure: Any = None) -> None:
        head[:] = [int(status.split(" ", 1)[0]), headers]

    answer = application(environ, start)
    try:
        written = _spooled(answer)
    finally:
        getattr(answer, "close", lambda: None)()
    return (head[0], head[1]), written


def _spooled(pieces: Iterable[bytes]) -> Any:
    written = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  (`_send` closes it)
    try:
        for piece in pieces:
            written.write(piece)
    except BaseException:
        written.close()
        raise
    return written


def _send(protocol: Any, head: Head, written: Any, loop: asyncio.AbstractEventLoop) -> None:
    """Hand the answer to granian, which sends a file as fast as it is read, 128 kB in memory at a time."""
    status, headers = head
    size = written.tell()
    written.seek(0)
    if size <= IN_MEMORY:
        with written:
            protocol.response_bytes(status, headers, written.read())
        return
    written.flush()
    if all(name.lower() != "content-length" for name, _value in headers):
        headers = [*headers, ("Content-Length", str(size))]
    protocol.response_file(status, headers, f"/dev/fd/{written.fileno()}")  # the file has no name
    loop.call_later(OPENED_SECONDS, written.close)
