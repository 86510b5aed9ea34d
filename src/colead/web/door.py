"""What granian serves: a request is received whole, then Django answers it in a thread.

A body is taken while it keeps within the limits of its route (`kit.bodies`): as many bytes, and as fast.
Waiting for it holds a task of the loop and no thread, so slow senders stop nobody. See docs/decisions/0016.
"""

import asyncio
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import Any
from urllib.parse import urlsplit

from colead.kit.bodies import REFUSED, largest, ordinary, seconds_left

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

IN_MEMORY = 256 * 1024
UPLOADS_AT_ONCE = 4  # bodies above the ordinary size that a process receives at the same time
LINGER_SECONDS = 5  # what a refused sender still sends is let pass, so that they can read why
SEND_SECONDS = 30  # for each piece of an answer that is sent in pieces
PIECE = 256 * 1024
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
        """Receive, answer."""
        with SpooledTemporaryFile(IN_MEMORY) as body:
            refused = ""
            try:
                await self._receive(scope, protocol, body)
            except Refused as reason:
                refused = str(reason)
                body.truncate(0)
            body.seek(0)
            environ = _environ(scope, body, refused)
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(self.threads, _answer, self.application, environ, protocol, loop)
            if refused:
                with suppress(TimeoutError, Exception):
                    await asyncio.wait_for(_let_pass(protocol), LINGER_SECONDS)

    async def _receive(self, scope: Any, protocol: Any, body: Any) -> None:
        """The whole body; Refused when it is too large or too slow, or too many arrive."""
        length = _length(scope)
        if length is None and scope.method in NO_BODY:
            return
        limit = largest(scope.path)
        if (length or 0) > limit:
            raise Refused("too_large")
        if limit <= ordinary():
            await _spool(protocol, body, limit)
            return
        if self.uploads >= UPLOADS_AT_ONCE:
            raise Refused("too_many")
        self.uploads += 1
        try:
            await _spool(protocol, body, limit)
        finally:
            self.uploads -= 1


async def _spool(protocol: Any, body: Any, limit: int) -> None:
    started, received = time.monotonic(), 0
    pieces = protocol.__aiter__()
    while True:
        try:
            patience = seconds_left(time.monotonic() - started, received)
            piece = await asyncio.wait_for(pieces.__anext__(), patience)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise Refused("too_slow") from None
        received += len(piece)
        if received > limit:
            raise Refused("too_large")
        body.write(piece)


async def _let_pass(protocol: Any) -> None:
    async for _piece in protocol:
        pass


def _length(scope: Any) -> int | None:
    """What the head says of the length of the body; None when it says nothing that can be read."""
    text = str(scope.headers.get("content-length") or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None


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


def _answer(application: Application, environ: Environ, protocol: Any, loop: Any) -> None:
    """In a thread: let the application answer, and send it, whole or in pieces."""
    head: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], _failure: Any = None) -> None:
        head[:] = [int(status.split(" ", 1)[0]), headers]

    answer = application(environ, start)
    try:
        pieces = _large_pieces(answer)
        first, second = next(pieces), next(pieces, None)
        if second is None:
            protocol.response_bytes(*head, first)
        else:
            _send(protocol.response_stream(*head), chain((first, second), pieces), loop)
    finally:
        getattr(answer, "close", lambda: None)()


def _large_pieces(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in fewer pieces, at least one."""
    held = bytearray()
    for piece in pieces:
        held += piece
        if len(held) >= PIECE:
            yield bytes(held)
            held.clear()
    yield bytes(held)


def _send(transport: Any, pieces: Iterable[bytes], loop: Any) -> None:
    """A reader who takes too long is left: TimeoutError ends the answer."""
    for piece in pieces:
        sent = asyncio.run_coroutine_threadsafe(_send_piece(transport, piece), loop)
        sent.result(SEND_SECONDS)


async def _send_piece(transport: Any, piece: bytes) -> None:
    await transport.send_bytes(piece)
