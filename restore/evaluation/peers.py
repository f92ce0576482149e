"""Rivals to compare with: correctors from PyPI, where they are installed, and any command of the user's own."""

from __future__ import annotations

import math
import re
import shlex
import subprocess
from collections.abc import Callable, Sequence
from copy import copy
from functools import cache
from importlib.util import find_spec
from typing import Any

from restore.errors import InputError

TIMEOUT = 300.0  # seconds a command may take for one text
_WORDS = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*(?: [^\W_]+(?:['\u2019-][^\W_]+)*)*")


class Peer:
    """A corrector from a package: ``make`` loads it on first use and returns what corrects one text."""

    def __init__(self, name: str, module: str, make: Callable[[], Callable[[str], str]]) -> None:
        """``module``: the package that must be installed."""
        self.name, self.module, self._make = name, module, make
        self._correct: Callable[[str], str] | None = None

    def run(self, text: str) -> str:
        """Return ``text`` corrected."""
        if self._correct is None:
            self._correct = self._make()
        return self._correct(text)


def _symspell() -> Callable[[str], str]:
    """SymSpell's compound look-up with the dictionaries that come with it.

    It drops marks, so that each run of words between two marks is given to it by itself.
    """
    from importlib.resources import as_file, files

    from symspellpy import SymSpell

    speller: Any = SymSpell(max_dictionary_edit_distance=2)
    loads = {"frequency_dictionary_en_82_765.txt": (speller.load_dictionary, 0, 1)}
    loads["frequency_bigramdictionary_en_243_342.txt"] = (speller.load_bigram_dictionary, 0, 2)
    for name, (load, term, count) in loads.items():
        with as_file(files("symspellpy") / name) as path:
            if not load(str(path), term, count):
                raise InputError(f"symspellpy: its dictionary {name} is missing; reinstall it with 'pip install symspellpy'")

    # each word takes milliseconds and comes again and again; copies, since the compound look-up writes into what it gets
    remembered = cache(speller.lookup)
    speller.lookup = lambda *asked: [copy(item) for item in remembered(*asked)]

    def one(run: re.Match[str]) -> str:
        found: Any = speller.lookup_compound(run.group(), 2, transfer_casing=True, ignore_non_words=True)
        return str(found[0].term) if found and found[0].term else run.group()

    return lambda text: _WORDS.sub(one, text)


def _autocorrect() -> Callable[[str], str]:
    from autocorrect import Speller

    speller: Any = Speller(lang="en")
    speller.autocorrect_word = cache(speller.autocorrect_word)  # no context counts, and an unknown word takes milliseconds
    return lambda text: str(speller(text))


def peers() -> tuple[list[Peer], list[str]]:
    """Return the peers that are installed, and a line for each that is not."""
    every = [
        Peer("symspellpy, compound lookup", "symspellpy", _symspell),
        Peer("autocorrect", "autocorrect", _autocorrect),
    ]
    missing = [p for p in every if find_spec(p.module) is None]
    notes = [f"{p.name}: not run, not installed (pip install {p.module})" for p in missing]
    return [p for p in every if p not in missing], notes


class Command:
    """A command of the user's own: the text on its standard input, the restored text on its standard output (UTF-8)."""

    def __init__(self, name: str, words: Sequence[str], timeout: float = TIMEOUT) -> None:
        """``words``: program and arguments, run without a shell; ``timeout``: seconds for one text."""
        self.name, self.words, self.timeout = name, list(words), timeout

    @staticmethod
    def parse(option: str) -> Command:
        """Read "NAME=COMMAND" as ``--system`` takes it. Raises InputError when either part is missing."""
        name, _, line = option.partition("=")
        try:
            words = shlex.split(line)
        except ValueError as error:
            raise InputError(f'--system {option}: {error}; write it as --system "NAME=COMMAND"') from error
        if not name.strip() or not words:
            raise InputError(f'--system {option}: needs a name and a command; write it as --system "NAME=COMMAND"')
        return Command(name.strip(), words)

    def run(self, text: str) -> str:
        """Return what the command makes of ``text``. Raises InputError when it cannot be run, fails or takes too long."""
        try:
            done = subprocess.run(self.words, input=text.encode(), capture_output=True, timeout=self.timeout, check=False)
        except OSError as error:
            raise InputError(f"--system {self.name}: {self.words[0]} cannot be run ({error.strerror or error})") from error
        except subprocess.TimeoutExpired as error:
            raise InputError(
                f"--system {self.name}: took more than {math.ceil(self.timeout)} s for one text; use a faster command"
            ) from error
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            why = f": {said[-1][:200]}" if said else ""
            raise InputError(f"--system {self.name}: exit status {done.returncode}{why}; run it by hand on one text")
        try:
            return done.stdout.decode("utf-8")
        except UnicodeDecodeError as error:
            raise InputError(f"--system {self.name}: its output is not UTF-8 text ({error}); make it write UTF-8") from error
