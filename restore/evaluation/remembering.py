"""A restorer that scores a text once for all systems that ask for it: forced, gated, as a detector, without its table."""

from __future__ import annotations

import copy
from collections import OrderedDict
from pathlib import Path

from restore.looks import Judged
from restore.names import NameList
from restore.restorer import Progress, Restorer

TEXTS = 160  # kept; a suite asks for its texts again and again


class Remembering(Restorer):
    """A :class:`restore.restorer.Restorer` with the scores of the last ``TEXTS`` texts at hand; results are the same."""

    def __init__(self, model: str | Path, names: NameList | None = None) -> None:
        """``model`` and ``names`` as for the restorer."""
        super().__init__(model, names=names)
        self._scored: OrderedDict[str, Judged] | None = OrderedDict()

    def judge(self, text: str, progress: Progress | None = None) -> Judged:
        """Return the text judged, with the scores of all windows that were ever read."""
        if self._scored is None or text not in self._scored:
            return self._keep(super().judge(text, progress))
        self._scored.move_to_end(text)
        return self._scored[text]

    def whole(self, judged: Judged, progress: Progress | None = None) -> Judged:
        """Return a judged text with the scores of all its windows."""
        return judged if judged.scores.read.all() else self._keep(super().whole(judged, progress))

    def _keep(self, judged: Judged) -> Judged:
        if self._scored is not None:
            self._scored[judged.document.text] = judged
            if len(self._scored) > TEXTS:
                self._scored.popitem(last=False)
        return judged

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
