"""Training examples: labels that agree with the damage, windows and batches that agree with the documents."""

from __future__ import annotations

import lzma
import random
from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path

import corpora
import numpy as np
import pytest
import torch
from examples import IGNORE, KEEP, OTHER, Examples, Window, label_spans

from restore.document import Preparer
from restore.edits import Edit, apply_edits
from restore.encoder import EncoderConfig
from restore.network import SpanRanker
from restore.ngrams import NGrams
from restore.pieces import Pieces
from restore.simulator import Spun
from restore.table import PhraseTable

CLEAN = (
    "The country could join the war. Experts also fight in the country, where people and artificial intelligence are important. "
    "People in the White House could fight on the road, part of the war. "
) * 6


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpora")
    for name in corpora.TRAINING:
        (folder / f"{name}.txt.xz").write_bytes(lzma.compress("\n".join([CLEAN.strip()] * 40).encode()))
    return folder


@pytest.fixture(scope="module")
def examples(table: PhraseTable, pieces: Pieces, ngrams: NGrams, folder: Path) -> Examples:
    return Examples(table, table, pieces, ngrams, folder, seed=1, hide=0.0)


def damage(text: str, *changes: tuple[str, str]) -> Spun:
    """A text spun by hand: each original (the first one left of it) replaced by a form."""
    out, edits, rest = "", [], text
    for original, form in changes:
        before, _, rest = rest.partition(original)
        out += before
        edits.append(Edit(len(out), len(out) + len(form), form, original, 1.0, original))
        out += form
    return Spun(out + rest, tuple(edits))


def labels(prepare: Preparer, spun: Spun) -> dict[str, tuple[int | str, str | None]]:
    """Span text → (label: a code or the original that it stands for, gold phrase)."""
    document = prepare(spun.text)
    tokens, table = document.tokens, prepare.table
    label, gold = label_spans(document, spun, table)
    found: dict[str, tuple[int | str, str | None]] = {}
    for s, (first, length) in enumerate(zip(document.start.tolist(), document.length.tolist(), strict=True)):
        text = spun.text[tokens.starts[first] : tokens.ends[first + length - 1]]
        code = int(label[s])
        named = table.phrases[int(document.candidates[s, code - 2])] if code >= 2 else code
        found[text] = (named, table.phrases[gold[s]] if gold[s] >= 0 else None)
    return found


def test_damage_helper() -> None:
    spun = damage("a war and a war", ("war", "battle"), ("and", "plus"))
    assert spun.text == "a battle plus a war"
    assert apply_edits(spun.text, spun.edits) == "a war and a war"


def test_labels_by_hand(prepare: Preparer) -> None:
    spun = damage("The War they could join", ("War", "Battle"), ("could", "may very well be"), ("join", "hitch"))
    assert labels(prepare, spun) == {
        "The": (KEEP, None),
        "Battle": ("war", "war"),
        "they": (KEEP, None),
        # the whole phrase is the original; its words alone are damaged, but not repaired by themselves
        "may very well be": ("could", "could"),
        "may": (OTHER, None),
        "very": (OTHER, None),
        "well": (OTHER, None),
        "be": (OTHER, None),
        # an original that the form does not list: damaged, and something to retrieve
        "hitch": (OTHER, "join"),
    }


def test_original_unknown_to_the_table(prepare: Preparer) -> None:
    assert labels(prepare, damage("a skirmish", ("skirmish", "battle")))["battle"] == (OTHER, None)


def test_listed_words_that_stand_as_they_were_are_kept(prepare: Preparer) -> None:
    assert set(labels(prepare, Spun("a battle within the nation", ())).values()) == {(KEEP, None)}


def test_longer_span_that_holds_damage(prepare: Preparer) -> None:
    # "in the" was left, "the place" came from "where": the span "within the" only overlaps it
    found = labels(prepare, damage("within where", ("where", "the place")))
    assert found["the place"] == ("where", "where")
    assert found["within the"] == (OTHER, None)
    assert found["within"] == (KEEP, None)


def test_braces_are_no_evidence(prepare: Preparer) -> None:
    found = labels(prepare, damage("so that a war", ("that a", "{that a}"), ("war", "battle")))
    assert found == {"so": (KEEP, None), "that": (IGNORE, None), "a": (IGNORE, None), "battle": ("war", "war")}


def test_clitic_and_neighbours(prepare: Preparer) -> None:
    found = labels(prepare, damage("the country’s people", ("country", "nation")))
    assert found == {"the": (KEEP, None), "nation": ("country", "country"), "’s": (KEEP, None), "people": (KEEP, None)}


@pytest.mark.parametrize("seed", range(6))
def test_labels_lead_back_to_the_original(examples: Examples, seed: int) -> None:
    spun = examples.keyed.spin(CLEAN, seed, bare=0.0)
    document = examples.prepare(spun.text)
    label, gold = label_spans(document, spun, examples.table)
    table = examples.table
    pairs = {(table.phrases[f], table.phrases[s]) for f, s in zip(table.form.tolist(), table.source.tolist(), strict=True)}
    listed = [e.target.lower() for e in spun.edits if (e.source.lower(), e.target.lower()) in pairs]
    assert len(listed) > 30
    chosen = document.candidates[label >= 2, label[label >= 2] - 2]
    assert (chosen == gold[label >= 2]).all()
    assert [table.phrases[i] for i in chosen.tolist()] == listed


def test_windows_hold_the_documents_spans(examples: Examples) -> None:
    spun = examples.keyed.spin(CLEAN, 1)
    document = examples.prepare(spun.text)
    label, gold = label_spans(document, spun, examples.table)
    windows = examples.windows_of(spun, random.Random(1))
    assert len(windows) == len(document.windows.pieces) > 1
    assert np.concatenate([w.label for w in windows]).tolist() == label.tolist()
    assert np.concatenate([w.gold for w in windows]).tolist() == gold.tolist()
    assert (np.concatenate([w.candidates for w in windows]) == document.candidates).all()
    assert (np.concatenate([w.features for w in windows]) == document.span_features).all()
    for window, pieces in zip(windows, document.windows.pieces, strict=True):
        assert (window.pieces == pieces).all()
        assert (window.first >= 1).all() and (window.last >= window.first).all() and (window.last < len(pieces) - 1).all()


def test_short_windows_are_left_out(examples: Examples) -> None:
    assert examples.windows_of(Spun("So.", ()), random.Random(1)) == []


@pytest.mark.parametrize(("hide", "least", "most"), [(0.0, 0.0, 0.0), (0.5, 0.2, 0.8), (1.0, 1.0, 1.0)])
def test_hidden_originals(examples: Examples, folder: Path, hide: float, least: float, most: float) -> None:
    hiding = Examples(examples.table, examples.table, examples.prepare.pieces, examples.prepare.ngrams, folder, 1, hide)
    spun = hiding.keyed.spin(CLEAN, 1, bare=0.0)
    hidden = listed = 0
    for seed in range(20):
        for window in hiding.windows_of(spun, random.Random(seed)):
            damaged = window.gold >= 0
            listed += int(damaged.sum())
            hidden += int((window.label[damaged] == OTHER).sum())
            # the original is either among the candidates and labelled, or gone and labelled "other"
            there = (window.candidates == np.where(damaged, window.gold, -2)[:, None]).any(1)
            assert (there[damaged] == (window.label[damaged] >= 2)).all()
            picked = damaged & (window.label >= 2)
            assert (window.candidates[picked, window.label[picked] - 2] == window.gold[picked]).all()
    assert least <= hidden / listed <= most


def test_what_is_hidden_is_hidden_in_the_whole_article(examples: Examples, folder: Path) -> None:
    hiding = Examples(examples.table, examples.table, examples.prepare.pieces, examples.prepare.ngrams, folder, 1, 0.5)
    spun = hiding.keyed.spin(CLEAN, 1, bare=0.0)
    for seed in range(5):
        windows = hiding.windows_of(spun, random.Random(seed))
        gone = {int(g) for w in windows for g, code in zip(w.gold, w.label, strict=True) if g >= 0 and code == OTHER}
        there = {int(g) for w in windows for g, code in zip(w.gold, w.label, strict=True) if g >= 0 and code >= 2}
        assert not gone & there


def test_engines(examples: Examples) -> None:
    draw = random.Random(1)
    spuns = [examples.spin(CLEAN, draw) for _ in range(300)]
    for spun in spuns:
        assert apply_edits(spun.text, spun.edits) == CLEAN
    clean = sum(not spun.edits for spun in spuns) / 300
    assert 0.15 < clean < 0.35
    again = random.Random(1)
    assert [examples.spin(CLEAN, again) for _ in range(5)] == spuns[:5]


def test_stream_by_seed(examples: Examples, folder: Path) -> None:
    def first(seed: int) -> list[bytes]:
        stream = Examples(examples.table, examples.table, examples.prepare.pieces, examples.prepare.ngrams, folder, seed).stream(
            buffer=20
        )
        return [w.pieces.tobytes() + w.label.tobytes() for w in islice(stream, 60)]

    assert first(1) == first(1)
    assert first(1) != first(2)


def test_collate(examples: Examples) -> None:
    table = examples.table
    windows = examples.windows_of(examples.keyed.spin(CLEAN, 1), random.Random(1))
    batch, label, gold, log_freq = examples.collate(windows)
    spans = [(i, s) for i, w in enumerate(windows) for s in range(len(w.first))]
    assert label.tolist() == [int(windows[i].label[s]) for i, s in spans]
    assert batch.window.tolist() == [i for i, _ in spans]

    def phrase(row: int) -> tuple[int, ...]:
        return tuple(p for p in batch.phrases[row].tolist() if p)

    def pieces_of(phrase_id: int) -> tuple[int, ...]:
        return examples.prepare.pieces.of_phrase(table.keys[phrase_id])[:10]

    for at, (i, s) in enumerate(spans):
        window = windows[i]
        assert batch.first[at] == window.first[s] and batch.last[at] == window.last[s]
        for place, candidate in enumerate(window.candidates[s].tolist()):
            row = int(batch.candidates[at, place])
            assert (row < 0) == (candidate < 0)
            if row >= 0:
                assert phrase(row) == pieces_of(candidate)
                assert float(log_freq[row]) == pytest.approx(float(table.log_freq[candidate]))
        assert (gold[at] < 0) == (window.gold[s] < 0)
        if gold[at] >= 0:
            assert phrase(int(gold[at])) == pieces_of(int(window.gold[s]))


def test_collate_without_anything_listed(examples: Examples) -> None:
    windows = examples.windows_of(Spun("Nothing here is listed, not one word of it all.", ()), random.Random(1))
    batch, label, gold, log_freq = examples.collate(windows)
    assert len(batch.phrases) == len(log_freq) == 0
    assert (label == KEEP).all() and (gold == -1).all()


def test_the_network_learns_from_a_batch(examples: Examples, vocabulary: Path) -> None:
    windows: list[Window] = examples.windows_of(examples.keyed.spin(CLEAN, 1), random.Random(1))
    batch, label, _, _ = examples.collate(windows)
    with torch.random.fork_rng():
        torch.manual_seed(1)
        config = EncoderConfig(
            vocab_size=len(vocabulary.read_text().splitlines()), hidden_size=32, num_hidden_layers=1, num_attention_heads=2,
            intermediate_size=32, max_position_embeddings=128,
        )  # fmt: skip
        net = SpanRanker(config)
        optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
        losses = []
        for _ in range(12):
            loss = torch.nn.functional.cross_entropy(net(batch)[0], label, ignore_index=IGNORE)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            losses.append(loss.item())
    assert losses[-1] < 0.5 * losses[0]
    # the scores were learnt from the batch's own arrays
    assert not torch.allclose(net(replace(batch, cases=(batch.cases + 1) % 5))[0][:, :2], net(batch)[0][:, :2])


def test_windows_of_an_engines_own_list_use_the_tables_ids(examples: Examples) -> None:
    windows = [w for seed in range(20) for w in examples.own_windows_of(CLEAN, random.Random(seed))]
    table = examples.table
    pairs = set(zip(table.form.tolist(), table.source.tolist(), strict=True))
    sources = {s for _, s in pairs}
    found = 0
    for w in windows:
        listed = np.flatnonzero(w.label >= 2)
        assert (w.candidates[listed, w.label[listed] - 2] == w.gold[listed]).all()
        assert set(w.gold[listed].tolist()) <= sources
        found += len(listed)
    assert found > 100


def test_batches_hold_every_window_once_and_of_one_length(examples: Examples) -> None:
    stream = [w.pieces.tolist() for w in islice(examples.stream(), 24)]
    batches = [[w.pieces.tolist() for w in batch] for batch in islice(examples.batches(6, of=4), 4)]
    assert sorted(p for batch in batches for p in batch) == sorted(stream)
    spans = sorted((min(map(len, b)), max(map(len, b))) for b in batches)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
