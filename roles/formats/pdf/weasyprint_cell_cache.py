"""What repeats in a document is made once: a matrix has few letters, its header comes back on every page, its duties
in every block of columns.

WeasyPrint lays out and shapes every cell anew, which is a third of the time of a large matrix. While a document
is made, three functions of the pinned versions of WeasyPrint and pydyf give way to ones that look for an equal
result first. Nothing else may change: tests/formats/test_weasyprint_cell_cache.py compares the files byte for byte,
and tells when a new version no longer calls what is replaced here.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, NamedTuple

# What a cell of a class may take from its row and its table.
_PADDING = ("padding_top", "padding_right", "padding_bottom", "padding_left")
_STYLE = ("color", "font_family", "font_size", "font_style", "font_weight", "lang", "line_height", "text_align_all")
_SIGN = 8  # letters: a longer text is seldom repeated


class _Laid(NamedTuple):
    """What a cell holds once laid out, and where its corner was."""

    children: list[Any]
    height: float
    x: float
    y: float


@contextmanager
def repeats_made_once() -> Iterator[None]:
    """Within it one document may be made, by one thread."""
    import pydyf  # noqa: PLC0415
    from weasyprint.layout import block  # noqa: PLC0415

    lay_out, references = block.block_container_layout, pydyf.PDF.page_references
    block.block_container_layout = _remembering(lay_out)
    pydyf.PDF.page_references = property(_page_references(references.fget))
    try:
        yield
    finally:
        block.block_container_layout = lay_out
        pydyf.PDF.page_references = references


def _page_references(all_of: Callable[[Any], tuple[bytes, ...]]) -> Callable[[Any], tuple[bytes, ...]]:
    """Each element of the structure asks for them, and all were written out for each."""
    known: dict[int, tuple[bytes, ...]] = {}

    def page_references(pdf: Any) -> tuple[bytes, ...]:
        pages = len(pdf.pages["Kids"])
        if pages not in known:
            known[pages] = all_of(pdf)
        return known[pages]

    return page_references


def _remembering(lay_out: Callable[..., Any]) -> Callable[..., Any]:
    """`block_container_layout` with a memory of the cells of one document."""
    from weasyprint.formatting_structure.boxes import TableCellBox  # noqa: PLC0415

    known: dict[Hashable, _Laid] = {}

    def block_container_layout(
        context: Any, box: Any, bottom_space: float, skip_stack: Any, *args: Any, **kw: Any
    ) -> Any:
        key = _key(box) if type(box) is TableCellBox and not skip_stack else None
        if key is None:
            return lay_out(context, box, bottom_space, skip_stack, *args, **kw)
        if (laid := known.get(key)) and not context.overflows_page(bottom_space, _bottom(box, laid)):
            return _again(box, laid), None, {"break": "any", "page": None}, [], False, None
        result = lay_out(context, box, bottom_space, skip_stack, *args, **kw)
        new_box, resume_at, *_others = result
        if not laid and new_box and not resume_at:
            known[key] = _remembered(new_box)
        return result

    return block_container_layout


def _key(box: Any) -> Hashable:
    """Equal for two cells that hold the same, in the same look and width; None for a cell that stands alone."""
    element, style = box.element, box.style
    if element.tag == "td" and not len(element) and len(element.text or "") <= _SIGN:
        content: Hashable = (element.get("class"), element.text)
    elif element.get("scope") in ("col", "row"):
        content = element  # a header, again on every page; a duty, again in every block of columns
    else:
        return None
    return (
        content,
        len(box.children),  # none in the second try of a cell that did not fit
        box.width,
        *[getattr(box, side) for side in _PADDING],
        *[style[name] for name in _STYLE],
    )


def _bottom(box: Any, laid: _Laid) -> float:
    """Where the cell would end."""
    edges = box.padding_top + box.padding_bottom + box.border_top_width + box.border_bottom_width
    bottom: float = box.position_y + laid.height + edges
    return bottom


def _remembered(box: Any) -> _Laid:
    """A copy of what the cell holds: the table moves the original."""
    from weasyprint.formatting_structure.boxes import TextBox  # noqa: PLC0415

    for inner in box.descendants():
        if isinstance(inner, TextBox):
            inner.pango_layout.__class__ = _kept_layout()
    children = [child.deepcopy() for child in box.children]
    return _Laid(children, box.height, box.position_x, box.position_y)


def _again(box: Any, laid: _Laid) -> Any:
    """The cell with a copy of what an equal one holds."""
    new_box = box.copy_with_children([child.deepcopy() for child in laid.children])
    new_box.height = laid.height
    for child in new_box.children:
        child.translate(box.position_x - laid.x, box.position_y - laid.y)
    return new_box


@cache
def _kept_layout() -> Any:
    """A shaped text that stays shaped: it is drawn many times."""
    from weasyprint.text.line_break import Layout  # noqa: PLC0415

    class Kept(Layout):  # type: ignore[misc]
        def reactivate(self, style: Any) -> None:
            if not hasattr(self, "layout"):
                super().reactivate(style)

        def deactivate(self) -> None:
            pass

    return Kept
