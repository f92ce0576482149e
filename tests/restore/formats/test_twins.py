"""Word documents that hold a text twice, for newer and older programs: read once, written twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.formats.pick import Format
from tests.fuzz.invariants import check
from tests.restore.formats.shared import change, docx, entry, read

DOCX = Format.DOCX
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def paragraph(*runs: str) -> str:
    """A paragraph; a run is text, or an element of its own."""
    inside = (run if run.startswith("<") else f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs)
    return f"<w:p>{''.join(inside)}</w:p>"


def fork(*branches: str) -> str:
    """What Word writes for programs of different age: the first branch is that of the newest."""
    names = ["Choice"] * (len(branches) - 1) + ["Fallback"]
    inside = "".join(f"<mc:{n}><w:txbxContent>{b}</w:txbxContent></mc:{n}>" for n, b in zip(names, branches))
    return f"<w:r><mc:AlternateContent {MC}>{inside}</mc:AlternateContent></w:r>"


BOX, READ = paragraph("extra ", "safe") + paragraph("two extra"), "extra safe\n\ntwo extra"
WHOLE, CUT = "<w:r><w:t>extra</w:t></w:r>", "<w:r><w:t>ex</w:t></w:r><w:r><w:t>tra</w:t></w:r>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (paragraph("host", fork(BOX, BOX), " end"), f"host end\n\n{READ}"),
        (paragraph("host", fork(BOX, paragraph("ex", "tra safe") + paragraph("two ", "extra"))), f"host\n\n{READ}"),
        (paragraph(fork(BOX, BOX, BOX)), READ),
        (paragraph(fork(paragraph("new"), paragraph("old"))), "new\n\nold"),
        (paragraph(fork("", paragraph("old"))), "old"),
        (paragraph("a", fork(WHOLE, CUT), "z"), "aextraz"),
        (paragraph(fork(BOX, paragraph("x")), fork(paragraph("x"), BOX)), f"{READ}\n\nx\n\nx\n\n{READ}"),
        (paragraph(fork(paragraph("out", fork(BOX, BOX)), paragraph("out", fork(BOX, BOX)))), f"out\n\n{READ}"),
    ],
)
def test_a_copy_is_not_read_again(body: str, text: str) -> None:
    data = docx(body)
    assert read(data, DOCX).text == text
    check(data, DOCX)


@pytest.mark.parametrize(
    "body",
    [
        paragraph("extra", fork(BOX, BOX)),
        paragraph(fork(paragraph("ex", "tra &amp; sa", "fe"), paragraph("e", "xtra &#38; s", "afe"))),
        paragraph(fork(paragraph("out extra", fork(BOX, BOX)), paragraph("out extra", fork(BOX, BOX)))),
        paragraph("a ", fork(WHOLE, CUT), " z"),
    ],
)
def test_a_copy_gets_the_same_edits(body: str) -> None:
    given = read(docx(body), DOCX)
    written = change(given, extra="R&D <more>", safe="", tw="a & b")
    assert written.edits and not written.left_out
    new = entry(written.render()).decode()
    assert new.count("R&amp;D &lt;more&gt;") == body.replace('</w:t></w:r><w:r><w:t xml:space="preserve">', "").replace(
        "</w:t></w:r><w:r><w:t>", ""
    ).count("extra")
    assert "safe" not in new and "saf" not in new
    assert read(written.render(), DOCX).text == given.text.replace("extra", "R&D <more>").replace("safe", "").replace(
        "tw", "a & b"
    )


def test_an_edit_that_the_copy_cannot_take_is_left_out() -> None:
    body = paragraph(fork(paragraph("extra safe"), paragraph("<w:r><w:t>ex<![CDATA[tr]]>a safe</w:t></w:r>")))
    written = change(read(docx(body), DOCX), extra="more", safe="sure")
    assert [e.source for e in written.left_out] == ["extra"]
    new = entry(written.render()).decode()
    assert ">extra sure<" in new and "ex<![CDATA[tr]]>a sure" in new


def test_forks_within_forks_without_end_take_no_time() -> None:
    depth = 3000
    body = f"<mc:AlternateContent {MC}><mc:Choice>" * depth + BOX + "</mc:Choice></mc:AlternateContent>" * depth
    assert read(docx(paragraph(body)), DOCX).text == READ


words = st.sampled_from(["word ", "two", " &amp;", "é’", "<![CDATA[x]]>", " "])
paragraphs = st.lists(st.lists(words, max_size=4).map(lambda runs: paragraph(*(r for r in runs if "CDATA" not in r))), max_size=3)
boxes = st.recursive(
    paragraphs.map("".join), lambda inner: st.lists(inner, min_size=1, max_size=3).map(lambda b: paragraph(fork(*b)))
)


@given(st.lists(boxes, max_size=3).map("".join))
def test_any_edits_of_any_forks(body: str) -> None:
    check(docx(body), DOCX)
