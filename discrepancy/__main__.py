"""``python -m discrepancy``, and the command ``discrepancy``: what is typed, and what can happen to a process while it answers.

A command ends with its exit code and a sentence, however it ends: by a signal, without memory, without anybody who reads the answer.
"""

from __future__ import annotations

import io
import os
import sys
from typing import NoReturn

from discrepancy.report import signals

BROKEN = 128 + 13  # what a shell says of a command that wrote to a pipe which nobody reads


class Output(io.TextIOWrapper):
    """Standard output or error: what it cannot encode becomes a question mark, and nobody who reads it is no error of ours."""

    @classmethod
    def of(cls, number: int) -> Output:
        """The one of a file descriptor, which may have been closed: then it leads nowhere."""
        stream = sys.stdout if number == 1 else sys.stderr
        encoding = stream.encoding if stream else "utf-8"
        return cls(open(number, "wb", closefd=False), encoding, "replace", line_buffering=True, write_through=number == 2)

    @property
    def encoding(self) -> str:
        """Click takes ASCII for a mistake, and would write UTF-8."""
        return "latin-1" if super().encoding.lower() in ("ascii", "us-ascii", "ansi_x3.4-1968", "646") else super().encoding

    def write(self, text: str) -> int:
        try:
            return super().write(text)
        except OSError as error:
            self._gone(error)
            return len(text)

    def flush(self) -> None:
        try:
            super().flush()
        except OSError as error:
            self._gone(error)

    def _gone(self, error: OSError) -> None:
        """Let the rest lead nowhere, and end, unless this is where errors are told."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.fileno())
        os.close(nowhere)
        said = f"the answer cannot be written: {error.strerror or error}"
        if self.fileno() != 2:
            raise signals.Ended(*((BROKEN, "") if isinstance(error, BrokenPipeError) else (1, said))) from None


def _open_streams() -> None:
    """Have the three of them, in processes of ours too: a file that is opened where one is closed would get its number, and what is said to it."""
    while (number := os.open(os.devnull, os.O_RDWR)) < 3:
        os.set_inheritable(number, True)
    os.close(number)
    sys.stdin = sys.stdin or io.TextIOWrapper(io.FileIO(0, closefd=False))
    sys.stdout, sys.stderr = Output.of(1), Output.of(2)


def main() -> NoReturn:
    """Run the command that is typed."""
    signals.listen()
    try:
        _open_streams()
        from discrepancy.app.cli import main as command

        command(prog_name="discrepancy")
    except signals.Ended as error:
        code, said = error.code, error.said
    except MemoryError:
        code, said = 1, "memory ran out"
    except ImportError as error:
        code, said = 1, f"a package cannot be loaded, perhaps for want of memory: {str(error).strip().splitlines()[0]}"
    finally:
        signals.deafen()
    if said:
        print(said, file=sys.stderr)
    sys.exit(code)


if __name__ == "__main__":
    main()
