"""Frames while the wheel turns through 500 × 50 in headless Chromium, beside two peers in the same browser.

A plain table of as many cells is what a browser does by itself; AG Grid draws only the cells that are seen.
"""

from collections.abc import Iterator
from statistics import median

from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Locator, Page

from tests.benchmarks.browsing import browsing
from tests.benchmarks.harness import Figure, benchmark
from tests.benchmarks.worlds import world
from tests.browser.conftest import assert_soon

FRAMES = """
window.spans = [];
(function note(last) {
  requestAnimationFrame(() => {
    const now = performance.now();
    spans.push(now - last);
    note(now);
  });
})(performance.now());
"""
PLAIN = """<!doctype html><meta charset="utf-8"><style>
    div { height: 600px; width: 1300px; overflow: auto }
    table { border-collapse: separate; border-spacing: 0 }
    td, th { border-bottom: 1px solid #ddd; min-width: 80px; height: 45px; text-align: center }
    th:first-child { position: sticky; left: 0; width: 300px; background: #fff; text-align: left }
    thead th { position: sticky; top: 0; z-index: 2; background: #fff }
    b { display: inline-block; padding: 0 8px; border: 1px solid #888; border-radius: 3px }
</style>"""
AG_GRID = settings.BASE_DIR / ".venv/node_modules/ag-grid-community/dist/ag-grid-community.min.js"
AG_LOOKS = """<!doctype html><meta charset="utf-8"><style>
    b { display: inline-block; padding: 0 8px; border: 1px solid #888; border-radius: 3px }
</style><div class="ag-theme-quartz" style="height: 600px; width: 1300px"></div>"""
AG_START = """([letters, duties]) => agGrid.createGrid(document.querySelector("div"), {
  rowHeight: 45,
  columnDefs: [
    { field: "duty", pinned: "left", width: 300, wrapText: true },
    ...letters[0].map((_, at) => ({
      field: `p${at}`, width: 80, editable: true, cellRenderer: (cell) => (cell.value ? `<b>${cell.value}</b>` : "·"),
    })),
  ],
  rowData: letters.map((row, at) => Object.fromEntries([
    ["duty", duties[at]], ...row.map((letter, column) => [`p${column}`, letter]),
  ])),
});"""
LETTERS = [[("", "R", "A", "C", "I")[(row * 7 + column * 3) % 5] for column in range(50)] for row in range(500)]
DUTIES = [f"T{row} Met en place l’environnement matériel et logiciel selon les besoins" for row in range(500)]
TURNS = 3  # of each page, of which the best is told


@benchmark
def frames() -> Iterator[Figure]:
    """The matrix, by turns with its peers."""
    address = reverse("project", args=[world(500, 50).pk])
    with browsing() as context:
        if context is None:
            return
        matrix, plain, grid = (context.new_page() for _ in range(3))
        matrix.goto(address)
        plain.set_content(_plain_table())
        _start_ag_grid(grid)
        cells = (
            matrix.locator("#grid tbody tr[id] td:not(.st)").first,
            plain.locator("td").first,
            grid.locator(".ag-center-cols-viewport .ag-cell").first,
        )
        turns = [[sorted(_scrolled(cell)) for cell in cells] for _ in range(TURNS)]
    for peer, at, limits in (("a plain table", 1, (1.4, 1.5)), ("AG Grid", 2, (1.2, 1.2))):
        for name, limit, of in (("median", limits[0], median), ("95th of 100", limits[1], _late)):
            ours, theirs = (min(of(turn[which]) for turn in turns) for which in (0, at))
            detail = f"{ours:.1f} ms against {theirs:.1f} ms, {peer}"
            yield Figure(f"frame while scrolling 500 × 50, {name}", ours / theirs, "×", limit, detail)


def _late(spans: list[float]) -> float:
    return spans[len(spans) * 95 // 100]


def _plain_table() -> str:
    """A table that the browser lays out by itself, whose heading and first column stick."""
    badge = {letter: f"<td>{f'<b>{letter}</b>' if letter else '·'}</td>" for letter in ("", *"RACI")}
    rows = (
        f"<tr><th>{duty}</th>{''.join(badge[letter] for letter in letters)}"
        for duty, letters in zip(DUTIES, LETTERS, strict=True)
    )
    heads = "".join(f"<th>P{column}</th>" for column in range(50))
    return (
        f"{PLAIN}<div><table><thead><tr><th>Duty</th>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _start_ag_grid(page: Page) -> None:
    page.set_content(AG_LOOKS)
    page.add_script_tag(path=AG_GRID)
    page.evaluate(AG_START, [LETTERS, DUTIES])
    assert_soon(page, lambda: page.locator(".ag-center-cols-viewport .ag-cell").count() > 0, True)


def _scrolled(cell: Locator) -> list[float]:
    """Milliseconds between frames while the wheel turns through some 150 rows, from the first."""
    page = cell.page
    cell.evaluate("""cell => (cell.closest(".ag-body-viewport") ?? cell.closest("div")).scrollTo(0, 0)""")
    page.bring_to_front()
    cell.hover()
    page.evaluate(FRAMES)
    for _ in range(60):
        page.mouse.wheel(0, 120)
        page.wait_for_timeout(16)
    spans: list[float] = page.evaluate("spans")
    return spans
