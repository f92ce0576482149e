"""Word documents: what is read as text, that nothing else changes, and what is refused."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO
from xml.etree import ElementTree

import docx as python_docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.errors import InputError
from restore.formats.pick import Format
from tests.fuzz.invariants import check
from tests.restore.formats.shared import BODY, TYPES, change, docx, entry, read

DOCX = Format.DOCX


def run(text: str, preserve: bool = True) -> str:
    """Return a run."""
    keep = ' xml:space="preserve"' * preserve
    return f"<w:r><w:rPr><w:b/></w:rPr><w:t{keep}>{text}</w:t></w:r>" if text else "<w:r/>"


def paragraph(*runs: str) -> str:
    """Return a paragraph."""
    return f"<w:p>{''.join(runs)}</w:p>"


def full() -> bytes:
    """Return a document of Word's usual make: headings, runs, a table, header, footer."""
    document = python_docx.Document()
    document.add_heading("The extra heading", 1)
    body = document.add_paragraph("He wants a ")
    body.add_run("number").bold = True
    body.add_run(" of things & “extra” <safety>.")
    document.add_table(1, 2).cell(0, 1).text = "extra cell"
    document.sections[0].header.paragraphs[0].text = "extra header"
    document.sections[0].footer.paragraphs[0].text = "safe footer"
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_whole_document() -> None:
    data = full()
    found = read(data, DOCX)
    assert found.text.split("\n\n") == [
        "The extra heading", "He wants a number of things & “extra” <safety>.", "extra cell", "extra header", "safe footer",
    ]  # fmt: skip
    assert found.write([]).render() == data
    written = change(found, extra="more", a_number_of="several", safety="R&D")
    new = written.render()
    assert not written.left_out
    opened = python_docx.Document(BytesIO(new))
    assert [p.text for p in opened.paragraphs] == ["The more heading", "He wants several things & “more” <R&D>."]
    assert [r.bold for r in opened.paragraphs[1].runs] == [None, True, None]
    assert [r.text for r in opened.paragraphs[1].runs] == ["He wants several", "", " things & “more” <R&D>."]
    assert opened.tables[0].cell(0, 1).text == "more cell"
    assert opened.sections[0].header.paragraphs[0].text == "more header"


def test_entries_without_edits_are_copied_byte_for_byte() -> None:
    data = docx(paragraph(run("extra")), **{"word/media/a.png": b"\x89PNG" * 99, "../../etc/passwd": b"root", "/abs": b"x"})
    new = change(read(data, DOCX), extra="more").render()
    with zipfile.ZipFile(BytesIO(data)) as old_zip, zipfile.ZipFile(BytesIO(new)) as new_zip:
        assert new_zip.testzip() is None
        old, fresh = old_zip.infolist(), new_zip.infolist()
    assert [(i.filename, i.date_time, i.compress_type, i.external_attr, i.extra) for i in old] == [
        (i.filename, i.date_time, i.compress_type, i.external_attr, i.extra) for i in fresh
    ]
    for a, b in zip(old, fresh):
        whole = (slice(i.header_offset, i.header_offset + 30 + len(i.filename) + i.compress_size) for i in (a, b))
        assert (data[next(whole)] == new[next(whole)]) == (a.filename != "word/document.xml")


def test_a_stream_with_data_descriptors_and_a_comment_stays_a_sound_zip_file() -> None:
    class Pipe(BytesIO):
        def seekable(self) -> bool:
            return False

    out = Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", BODY % paragraph(run("extra")))
        archive.writestr("last", b"x" * 99)
        archive.comment = b"a comment"
    new = change(read(out.getvalue(), DOCX), extra="more").render()
    with zipfile.ZipFile(BytesIO(new)) as archive:
        assert archive.testzip() is None and archive.comment == b"a comment" and archive.read("last") == b"x" * 99
    assert read(new, DOCX).text == "more"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (paragraph(run("one "), run("se"), run("ntence")) + paragraph(run("two")), "one sentence\n\ntwo"),
        (paragraph("<w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/></w:r>"), "a\tb\n"),
        (paragraph(run("a"), "<w:del><w:r><w:t>gone</w:t><w:delText>gone</w:delText></w:r></w:del>", run("b")), "ab"),
        (paragraph(run("a"), "<w:moveFrom>" + run("gone") + "</w:moveFrom><w:ins>" + run("b") + "</w:ins>"), "ab"),
        (paragraph('<w:r><w:instrText>PAGE "extra"</w:instrText></w:r>', run("a &amp; b &#x41;")), "a & b A"),
        (
            paragraph(run("host"), "<w:r><w:txbxContent>" + paragraph(run("box")) + "</w:txbxContent></w:r>", run(" end")),
            "host end\n\nbox",
        ),
        (paragraph(run("  trimmed  ", False), run("kept ")), "trimmedkept "),
        (paragraph(run("a<!-- no -->b<![CDATA[c]]>d<?no?>")), "abcd"),
        ("<x>no</x><w:t>no</w:t>" + paragraph("<w:sdt><w:hyperlink>" + run("yes") + "</w:hyperlink></w:sdt>"), "yes"),
    ],
)
def test_running_text(body: str, text: str) -> None:
    data = docx(body)
    assert read(data, DOCX).text == text
    check(data, DOCX)


@pytest.mark.parametrize(
    ("body", "words", "result"),
    [
        (run("extra") + run(" safe"), {"extra_safe": "more secure"}, run("more") + run(" secure")),
        (run("a num") + run("ber of ") + run("men"), {"a_number_of": "many"}, run("many") + run(" ") + run("men")),
        (run("a &lt; b"), {"a_<": "x >"}, run("x &gt; b")),
        (run("one two", False), {"two": ""}, run("one ", True)),
        (run("a"), {"a": "]]>"}, run("]]&gt;")),
    ],
)
def test_edits_stay_in_their_runs(body: str, words: dict[str, str], result: str) -> None:
    written = change(read(docx(paragraph(body)), DOCX), **words)
    assert not written.left_out
    assert entry(written.render()).decode() == BODY % paragraph(result)


def test_an_edit_of_character_data_is_left_out() -> None:
    written = change(read(docx(paragraph(run("extra <![CDATA[extra]]>"))), DOCX), extra="more")
    assert (len(written.edits), len(written.left_out)) == (1, 1)
    assert entry(written.render()).decode() == BODY % paragraph(run("more <![CDATA[extra]]>"))


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be"])
def test_encoding_of_a_part_is_kept(codec: str) -> None:
    mark = "" if codec == "utf-8" else "\ufeff"
    source = f'{mark}<?xml version="1.0" encoding="{codec[:6]}"?>\r\n' + BODY % paragraph(run("“extra” \U0001f600 end"))
    written = change(read(docx(source.encode(codec)), DOCX), extra="mehr ’é")
    assert entry(written.render()) == source.replace("extra", "mehr ’é").encode(codec)


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(
        InputError, match=r"^a.docx: word/document.xml unpacks to [\d,]+ bytes, more than a document has; refused$"
    ):
        read(docx(paragraph(run("a" * (2 << 20)))), DOCX)  # by its ratio
    noise = "".join(chr(0x4E00 + i * 7919 % 20000) for i in range(1 << 19))
    parts = {f"word/header{i}.xml": (BODY % paragraph(run(noise))).encode() for i in range(3)}
    body = TYPES[TYPES.index(b"<Over") : -len(b"</Types>")].replace(b"document.main", b"header")
    headers = b"".join(body.replace(b"document.xml", b"header%d.xml" % i) for i in range(3))
    types = TYPES.replace(b"</Types>", headers + b"</Types>")
    data = docx(paragraph(run("a")), **parts, **{"[Content_Types].xml": types})
    assert len(read(data, DOCX).text) > 3 << 19
    monkeypatch.setattr("restore.formats.docx.MOST_UNPACKED", 4 << 20)
    with pytest.raises(InputError, match="unpacks to"):
        read(data, DOCX)


def lying(size: int) -> bytes:
    """Return a document whose directory tells another size of the body."""
    data = bytearray(docx(paragraph(run("a" * 5000))))
    at = data.rindex(b"word/document.xml") - 46
    data[at + 24 : at + 28] = struct.pack("<L", size)
    return bytes(data)


LAUGHS = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + (BODY % paragraph(run("&b;"))).encode()
OUTSIDE = b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + (BODY % paragraph(run("&a;"))).encode()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"no document", "is no Word document"),
        (b"\xd0\xcf\x11\xe0" * 9, "is encrypted, or a document of Word before 2007"),
        (docx(paragraph(run("a")))[:-40], "is a damaged or cut zip file"),
        (b"PK\x03\x04 and more", "is a damaged or cut zip file"),
        (docx(LAUGHS), "word/document.xml declares a document type"),
        (docx(OUTSIDE), "word/document.xml declares a document type"),
        (docx("", **{"[Content_Types].xml": LAUGHS}), "list of contents is damaged"),
        (docx("", **{"[Content_Types].xml": b"<Types/>"}), "no Word document"),
        (docx(b"<w:document"), "word/document.xml is damaged"),
        (docx(paragraph(run("&undefined;"))), "word/document.xml is damaged"),
        (docx(b"<a>\xff</a>"), "is not in UTF-8"),
        (docx("<w:p/>"), "holds no text"),
        (lying(10), "is damaged"),
        (lying(60 << 20), "unpacks to"),
    ],
)
def test_bad_input_is_one_line(data: bytes, told: str) -> None:
    with pytest.raises(InputError, match=told) as caught:
        read(data, DOCX)
    assert str(caught.value).startswith("a.docx: ") and "\n" not in str(caught.value)


def test_doubled_overlapping_and_encrypted_entries_are_refused() -> None:
    data = docx(paragraph(run("a")), **{"word/document.xmk": b"x"})
    with pytest.raises(InputError, match="two entries of one name"):
        read(data.replace(b"word/document.xmk", b"word/document.xml"), DOCX)
    locked = bytearray(data)
    locked[data.rindex(b"word/document.xmk") - 46 + 8] |= 1
    with pytest.raises(InputError, match="is encrypted"):
        read(bytes(locked), DOCX)
    shifted = bytearray(data)
    at = data.rindex(b"word/document.xmk") - 46 + 42
    shifted[at : at + 4] = b"\0\0\0\0"
    with pytest.raises(InputError, match="damaged"):
        read(bytes(shifted), DOCX)


@given(st.integers(0, 4000), st.integers(0, 255))
def test_any_damage_of_a_zip_file_is_one_line(at: int, value: int) -> None:
    data = bytearray(docx(paragraph(run("some extra words")), **{"a": b"b" * 20}))
    data[at % len(data)] = value
    check(bytes(data), DOCX)


texts = st.lists(
    st.sampled_from(["word", " two words ", "&amp;", "&#233;", "’", "  ", "<!-- c -->", "<![CDATA[x]]>", "\r\n"]), max_size=4
)
runs = st.builds(run, texts.map("".join), st.booleans()) | st.sampled_from(["<w:r><w:tab/></w:r>", "<w:del><w:r/></w:del>"])


@given(st.lists(st.lists(runs, max_size=5), max_size=4))
def test_any_edits_of_any_document(paragraphs: list[list[str]]) -> None:
    data = docx("".join(paragraph(*p) for p in paragraphs))
    found = check(data, DOCX)
    if found is None:
        return
    new = change(found, word="term", two="<three>").render()
    old, fresh = (_shape(entry(d)) for d in (data, new))
    assert old == fresh


def _shape(part: bytes) -> list[tuple[str, dict[str, str]]]:
    """Return a part's elements and attributes, but for what keeps blanks."""
    return [(e.tag, {k: v for k, v in e.attrib.items() if "space" not in k}) for e in ElementTree.fromstring(part).iter()]
