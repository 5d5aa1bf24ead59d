"""A tagged PDF document, drawn from the top left.

    document = Document(title="Receipt 2026-0412", author="Example, Inc.")
    with document.element("H1"):
        document.text(63, 51, "Receipt", Style("Inter-Bold", 16.5))
    with document.element("Table"), document.element("TR"), document.element("TH", scope="Column"):
        document.text(63, 90, "Gift", small)
    document.line(63, 95, 549, 95)                       # decoration: an artifact by itself
    with document.figure(alt="Gifts by month", box=(48, 120, 500, 238)):
        document.drawing(drawing, 48, 120)
    data = document.finish()

Every text operator stands in marked content that belongs to the innermost element (ISO 32000-1, 14.7.4); what is drawn
outside elements must be an artifact. The same calls give the same bytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from xml.sax.saxutils import escape

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing, String
from reportlab.lib.pagesizes import LETTER
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from core.pdf import shapes, structure, typefaces
from core.pdf import text as shaping
from core.pdf.embedding import EmbeddedFont, Raw, add, stream
from core.pdf.structure import Annotation, Box, Content, Element
from core.pdf.text import Line, Piece, Style

_LINK_KEY = 1_000_000  # parent keys of link annotations begin here; those below are pages
_PRODUCER = "Solidarity"
_ALIGN = {"start": "left", "middle": "center", "end": "right"}


class UntaggedText(Exception):
    """Text was drawn outside any element: a screen reader would never find it."""


def _new_canvas(page_size: tuple[float, float], lang: str) -> _Canvas:
    return _Canvas(
        None,
        pagesize=page_size,
        invariant=1,
        pageCompression=1,
        pdfVersion=(1, 7),
        initialFontName=typefaces.REGULAR,
        lang=lang,
    )


class _Canvas(Canvas):
    """A reportlab canvas that shows no text of its own accord and numbers its pages for the parent tree."""

    def _make_preamble(self) -> None:
        self._preamble = ""  # reportlab's own sets a font, outside all marked content

    def setFont(self, psfontname: str, size: float, leading: float | None = None) -> None:  # noqa: N802
        """Set a font of ours; Inter where a drawing falls back on one that would not be embedded (Times-Roman)."""
        super().setFont(psfontname if psfontname in typefaces.NAMES else typefaces.REGULAR, size, leading)

    def showPage(self) -> None:  # noqa: N802
        super().showPage()
        pages = self._doc.Pages.pages
        page = self._doc.idToObject[pages[-1].name] if isinstance(pages[-1], pdfdoc.PDFObjectReference) else pages[-1]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents, page.Tabs = len(pages) - 1, "/S"
        body = page.stream.encode("latin-1")
        self._doc.updateSignature(body)
        page.Contents = Raw(stream(zlib.compress(body)))


class _Info(pdfdoc.PDFInfo):
    """The document's description, without the dates that would make every file another."""

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        entries = {"Title": self.title, "Author": self.author, "Subject": self.subject, "Producer": _PRODUCER}
        written = "".join(f"/{key} {structure.text_string(value)}" for key, value in entries.items() if value)
        return f"<<{written}>>".encode()


class Document:
    """One PDF being drawn. Not for several threads at once."""

    def __init__(
        self,
        *,
        title: str,
        author: str = "",
        subject: str = "",
        lang: str = "en-US",
        page_size: tuple[float, float] = LETTER,
    ) -> None:
        typefaces.register_all()
        self.width, self.height = page_size
        self.canvas = _new_canvas(page_size, lang)
        self._document = self.canvas._doc
        self._describe(title, author, subject, lang)
        self._root = Element("Document", structure.entries(lang=lang))
        self._stack = [self._root]
        self._open: Element | None = None  # the element whose marked content is open
        self._closed_in_itself = 0  # depth of figures and artifacts, which hold whatever is drawn in them
        self._page_number = 0
        self._marks = 0
        self._links = 0
        self._floor = 0  # how much of this page's code lies beneath the text
        self._font_names: dict[EmbeddedFont, str] = {}

    # Structure

    @contextmanager
    def element(self, tag: str, *, lang: str = "", scope: str = "") -> Iterator[Element]:
        """Put what is drawn inside into a structure element: P, H1, Table, TR, TH (`scope` Row or Column), TD, ..."""
        node = Element(tag, structure.entries(lang=lang, scope=scope))
        if self._closed_in_itself:  # a head drawn again on a later page is not read again
            yield node
            return
        self._stack[-1].children.append(node)
        self._stack.append(node)
        try:
            yield node
        finally:
            self._close()
            self._stack.pop()

    @contextmanager
    def figure(self, *, alt: str, box: Box) -> Iterator[None]:
        """Put what is drawn inside into one picture, read as `alt`. `box`: x, y, width, height from the top left."""
        x, y, wide, high = box
        bottom = self.flip(y + high)
        node = Element("Figure", structure.entries(alt=alt, box=(x, bottom, x + wide, bottom + high)))
        self._stack[-1].children.append(node)
        self._begin(node)
        self._closed_in_itself += 1
        try:
            yield
        finally:
            self._closed_in_itself -= 1
            self._close()

    @contextmanager
    def artifact(self, kind: str = "") -> Iterator[None]:
        """Put what is drawn inside outside the reading order; `kind` may be Pagination, Layout or Background."""
        if self._closed_in_itself:
            yield
            return
        self._close()
        self._emit(f"/Artifact <</Type/{kind}>> BDC" if kind else "/Artifact BMC")
        self._closed_in_itself += 1
        try:
            yield
        finally:
            self._closed_in_itself -= 1
            self._emit("EMC")

    @contextmanager
    def beneath(self) -> Iterator[None]:
        """Put the decoration drawn inside under all the text of this page, above what was put there before."""
        self._close()
        start = len(self.canvas._code)
        yield
        self._close()
        code = self.canvas._code
        moved = code[start:]
        del code[start:]
        code[self._floor : self._floor] = moved
        self._floor += len(moved)

    # Drawing: points from the top left; y of text is its baseline

    def text(self, x: float, y: float, text: str, style: Style, *, align: str = "left") -> float:
        """Draw one line of text; `align` left, right or center at `x`. Return its width in points."""
        shaped = shaping.line(text, style.face)
        wide = shaped.width * style.size / 1000
        start = x - (wide if align == "right" else wide / 2 if align == "center" else 0)
        self._show(shaped, start, self.height - y, style)
        return wide

    def line(self, x1: float, y1: float, x2: float, y2: float, *, stroke: float = 0.5, color: str = "0.8 G") -> None:
        """Draw a straight line."""
        self.shape(f"{x1:.2f} {self.flip(y1):.2f} m {x2:.2f} {self.flip(y2):.2f} l S", f"{stroke} w {color}")

    def box(self, box: Box, *, radius: float = 0, fill: str = "", color: str = "", stroke: float = 0.5) -> None:
        """Draw a box (x, y, width, height), filled (`fill`, like "0.9 g") and outlined (`color`, like "0.8 G")."""
        x, y, wide, high = box
        outline = shapes.round_box(x, self.flip(y + high), wide, high, radius)
        paint = "B" if fill and color else "f" if fill else "S"
        self.shape(f"{outline} {paint}", f"{stroke} w {fill} {color}")

    def shape(self, operators: str, state: str = "") -> None:
        """Draw path operators in PDF coordinates with a graphics state of their own."""
        if self._closed_in_itself:
            self._emit(f"q {state} {operators} Q")
        else:
            self._close()
            self._emit(f"/Artifact BMC q {state} {operators} Q EMC")

    def qr(self, x: float, y: float, size: float, content: str) -> None:
        """Draw a QR code as vectors with its top left corner at (x, y). Wrap it in `figure` to give it words."""
        self.shape(shapes.qr(content, size=size), f"0 g 1 0 0 1 {x:.2f} {self.flip(y + size):.2f} cm")

    def drawing(self, drawing: Drawing, x: float, y: float) -> None:
        """Draw a reportlab drawing with its top left corner at (x, y); its words are shaped as all text here is.

        It belongs into `figure`, which gives it words of its own.
        """
        words = [shape for shape in drawing.contents if isinstance(shape, String)]
        others = [shape for shape in drawing.contents if not isinstance(shape, String)]
        bottom = y + drawing.height
        renderPDF.draw(Drawing(drawing.width, drawing.height, *others), self.canvas, x, self.flip(bottom))
        for word in words:
            color = "{:.3f} {:.3f} {:.3f} rg".format(*word.fillColor.rgb())
            style = Style(word.fontName, word.fontSize, color)
            self.text(x + word.x, bottom - word.y, word.text, style, align=_ALIGN[word.textAnchor])

    def watermark(self, text: str, style: Style, *, angle: tuple[float, float], opacity: float) -> None:
        """Write `text` across the middle of the page, see-through, outside the reading order.

        `angle`: cosine and sine of the slope.
        """
        cos, sin = angle
        wide = shaping.width(text, style.face, style.size)
        x = self.width / 2 - wide / 2 * cos + style.size * 0.36 * sin
        y = self.height / 2 - wide / 2 * sin - style.size * 0.36 * cos
        with self.artifact("Background"):
            self.canvas.saveState()
            self.canvas.setFillAlpha(opacity)
            self._show(shaping.line(text, style.face), x, y, style, angle)
            self.canvas.restoreState()

    def link(self, box: Box, address: str, *, contents: str) -> None:
        """Make the area `box` (x, y, width, height) lead to `address`; belongs to the innermost element, a Link."""
        x, y, wide, high = box
        bottom = self.flip(y + high)
        key = _LINK_KEY + self._links
        self._links += 1
        body = (
            f"<</Type/Annot/Subtype/Link/Rect[{x:.2f} {bottom:.2f} {x + wide:.2f} {bottom + high:.2f}]/Border[0 0 0]"
            f"/F 4/StructParent {key}/Contents {structure.text_string(contents)}"
            f"/A<</S/URI/URI {_byte_string(address)}>>>>"
        )
        reference = self._document.Reference(Raw(body.encode("latin-1")))
        self.canvas._annotationrefs.append(reference)
        self._stack[-1].children.append(Annotation(self._page_number, reference.format(self._document), key))

    def flip(self, y: float) -> float:
        """Turn a distance from the top into PDF's distance from the bottom."""
        return self.height - y

    # Pages

    def next_page(self) -> None:
        """End this page; elements that are open go on on the next."""
        self._close()
        self._emit("")  # a page without marks is still a page
        self.canvas.showPage()
        self._page_number += 1
        self._marks = self._floor = 0

    def finish(self) -> bytes:
        """End the last page and return the whole file."""
        self.next_page()
        document = self._document
        pages = [document.Reference(page).format(document) for page in document.Pages.pages]
        tree = structure.Writer(document, pages).write(self._root)
        document.Catalog.StructTreeRoot = tree
        return document.GetPDFData(self.canvas)

    # Inside

    def _describe(self, title: str, author: str, subject: str, lang: str) -> None:
        """Write the title where readers show it (window, library) and say that the document is tagged."""
        info = self._document.info = _Info()
        info.title, info.author, info.subject = title, author, subject
        catalog = self._document.Catalog
        catalog.MarkInfo = b"<</Marked true>>"
        catalog.ViewerPreferences = b"<</DisplayDocTitle true>>"
        packet = _xmp(title, author, lang).encode()
        metadata = b"<</Type/Metadata/Subtype/XML/Length %d>>stream\n%s\nendstream" % (len(packet), packet)
        catalog.Metadata = add(self._document, metadata)

    def _content(self) -> None:
        """Open marked content of the innermost element, unless it is open or something closed in itself is."""
        element = self._stack[-1]
        if self._closed_in_itself or self._open is element:
            return
        if element is self._root:
            raise UntaggedText
        self._begin(element)

    def _begin(self, element: Element) -> None:
        self._close()
        self._emit(f"/{element.tag} <</MCID {self._marks}>> BDC")
        element.children.append(Content(self._page_number, self._marks))
        self._marks += 1
        self._open = element

    def _close(self) -> None:
        if self._open is not None:
            self._emit("EMC")
            self._open = None

    def _emit(self, operators: str) -> None:
        self.canvas._code.append(operators)

    def _show(self, shaped: Line, x: float, y: float, style: Style, angle: tuple[float, float] = (1, 0)) -> None:
        """Show a shaped line; (x, y) in PDF coordinates."""
        cos, sin = angle
        for piece in shaped.pieces:
            font = f"{self._font_name(piece.font)} {style.size:g} Tf {style.color}"
            along = piece.x * style.size / 1000
            matrix = f"{cos:g} {sin:g} {-sin:g} {cos:g} {x + along * cos:.2f} {y + along * sin:.2f} Tm"
            if piece.noted:
                piece.font.note(self._document, dict(piece.noted))
            with self._spoken(piece):
                self._emit(f"BT {font} {matrix} {piece.operator or self._coded(piece)} ET")

    def _coded(self, piece: Piece) -> str:
        codes = [piece.font.code(self._document, cluster) for cluster in piece.clusters]
        return "<" + "".join(f"{code:04X}" for code in codes) + ">Tj"

    @contextmanager
    def _spoken(self, piece: Piece) -> Iterator[None]:
        """Put a piece whose glyphs are not its letters into an element that says what is written, in which language.

        The words stand at the element, not in the page's marked content: there, readers would turn them around.
        """
        if self._closed_in_itself or not piece.spoken:
            self._content()
            yield
            return
        node = Element("Span", structure.entries(lang=piece.lang, actual=piece.spoken))
        self._stack[-1].children.append(node)
        self._begin(node)
        yield
        self._close()

    def _font_name(self, font: EmbeddedFont) -> str:
        name = self._font_names.get(font)
        if name is None:
            name = self._font_names[font] = font.getSubsetInternalName(0, self._document)
        return name


def _byte_string(text: str) -> str:
    """Return an address as a PDF string."""
    return "<" + text.encode("utf-8").hex().upper() + ">"


def _xmp(title: str, author: str, lang: str) -> str:
    creator = f"<dc:creator><rdf:Seq><rdf:li>{escape(author)}</rdf:li></rdf:Seq></dc:creator>" if author else ""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:format>application/pdf</dc:format>'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>{creator}'
        f"<dc:language><rdf:Bag><rdf:li>{escape(lang)}</rdf:li></rdf:Bag></dc:language>"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    )
