"""A step for pipelines of datatrove (https://github.com/huggingface/datatrove); docs/corpus.md shows one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from datatrove.data import Document
from datatrove.pipeline.base import PipelineStep

from restore.corpus.restoring import Treatment, batches, treat_each

FAILED = "restore_error"
TAGS = "restore"


class RestoreStep(PipelineStep):
    """Restores documents in batches; the model is loaded once a process and serves all tasks that run there.

    ``text`` of a document becomes the restored text; ``metadata["restore"]`` gains ``spun_score``, ``spun``, ``applied``,
    ``edit_count`` and ``edits`` (see restore.corpus.annotation). A document that cannot be restored passes unchanged with the
    reason in ``metadata["restore_error"]``; one that has such a reason already passes as it is. No document is dropped, their
    order stays, and what one becomes does not depend on the others or on ``batch_size``.
    """

    type = "✏️ - RESTORE"
    name = "synonym spins"

    def __init__(self, treatment: Treatment | None = None, batch_size: int = 32) -> None:
        """``treatment``: the model and what to do with it; ``batch_size``: documents handed to the model at once, at most."""
        super().__init__()
        self.treatment = treatment or Treatment()
        self.batch_size = batch_size

    def run(self, data: Iterable[Document] | None, rank: int = 0, world_size: int = 1) -> Iterator[Document]:
        """Yield the documents of ``data`` restored; raises InputError when the model cannot be loaded."""
        for batch in batches(data or (), self.batch_size, lambda document: len(document.text)):
            yield from self._restored(batch)

    def _restored(self, batch: list[Document]) -> list[Document]:
        meant = [d for d in batch if FAILED not in d.metadata]
        with self.track_time("batch"):
            for document, result in zip(meant, treat_each([d.text for d in meant], self.treatment)):
                if isinstance(result, str):
                    document.metadata[FAILED] = result
                    self.stat_update("failed")
                    continue
                document.text, found = result
                document.metadata[TAGS] = found.as_dict()
                self.stat_update("documents")
                self.stat_update("edits", value=len(found.edits))
                if found.spun:
                    self.stat_update("spun")
        return batch
