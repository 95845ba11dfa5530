# SPDX-License-Identifier: Apache-2.0
"""Drives `adyton chat` at a pseudo-terminal: ask, interrupt, clear a line, leave.

Prints "ok" and exits 0 if every step showed what it must.
"""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

LIMIT_SECONDS = 90
ATTEMPTS = 8
LINE_TAKEN = b"\x1b[?2004l"


class Terminal:
    def __init__(self, command):
        self.shown = b""
        self.process, self.handle = pty.fork()
        if self.process == 0:
            # Whoever started us may have had SIGINT ignored, and children inherit that.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.execvp(command[0], command)
        fcntl.ioctl(self.handle, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def type(self, text):
        """Types text; what was shown before is forgotten."""
        self.shown = b""
        os.write(self.handle, text)

    def expect(self, *texts):
        """Waits for one of the texts and returns the one that came first."""
        deadline = time.monotonic() + LIMIT_SECONDS
        while True:
            found = [text for text in texts if text in self.shown]
            if found:
                first = min(found, key=self.shown.index)
                self.shown = self.shown.split(first, 1)[1]
                return first
            if time.monotonic() > deadline or not self._read():
                sys.exit(f"expected {texts!r}, saw {self.shown[-2000:]!r}")

    def expect_end(self):
        while self._read():
            pass
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])

    def _read(self):
        ready, _, _ = select.select([self.handle], [], [], LIMIT_SECONDS)
        if not ready:
            return False
        try:
            chunk = os.read(self.handle, 4096)
        except OSError:
            return False
        self.shown += chunk
        return bool(chunk)


terminal = Terminal(sys.argv[1:])
terminal.expect(b"/help lists commands")
terminal.expect(b"> ")
for attempt in range(ATTEMPTS):
    terminal.type(b"Write a very long story about a river.")
    terminal.expect(b"river.")
    terminal.type(b"\r")
    terminal.expect(LINE_TAKEN)
    terminal.expect(b" ")  # the answer has begun
    terminal.type(b"\x03")
    if terminal.expect(b"[stopped]", b"> ") == b"[stopped]":
        terminal.expect(b"> ")
        break
else:
    sys.exit(f"{ATTEMPTS} answers were over before they could be interrupted")
terminal.type(b"half a line")
terminal.expect(b"half a line")
terminal.type(b"\x03")
terminal.expect(b"> ")
terminal.type(b"/help")
terminal.expect(b"/help")
terminal.type(b"\r")
terminal.expect(b"Ctrl-C  stop the answer")
terminal.expect(b"> ")
terminal.type(b"\x04")
status = terminal.expect_end()
if status != 0:
    sys.exit(f"adyton chat ended with {status}")
print("ok")
