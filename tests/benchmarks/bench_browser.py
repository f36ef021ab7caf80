"""The matrix in headless Chromium: how soon 500 × 50 is seen, how soon a key shows, how soon the picker opens.

These are times as a reader waits, of the browser and of a server in this process; of the first paint the best of
several, to which a busy machine only adds, of the others the median. A key is timed by the browser's Event Timing:
from the moment it was pressed to the frame that shows what it did, in steps of 8 ms from 16 ms on; that frame must
hold the letter. The picker is timed so on a processor slowed four times, at a key and at a click, from its release.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from statistics import median

from django.urls import reverse
from playwright.sync_api import Page

from tests.benchmarks.browsing import browsing
from tests.benchmarks.harness import Figure, benchmark
from tests.benchmarks.worlds import world
from tests.browser.conftest import assert_soon

QUICKEST = 16  # milliseconds; of what is quicker, Event Timing does not tell
SLOWED = 4  # times the processor
SEEN = """
window.seen = 0;
(function look() {
  if (!document.querySelector("#grid tfoot td")) return requestAnimationFrame(look);
  requestAnimationFrame(() => {
    const painted = new MessageChannel();
    painted.port1.onmessage = () => { seen = performance.now(); };
    painted.port2.postMessage(0);
  });
})();
"""
WATCH = """
window.pressed = [];
window.shown = [];
window.timed = new Map();
for (const kind of ["keydown", "click"]) addEventListener(kind, (event) => {
  const cell = document.activeElement;
  pressed.push(event.timeStamp);
  requestAnimationFrame(() => shown.push(picker.hidden ? cell.textContent.trim() : "picker"));
}, true);
new PerformanceObserver((list) => list.getEntries().forEach((entry) => timed.set(entry.startTime, entry.duration)))
  .observe({ type: "event", durationThreshold: 16 });
"""


@benchmark
def browser() -> Iterator[Figure]:
    small, large = (reverse("project", args=[world(*size).pk]) for size in ((51, 8), (500, 50)))
    with browsing() as context:
        if context is None:
            return
        context.add_init_script(SEEN)
        page = context.new_page()
        page.goto(large)  # the first has the server's templates and Chromium's fonts to load
        times = [_paint(page, large) for _ in range(5)]
        detail = f"best of 5, median {median(times):.2f}, at most {max(times):.2f}"
        yield Figure("first paint of the grid 500 × 50", min(times), "s", 0.7, detail)
        yield from _keys(page)
        yield from _pickers(page, large, "500 × 50", limit=100)
        yield from _pickers(page, small, "51 × 8", limit=100)


def _paint(page: Page, address: str) -> float:
    """Seconds from the request to the first frame with the whole grid."""
    page.goto("about:blank")
    page.goto(address)
    assert_soon(page, lambda: page.evaluate("seen > 0"), True)
    return float(page.evaluate("seen")) / 1000


def _keys(page: Page) -> Iterator[Figure]:
    page.evaluate(WATCH)
    page.locator("#grid tbody tr[id] td:not(.st)").nth(210).click()
    page.keyboard.press("Escape")
    page.wait_for_timeout(1000)
    yield _median("key to letter 500 × 50", _pressed(page, "rcircircir", pause=400, letters=True), limit=16)
    row = ["rci"[at % 3] if at % 2 else "ArrowRight" for at in range(40)]
    yield _median("key to letter, 20 in a row", _pressed(page, row, letters=True)[1::2], limit=24)
    yield _median("arrow key 500 × 50", _pressed(page, ["ArrowDown", "ArrowLeft"] * 5, pause=100), limit=24)


def _pressed(page: Page, keys: Sequence[str], *, pause: int = 0, letters: bool = False) -> list[float]:
    """Milliseconds from each key to its frame; with `letters` that frame must hold what a letter key sets."""
    page.evaluate("pressed = [], shown = [], timed.clear()")
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(pause)
    page.wait_for_timeout(1000)
    shown = page.evaluate("shown")
    if letters:
        assert all(held == key.upper() for key, held in zip(keys, shown, strict=True) if len(key) == 1), shown
    return _timed(page)


def _timed(page: Page) -> list[float]:
    times: list[float] = page.evaluate(f"pressed.map((time) => timed.get(time) ?? {QUICKEST})")
    return times


def _pickers(page: Page, address: str, size: str, limit: float) -> Iterator[Figure]:
    page.goto(address)
    page.wait_for_timeout(1000)
    page.evaluate(WATCH)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    cells = page.locator("#grid tbody tr[id] td:not(.st)")
    clicks = [_opened(page, partial(cells.nth(at).click, delay=100)) for at in range(1, 8)]
    yield _median(f"click to picker {size}, slowed {SLOWED} ×", clicks, limit)
    enters = [_opened(page, partial(page.keyboard.press, "Enter"), first="ArrowLeft") for _ in range(7)]
    yield _median(f"Enter to picker {size}, slowed {SLOWED} ×", enters, limit)


def _opened(page: Page, press: Callable[[], None], first: str = "Escape") -> float:
    """Milliseconds from a press to the frame that shows the picker, which is closed again; `first` another key."""
    page.keyboard.press(first)
    page.wait_for_timeout(500)
    page.evaluate("pressed = [], shown = [], timed.clear()")
    press()
    page.wait_for_timeout(700)
    assert page.evaluate("shown") == ["picker"]
    [time] = _timed(page)
    page.keyboard.press("Escape")
    return time


def _median(name: str, values: list[float], limit: float | None = None) -> Figure:
    detail = f"median of {len(values)}, from {min(values):.0f} to {max(values):.0f}"
    return Figure(name, median(values), "ms", limit, detail)
