"""A restorer that scores a text once for all systems that ask for it: forced, gated, as a detector, without its table."""

from __future__ import annotations

import copy
from collections import OrderedDict
from pathlib import Path

from restore.document import Document
from restore.names import NameList
from restore.ranker import Scores
from restore.restorer import Restorer

TEXTS = 160  # kept; a suite asks for its texts again and again


class Remembering(Restorer):
    """A :class:`restore.restorer.Restorer` with the scores of the last ``TEXTS`` texts at hand; results are the same."""

    def __init__(self, model: str | Path, names: NameList | None = None) -> None:
        """``model`` and ``names`` as for the restorer."""
        super().__init__(model, names=names)
        self._scored: OrderedDict[str, tuple[Document, Scores]] | None = OrderedDict()

    def score(self, text: str) -> tuple[Document, Scores]:
        """Return the text's spans and their scores."""
        if self._scored is None:
            return super().score(text)
        if text not in self._scored:
            self._scored[text] = super().score(text)
            if len(self._scored) > TEXTS:
                self._scored.popitem(last=False)
        self._scored.move_to_end(text)
        return self._scored[text]

    def without_table(self) -> Remembering:
        """Return the same restorer with originals from the open vocabulary alone; scores are shared."""
        other = copy.copy(self)
        other._use_table = False
        return other

    def forgetful(self) -> Remembering:
        """Return the same restorer without a memory, to be timed."""
        other = copy.copy(self)
        other._scored = None
        return other
