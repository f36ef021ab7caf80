"""The fonts of a PDF: fixed weights of variable fonts, and the letters of the matrix drawn as badges.

Source Sans 3 has Latin with its diacritics, Greek and Cyrillic, and every sign that the product writes; what it lacks
is DejaVu's. The pages make do with fewer letters, so these sources are not theirs.

They are made by `manage.py make_print_fonts` and kept beside this file, because decoding a web font and fixing
its weight for each document costs more than laying out its text. A badge is a glyph: a box drawn around each of
twenty thousand letters would double the time of a render.
"""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.tables._g_l_y_f import Glyph

FONTS = Path(__file__).parent / "ttf"
_SOURCES = Path(__file__).parent / "sources"
_MONO = Path(settings.BASE_DIR) / "static" / "fonts" / "atkinson-mono.woff2"
_FIXED = {
    "source-sans-3-400.ttf": (_SOURCES / "source-sans-3.woff2", 400),
    "source-sans-3-600.ttf": (_SOURCES / "source-sans-3.woff2", 600),
    "atkinson-mono-400.ttf": (_MONO, 400),
    "newsreader-500.ttf": (_SOURCES / "newsreader.woff2", 500),
    "dejavu-sans.ttf": (_SOURCES / "dejavu-sans.woff2", 400),
}
BADGES = "raci-badges.ttf"
NAMES = (*_FIXED, BADGES)

# The badge around a letter, in units of the font: 1000 to the em.
_MARKS = {ord("✕"): "cross", ord("!"): "exclam", ord("○"): "ring", ord("•"): "bullet"}
_WIDTH, _BOTTOM, _TOP, _RADIUS = 1400, -210, 880, 170


def made_font(name: str) -> bytes:
    """One of NAMES, made from its source; raises KeyError for any other name."""
    buffer = BytesIO()
    font = _badges() if name == BADGES else _instance(*_FIXED[name])
    font["head"].modified = font["head"].created  # the same bytes each time
    font.recalcTimestamp = False
    font.save(buffer)
    return buffer.getvalue()


def _instance(source: Path, weight: int) -> "TTFont":
    """A font at one weight; the other axes of a variable one are as by default."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415
    from fontTools.varLib.instancer import instantiateVariableFont  # noqa: PLC0415

    font = TTFont(source)
    font.flavor = None
    if "fvar" not in font:
        return font
    axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
    return instantiateVariableFont(font, {**axes, "wght": weight})


def _badges() -> "TTFont":
    """A solid, R in a heavy frame, C in a fine one, I in dots, S in dashes; A/R is A's half and R's half."""
    from fontTools.feaLib.builder import addOpenTypeFeaturesFromString  # noqa: PLC0415
    from fontTools.fontBuilder import FontBuilder  # noqa: PLC0415

    letters = _instance(_MONO, 700)
    glyphs = {".notdef": _Badge(letters).glyph(), "slash": _Badge(letters).letter("slash", _WIDTH / 2).glyph()}
    glyphs["A"] = _Badge(letters).solid(0, _WIDTH).letter("A", _WIDTH / 2, hole=True).glyph()
    glyphs["R"] = _Badge(letters).frame(90).letter("R", _WIDTH / 2).glyph()
    glyphs["C"] = _Badge(letters).frame(45).letter("C", _WIDTH / 2).glyph()
    glyphs["I"] = _Badge(letters).dots(50, 130).letter("I", _WIDTH / 2).glyph()
    glyphs["S"] = _Badge(letters).dots(150, 260).letter("S", _WIDTH / 2).glyph()
    glyphs["cross"] = _Badge(letters).cross().glyph()
    glyphs["exclam"] = _Badge(letters).bar(200, 700).bar(0, 110).glyph()
    glyphs["ring"] = _Badge(letters).ring().glyph()
    glyphs["bullet"] = _Badge(letters).bar(250, 400).glyph()
    both = _Badge(letters).frame(60).solid(0, _WIDTH / 2)
    glyphs["A_R"] = both.letter("A", _WIDTH * 0.26, hole=True).letter("R", _WIDTH * 0.75).glyph()
    builder = FontBuilder(letters["head"].unitsPerEm, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap({ord(name): name for name in "ARCIS"} | {ord("/"): "slash"} | _MARKS)
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (_WIDTH, 0)))
    builder.setupHorizontalHeader(ascent=_TOP, descent=_BOTTOM)
    builder.setupNameTable({"familyName": "RACI badges", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=_TOP, sTypoDescender=_BOTTOM, usWinAscent=_TOP, usWinDescent=-_BOTTOM)
    builder.setupPost()
    addOpenTypeFeaturesFromString(builder.font, "feature liga { sub A slash R by A_R; } liga;")
    return builder.font


class _Badge:
    """A glyph in the making."""

    def __init__(self, letters: "TTFont") -> None:
        from fontTools.pens.ttGlyphPen import TTGlyphPen  # noqa: PLC0415

        self.letters = letters.getGlyphSet()
        self.widths = letters["hmtx"]
        self.pen = TTGlyphPen(None)

    def glyph(self) -> "Glyph":
        """The finished glyph."""
        return self.pen.glyph()

    def letter(self, name: str, center: float, *, hole: bool = False) -> "_Badge":
        """A letter around `center`, cut out of what is below when it is a hole."""
        from fontTools.pens.reverseContourPen import ReverseContourPen  # noqa: PLC0415
        from fontTools.pens.transformPen import TransformPen  # noqa: PLC0415

        pen = TransformPen(self.pen, (1, 0, 0, 1, center - self.widths[name][0] / 2, 0))
        self.letters[name].draw(ReverseContourPen(pen) if hole else pen)
        return self

    def solid(self, left: float, right: float) -> "_Badge":
        """A filled box, rounded where it meets the edge of the badge."""
        self._box(left, _BOTTOM, right, _TOP, clockwise=True)
        return self

    def frame(self, weight: int) -> "_Badge":
        """An outline."""
        self._box(0, _BOTTOM, _WIDTH, _TOP, clockwise=True)
        self._box(weight, _BOTTOM + weight, _WIDTH - weight, _TOP - weight, clockwise=False)
        return self

    def dots(self, length: int, step: int) -> "_Badge":
        """An outline in strokes of this length."""
        across, upright = (0, _WIDTH, (_BOTTOM, _TOP - 40), False), (_BOTTOM, _TOP, (0, _WIDTH - 40), True)
        for low, high, edges, stands in (across, upright):
            count = round((high - low - length) / step)
            for index in range(count + 1):
                at = low + (high - low - length) * index / count
                for edge in edges:
                    x, y, width, height = (edge, at, 40, length) if stands else (at, edge, length, 40)
                    self._path([(x, y), (x, y + height), (x + width, y + height), (x + width, y)])
        return self

    def cross(self) -> "_Badge":
        """The mark of an error."""
        low, high, thick, left = 20, 650, 130, _WIDTH / 2 - 315
        for turn in (1, -1):
            start, stop = (low, high) if turn == 1 else (high, low)
            points = [(left, start), (left, start + turn * thick), (left + 630 - thick, stop), (left + 630, stop)]
            points += [(left + 630, stop - turn * thick), (left + thick, start)]
            self._path(points if turn == 1 else points[::-1])
        return self

    def bar(self, bottom: float, top: float) -> "_Badge":
        """A stroke of the mark of a warning, or the dot of a hint."""
        left, right = _WIDTH / 2 - 75, _WIDTH / 2 + 75
        self._path([(left, bottom), (left, top), (right, top), (right, bottom)])
        return self

    def ring(self) -> "_Badge":
        """The mark of a duty to assign."""
        self._round(320, True)
        self._round(240, False)
        return self

    def _round(self, radius: float, clockwise: bool) -> None:
        x, y, far = _WIDTH / 2, 335, radius * 0.7071
        octant = [
            (x + a, y + b)
            for a, b in (
                (radius, 0),
                (far, far),
                (0, radius),
                (-far, far),
                (-radius, 0),
                (-far, -far),
                (0, -radius),
                (far, -far),
            )
        ]
        self._path(octant[::-1] if clockwise else octant)

    def _path(self, points: Sequence[tuple[float, float]]) -> None:
        self.pen.moveTo(points[0])
        for point in points[1:]:
            self.pen.lineTo(point)
        self.pen.closePath()

    def _box(self, left: float, bottom: float, right: float, top: float, *, clockwise: bool) -> None:
        """A rectangle whose outer corners are round."""
        inset = max(left, bottom - _BOTTOM)
        radius = max(0, _RADIUS - inset)
        at_left, at_right = left < _WIDTH / 4, right > _WIDTH * 3 / 4
        corners = [(left, bottom, at_left), (left, top, at_left), (right, top, at_right), (right, bottom, at_right)]
        toward = [((1, 0), (0, 1)), ((0, -1), (1, 0)), ((-1, 0), (0, -1)), ((0, 1), (-1, 0))]
        steps = [
            ((x + a[0] * r, y + a[1] * r), (x, y), (x + b[0] * r, y + b[1] * r))
            for (x, y, rounded), (a, b) in zip(corners, toward, strict=True)
            for r in [radius if rounded else 0]
        ]
        if not clockwise:
            steps = [(after, corner, before) for before, corner, after in reversed(steps)]
        self.pen.moveTo(steps[0][0])
        for index, (before, corner, after) in enumerate(steps):
            if index:
                self.pen.lineTo(before)
            self.pen.qCurveTo(corner, after)
        self.pen.closePath()
