"""A mail server on a socket of its own, which takes, refuses or drops what it is told to, address by address."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import LazySettings

DROP = "drop"
"""The connection breaks after the mail was handed over, before the server says whether it took it."""


@dataclass
class MailServer:
    port: int = 0
    at_recipient: dict[str, str] = field(default_factory=dict)
    """What RCPT answers, by address: `550 no such user`."""
    at_data: dict[str, str] = field(default_factory=dict)
    """What the end of the mail answers, by address; or DROP."""
    at_sender: str = "250 ok"
    taken: list[tuple[str, str]] = field(default_factory=list)
    """Address and text of each mail that arrived, the dropped ones included."""


class _Session(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as smtplib speaks."""

    def handle(self) -> None:
        server: MailServer = self.server.mail_server
        self.say("220 ready")
        recipient = ""
        while line := self.rfile.readline().decode().strip():
            command = line.upper()
            if command.startswith("MAIL"):
                self.say(server.at_sender)
            elif command.startswith("RCPT"):
                recipient = line[line.index("<") + 1 : line.index(">")]
                self.say(server.at_recipient.get(recipient, "250 ok"))
            elif command == "DATA":
                self.say("354 go ahead")
                server.taken.append((recipient, self.text()))
                answer = server.at_data.get(recipient, "250 taken")
                if answer == DROP:
                    return
                if not answer.startswith("250"):
                    server.taken.pop()
                self.say(answer)
            elif command == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def text(self) -> str:
        lines = iter(lambda: self.rfile.readline().decode(), ".\r\n")
        return "".join(lines)


@contextmanager
def serving() -> Iterator[MailServer]:
    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = allow_reuse_address = True
        mail_server: Any = None

    with Server(("127.0.0.1", 0), _Session) as server:
        server.mail_server = MailServer(port=server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server.mail_server
        server.shutdown()
        thread.join()


@pytest.fixture
def mail_server(settings: LazySettings) -> Iterator[MailServer]:
    """The portal's mail server, for this test."""
    with serving() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield server
