"""The open elements of an HTML source, as far as they decide how what follows is read."""

from __future__ import annotations

from dataclasses import dataclass

from restore.formats.html_scan import Tag

# Elements whose tags may stand within a sentence. All others, unknown ones too, end a paragraph.
INLINE = frozenset(
    """a abbr acronym b bdi bdo big br cite code data del dfn em font i img input ins kbd label mark nobr q rb rp rt rtc ruby s
    samp small span strike strong sub sup time tt u var wbr""".split()
)
VOID = frozenset("area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr".split())
_CODE = frozenset("code kbd samp var tt".split())
_HIDDEN = frozenset(
    """audio canvas datalist iframe listing math noembed noframes noscript object plaintext pre rp rt script select style svg
    template textarea video xmp""".split()
)
# Within SVG and MathML: what is HTML again, and start tags that end them (section 13.2.6.5).
_POINTS = frozenset("foreignobject desc title mi mo mn ms mtext annotation-xml".split())
_BREAKOUT = frozenset(
    """b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr ol p
    pre ruby s small span strong strike sub sup table tt u ul var""".split()
)
# What end tags do not reach across (section 13.2.4.2): those of special elements stop at scopes, others at special elements.
_SCOPES = frozenset("applet caption html marquee object table td template th".split())
_SPECIAL = frozenset(
    """address applet article aside blockquote body button caption center colgroup dd details dir div dl dt fieldset figcaption
    figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup html iframe li listing main marquee menu nav noembed noframes
    noscript object ol p plaintext pre script search section select style summary table tbody td template textarea tfoot th
    thead title tr ul xmp""".split()
)
_STOPS_TOO = {"p": ("button",), "li": ("ol", "ul")}
_STAY = frozenset("body form html".split())  # their end tags leave what is open in them open
_ENDS_ITSELF = frozenset("dd dt li option td th tr".split())
_ENDS_P = frozenset(
    """address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4
    h5 h6 header hgroup hr li listing main menu nav ol p plaintext pre search section summary table ul xmp""".split()
)


@dataclass(frozen=True, slots=True)
class Element:
    """An open element: whether it is SVG or MathML, or HTML within these; whether its text is shut out, or read but fixed.

    ``other``: it is in another language, unless what is in it says otherwise; ``apart``: so is the paragraph it stands in.
    """

    name: str
    foreign: bool
    point: bool
    shut: bool
    fixed: bool
    other: bool
    apart: bool


_ROOT = Element("", False, False, False, False, False, False)


class Stack:
    """Open elements; closing one takes no more time than opening what it closes took."""

    def __init__(self) -> None:
        self._open: list[Element] = []
        self._places: dict[str, list[int]] = {}
        self._scopes: list[int] = []  # places of elements in _SCOPES, and of points
        self._specials: list[int] = []  # of those in _SPECIAL, and of points
        self._roots: list[int] = []  # of SVG and MathML elements that are in no other

    @property
    def top(self) -> Element:
        """The innermost open element."""
        return self._open[-1] if self._open else _ROOT

    @property
    def in_foreign(self) -> bool:
        """Whether the next tag is SVG or MathML."""
        return self.top.foreign and not self.top.point

    def open(self, tag: Tag, xml: bool) -> Element:
        """Open an element; return it, though it is closed again if it has no content."""
        if not xml and _breaks_out(tag):
            self._leave_foreign()
        if not xml and tag.name in _ENDS_P and not self.in_foreign:
            self.close("p", implied=True)
        if tag.name in _ENDS_ITSELF and self.top.name == tag.name and not xml:
            self._pop()
        above = self.top
        foreign = self.in_foreign or tag.name in ("svg", "math")
        inline = tag.name in INLINE
        kept = tag.attributes.get("translate", "").strip().lower() == "no"
        named = _is_other(tag)
        other = above.other if named is None else named
        element = Element(
            tag.name,
            foreign,
            foreign and tag.name in _POINTS,
            above.shut or tag.name in _HIDDEN or (kept and not inline),
            above.fixed or tag.name in _CODE or kept,
            other,
            other and (above.apart or not inline),
        )
        if not (tag.empty if foreign or xml else tag.name in VOID):
            self._push(element)
        return element

    def close(self, name: str, implied: bool = False) -> None:
        """Close the innermost open element ``name``, and what is open within it; nothing when none is in reach.

        ``implied``: by a start tag, not an end tag.
        """
        if name in ("p", "br") and not implied:
            self._leave_foreign()
        places = self._places.get(name)
        if not places or (name in _STAY and self.top.name != name):
            return
        target = places[-1]
        if not (self.top.foreign and target >= self._roots[-1]):
            stops = self._scopes if name in _SPECIAL else self._specials
            if stops and stops[-1] > target:
                return
            if any(self._places.get(n, [-1])[-1:] > [target] for n in _STOPS_TOO.get(name, ())):
                return
        while len(self._open) > target:
            self._pop()

    def _leave_foreign(self) -> None:
        while self.in_foreign:
            self._pop()

    def _push(self, element: Element) -> None:
        place = len(self._open)
        self._places.setdefault(element.name, []).append(place)
        html = not element.foreign
        for places, counts in (
            (self._scopes, element.point or (html and element.name in _SCOPES)),
            (self._specials, element.point or (html and element.name in _SPECIAL)),
            (self._roots, element.foreign and not self.top.foreign),
        ):
            if counts:
                places.append(place)
        self._open.append(element)

    def _pop(self) -> None:
        element = self._open.pop()
        self._places[element.name].pop()
        for places in (self._scopes, self._specials, self._roots):
            if places and places[-1] == len(self._open):
                places.pop()


def _breaks_out(tag: Tag) -> bool:
    return tag.name in _BREAKOUT or (tag.name == "font" and not {"color", "face", "size"}.isdisjoint(tag.attributes))


def _is_other(tag: Tag) -> bool | None:
    """Whether an element says that it is in another language than English; None when it says nothing of that."""
    language = tag.attributes.get("lang", tag.attributes.get("xml:lang"))
    if language is None:
        return None
    return language.strip().lower().replace("_", "-").partition("-")[0] not in ("", "en", "eng", "english", "und", "mul")
