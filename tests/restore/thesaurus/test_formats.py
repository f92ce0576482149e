"""Thesauri in each format → tables; what cannot be used is named by line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from restore.errors import InputError
from restore.reading import decode
from restore.thesaurus.formats import Format, detect, read_groups
from restore.thesaurus.own import Gathered, OwnTable, Pair, gather
from restore.thesaurus.tables import TableMode, UserTable, merged, phrase_table


def read(data: str | bytes, *, symmetric: bool = False, columns: tuple[str, ...] = (), format: Format | None = None) -> Gathered:
    raw = data.encode() if isinstance(data, str) else data
    return gather(read_groups(decode(raw, "t"), "t", format, columns), symmetric)


def pairs(got: Gathered) -> set[tuple[str, str]]:
    return {(p.original, p.spun) for p in got.table.pairs}


WAR = {("war", "struggle"), ("war", "battle")}


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ("war|struggle|battle\n", Format.PIPES),
        ("The {war|struggle|battle} is over.\n", Format.SPINTAX),
        ("UTF-8\nwar|1\n(noun)|struggle (generic term)|battle\n", Format.MYTHES),
        ("original\tspun\nwar\tstruggle\nwar\tbattle\n", Format.COLUMNS),
        ('Spun,Original\nstruggle,war\n"battle",war\n', Format.COLUMNS),
        ("war\tstruggle|battle\n", Format.LEXICON),
        ("# a comment\n\nwar\tstruggle\nwar\tbattle\n", Format.LEXICON),
    ],
)
def test_each_format(text: str, format: Format) -> None:
    assert detect(text) is format
    got = read(text)
    assert pairs(got) == WAR
    assert got.table.directed and not got.problems
    # odd ends of line and a byte-order mark change nothing
    assert pairs(read(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())) == WAR


def test_symmetric_groups_name_every_member() -> None:
    got = read("war|struggle|battle\n", symmetric=True)
    assert not got.table.directed
    assert pairs(got) == {(a, b) for a in ("war", "struggle", "battle") for b in ("war", "struggle", "battle") if a != b}


def test_columns_without_a_header() -> None:
    with pytest.raises(InputError, match="--columns"):
        read("war,struggle\n", format=Format.COLUMNS)
    assert pairs(read("1,struggle,war\n", columns=("-", "spun", "original"))) == {("war", "struggle")}


def test_encodings() -> None:
    assert ("caf\u00e9", "bar") in pairs(read("caf\u00e9|bar\nwar|struggle\n".encode("cp1252")))
    mythes = "ISO8859-2\n\u0142adny|1\n(adj)|pretty\n".encode("iso8859-2")
    assert pairs(read(mythes)) == {("\u0142adny", "pretty")}


def test_bad_lines_are_named_and_the_others_used() -> None:
    got = read("war|struggle\nlonely\n|x\nprice|$5\none two three four five six|x\nwar|" + "y" * 1_000_000 + "\nwar|battle\n")
    assert pairs(got) == WAR
    assert [p.line for p in got.problems] == [2, 3, 4, 5, 6]
    assert "longer than 5 words" in got.problems[3].reason
    nested = read("{war|{struggle|battle}}\n{also|too}\n")
    assert pairs(nested) == {("struggle", "battle"), ("also", "too")}
    assert [p.line for p in nested.problems] == [1]


@pytest.mark.parametrize("data", [b"", b"  \n", b"\x00\x01\x02\xff" * 50])
def test_no_text(data: bytes) -> None:
    with pytest.raises(InputError):
        read(data)


def test_one_column_is_no_thesaurus() -> None:
    with pytest.raises(InputError, match="--format"):
        read("war\nstruggle\n")


def test_own_table_there_and_back(tmp_path: Path) -> None:
    path = tmp_path / "t.tsv"
    table = OwnTable((Pair("war", "struggle", 0.7, 3, 2), Pair("war", "a long fight", None, 1, 1)), False)
    table.write(path)
    again = OwnTable.read(path)
    assert not again.directed
    assert [(p.original, p.spun, p.weight) for p in again.pairs] == [("war", "struggle", 0.7), ("war", "a long fight", None)]
    shares = again.shares()
    assert shares["struggle", "war"][1] == pytest.approx(0.7)
    assert shares["a long fight", "war"][1] == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("original\tspun\nwar\n", r"t\.tsv:2: 1 column"),
        ("original\tspun\nwar\t!\n", r"t\.tsv:2: .*marks"),
        ("original\tspun\tweight\nwar\tx\t7\n", r"t\.tsv:2: weight"),
        ("war\tstruggle\n", r"t\.tsv: no table of restore"),
        ("# directed: maybe\noriginal\tspun\nwar\tx\n", r"t\.tsv:1: 'directed'"),
        ("original\tspun\nwar\twar\n", r"t\.tsv: holds no pair"),
    ],
)
def test_damaged_own_table(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "t.tsv").write_text(text)
    with pytest.raises(InputError, match=message):
        OwnTable.read(tmp_path / "t.tsv")


def test_an_original_among_its_alternatives_may_stay() -> None:
    shares = read("war|war|struggle\n").table.shares()
    assert shares["struggle", "war"][1] == pytest.approx(0.5)


def test_phrase_table_takes_counts_from_the_shipped_one(table) -> None:  # type: ignore[no-untyped-def]
    own = OwnTable((Pair("war", "struggle"), Pair("war", "zzz")), True)
    made = phrase_table(own, table)
    assert made.log_freq[made.ids["war"]] == table.log_freq[table.ids["war"]]
    assert made.log_channel == pytest.approx([-0.693] * 2, abs=1e-3)
    both = merged(made, table)
    assert len(both.form) == len(table.form) + 1
    # the user's table knows other traces of "war", so that the shipped one counts a twentieth there, and in full elsewhere
    weight = {(both.phrases[f], both.phrases[s]): w for f, s, w in zip(both.form, both.source, np.exp(both.log_channel))}
    assert weight["battle", "war"] == pytest.approx(0.4 / 20, rel=1e-2)
    assert weight["battle", "fight"] == pytest.approx(0.3, rel=1e-2)


def test_safetensors_keep_the_direction(table, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    for directed in (True, False):
        path = tmp_path / "t.safetensors"
        UserTable(OwnTable((Pair("war", "struggle"),), directed), None, directed).write(path, table)
        again = UserTable.load(path)
        assert again.directed is directed
        assert again.over(table, TableMode.REPLACE).phrases == ["struggle", "war"]
