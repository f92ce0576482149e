"""The phrase table: what goes in comes out, weights are probabilities, damaged files are refused."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from restore.errors import InputError
from restore.table import BIT, ORIGINS, TRUSTED, PhraseTable, origin_name
from restore.tokens import key_of

PAIRS = {
    ("struggle", "war"): (0.4, BIT["lexicon"] | BIT["observed"]),
    ("struggle", "fight"): (0.1, BIT["ppdb"]),
    ("struggle", "effort"): (0.2, BIT["wordnet"]),
    ("in the meantime", "meanwhile"): (0.6, BIT["observed"]),
    ("haven't any", "no"): (0.05, BIT["lexicon"]),
    ("mud", "dust"): (0.5, BIT["lexicon"]),
    ("dust", "mud"): (0.5, BIT["lexicon"]),
}
FREQ = {"war": 7.0, "fight": 6.0, "effort": 5.0, "meanwhile": 4.0, "no": 8.0, "struggle": 4.0}
TABLE = PhraseTable.from_pairs(PAIRS, FREQ, 14.0)


def rows(table: PhraseTable, form: str) -> list[str]:
    """The originals of a form, best first, by way of the row index."""
    i = table.ids[key_of(form)]
    return [table.phrases[s] for s in table.source[table.first_row[i] : table.first_row[i + 1]].tolist()]


def test_originals_by_falling_weight() -> None:
    # 0.4 e^7 > 0.1 e^6 > 0.2 e^5
    assert rows(TABLE, "struggle") == ["war", "fight", "effort"]
    assert rows(TABLE, "in the meantime") == ["meanwhile"]
    assert rows(TABLE, "dust") == ["mud"]


def test_a_mere_original_has_no_originals() -> None:
    assert rows(TABLE, "war") == []


def test_phrases_without_a_count_were_seen_once() -> None:
    assert TABLE.log_freq[TABLE.ids["mud"]] == 0.0
    assert TABLE.log_freq[TABLE.ids["war"]] == 7.0


def test_phrases_are_listed_under_their_tokens() -> None:
    assert set(TABLE.ids) == {*"struggle war fight effort meanwhile no mud dust".split(), "in the meantime", "haven 't any"}


def test_lengths_by_first_token() -> None:
    assert TABLE.longest["in"] == 1 << 3
    assert TABLE.longest["haven"] == 1 << 3
    assert TABLE.longest["war"] == 1 << 1
    assert "the" not in TABLE.longest


def test_lengths_of_one_first_token_are_joined() -> None:
    table = PhraseTable.from_pairs({(f, "x"): (1.0, 1) for f in ("in", "in a", "in a way of it")}, {}, 0.0)
    assert table.longest["in"] == 1 << 1 | 1 << 2 | 1 << 5


def test_prior_is_channel_times_frequency() -> None:
    first = int(TABLE.first_row[TABLE.ids["struggle"]])
    mass = [0.4 * math.e**7, 0.1 * math.e**6, 0.2 * math.e**5]
    np.testing.assert_allclose(np.exp(TABLE.log_prior[first : first + 3]), [m / sum(mass) for m in mass], rtol=2e-3)


def test_damage_compares_spun_with_clean_sightings() -> None:
    mass = 0.4 * math.e**7 + 0.1 * math.e**6 + 0.2 * math.e**5
    assert TABLE.log_damage[TABLE.ids["struggle"]] == pytest.approx(math.log(mass) - 4.0, rel=2e-3)
    assert TABLE.log_damage[TABLE.ids["war"]] == -20


def test_listed_is_the_mass_of_trusted_pairs() -> None:
    trusted = (TABLE.origin & TRUSTED) > 0
    for phrase in ("war", "mud", "struggle"):
        mine = trusted & (TABLE.source == TABLE.ids[phrase])
        assert TABLE.listed[TABLE.ids[phrase]] == pytest.approx(min(1.0, np.exp(TABLE.log_channel[mine]).sum()), abs=1e-3)


def test_sources_are_those_of_trusted_pairs() -> None:
    assert {TABLE.phrases[i] for i in np.flatnonzero(TABLE.is_source)} == {"war", "meanwhile", "no", "dust", "mud"}


def test_without_hides_pairs_and_keeps_ids() -> None:
    hidden = TABLE.source == TABLE.ids["war"]
    less = TABLE.without(hidden)
    assert rows(less, "struggle") == ["fight", "effort"]
    assert less.phrases == TABLE.phrases
    assert rows(TABLE, "struggle")[0] == "war"
    nothing = TABLE.without(np.ones(len(PAIRS), dtype=np.bool_))
    assert len(nothing.log_prior) == 0
    assert set(nothing.log_damage.tolist()) == {-20.0}


@pytest.mark.parametrize(
    ("names", "best"),
    [
        (["ppdb", "wordnet"], "ppdb"),
        (["lexicon", "observed"], "observed"),
        (["lexicon", "ppdb", "tortured"], "lexicon"),
        (["user", *ORIGINS], "user"),
        (["wordnet"], "wordnet"),
        (["other", "wordnet"], "other"),
        ([], "model"),
    ],
)
def test_origin_name(names: list[str], best: str) -> None:
    assert origin_name(sum(BIT[n] for n in set(names))) == best


words = st.sampled_from("war struggle fight mud house home I isn't 6 the a-b".split())
phrases = st.lists(words, min_size=1, max_size=3).map(" ".join)
tables = st.dictionaries(
    st.tuples(phrases, phrases), st.tuples(st.floats(0.001, 1.0), st.integers(1, 2 ** len(ORIGINS) - 1)), min_size=1, max_size=25
)


@given(tables)
def test_priors_of_each_form_sum_to_one(pairs: dict[tuple[str, str], tuple[float, int]]) -> None:
    table = PhraseTable.from_pairs(pairs, FREQ, 14.0)
    total = np.zeros(len(table.phrases))
    np.add.at(total, table.form, np.exp(table.log_prior))
    np.testing.assert_allclose(total[np.unique(table.form)], 1.0, rtol=1e-3)
    for form in {f for f, _ in pairs}:
        assert sorted(rows(table, form)) == sorted(s for f, s in pairs if f == form)


def test_save_and_load(tmp_path: Path) -> None:
    path = tmp_path / "table.safetensors"
    TABLE.save(path)
    again = PhraseTable.load(path)
    assert again.phrases == TABLE.phrases
    assert again.keys == TABLE.keys
    for name in ("form", "source", "origin"):
        np.testing.assert_array_equal(getattr(again, name), getattr(TABLE, name))
    for name in ("log_freq", "log_channel"):  # kept in half precision
        np.testing.assert_allclose(getattr(again, name), getattr(TABLE, name), rtol=2e-3)
    assert again.log_total == TABLE.log_total
    assert again.log_prior.dtype == again.log_freq.dtype == np.float32
    assert [p.name for p in tmp_path.iterdir()] == ["table.safetensors"]


def test_saving_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = tmp_path / "one.safetensors", tmp_path / "two.safetensors"
    TABLE.save(one)
    PhraseTable.load(one).save(two)
    assert one.read_bytes() == two.read_bytes()


def test_digest_tells_tables_apart() -> None:
    other = PhraseTable.from_pairs({**PAIRS, ("mud", "dust"): (0.4, BIT["lexicon"])}, FREQ, 14.0)
    assert PhraseTable.from_pairs(PAIRS, FREQ, 14.0).digest == TABLE.digest != other.digest
    assert TABLE.without(TABLE.form == TABLE.ids["mud"]).digest != TABLE.digest


def test_digest_survives_the_file(tmp_path: Path) -> None:
    TABLE.save(tmp_path / "t.safetensors")
    assert PhraseTable.load(tmp_path / "t.safetensors").digest == TABLE.digest


def test_spellings_of_one_phrase_are_one_phrase() -> None:
    """Look-up ignores case, so "Chinese" and "chinese" must share their pairs, or one of them is never found."""
    table = PhraseTable.from_pairs({("Mandarin", "Chinese"): (0.5, 1), ("oriental", "chinese"): (0.5, 1)}, {}, 0.0)
    assert len(table.ids) == len(table.phrases)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.safetensors: not a readable phrase table"):
        PhraseTable.load(tmp_path / "none.safetensors")


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_truncated_file(tmp_path: Path, share: float) -> None:
    path = tmp_path / "t.safetensors"
    TABLE.save(path)
    data = path.read_bytes()
    path.write_bytes(data[: int(share * len(data))])
    with pytest.raises(InputError, match="not a readable phrase table"):
        PhraseTable.load(path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("form", np.zeros(3, np.int32), id="fewer forms"),
        pytest.param("log_freq", np.zeros(3, np.float16), id="fewer counts"),
        pytest.param("origin", None, id="no origins"),
        pytest.param("source", np.full(len(PAIRS), 10_000, np.int32), id="a source past the end"),
        pytest.param("form", np.full(len(PAIRS), -1, np.int32), id="a form before the start"),
        pytest.param("log_total", np.zeros(0, np.float32), id="no total"),
    ],
)
def test_file_of_wrong_shape(tmp_path: Path, name: str, value: NDArray[np.float32] | None) -> None:
    path = tmp_path / "t.safetensors"
    TABLE.save(path)
    data = load_file(path)
    if value is None:
        del data[name]
    else:
        data[name] = value
    save_file(data, path)
    with pytest.raises(InputError, match=r"t\.safetensors"):
        PhraseTable.load(path)
