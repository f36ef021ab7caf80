"""The matrix as its tests read and press it."""

from playwright.sync_api import Locator, expect

from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, load_matrix
from tests.browser.conftest import OpenPage
from tests.conftest import Team


class Sheet:
    """The matrix of a team's project in a reader's browser."""

    def __init__(self, open_page: OpenPage, team: Team, reader: str = "editor", query: str = "", **how: object) -> None:
        self.team = team
        self.duties = list(team.project.duties.all())
        self.positions = list(team.project.positions.all())
        how = {"language": "en", **how}
        self.page = open_page(f"projects/{team.project.pk}/{query}", user=team.users[reader], **how)

    def cell(self, row: int, column: int) -> Locator:
        return self.page.locator(f"#d-{self.duties[row].pk} > :nth-child({column + 3})")

    def row(self, number: int) -> Locator:
        """The heading of a row."""
        return self.cell(number, -2)

    def column(self, number: int) -> Locator:
        """The heading of a column."""
        return self.page.locator("#grid thead th[data-position]").nth(number)

    @property
    def selected(self) -> Locator:
        """The cells that are selected."""
        return self.page.locator("#grid [aria-selected=true]")

    @property
    def in_place(self) -> Locator:
        """The form over a heading."""
        return self.page.locator("#in-place")

    def put(self, reader: str, row: int, column: int, letter: str) -> None:
        """Somebody else changes a cell meanwhile."""
        change = CellChange(self.duties[row].pk, self.positions[column].pk, letter)
        set_cells(self.team.project.pk, self.team.users[reader], [change])

    def deaf(self) -> None:
        """From now on the page hears nothing of others by itself, as between two of its questions."""
        self.page.route("**/changes/*", lambda route: route.fulfill(status=204))
        self.page.reload()  # or a question asked before could still be answered

    def start(self, row: int = 0, column: int = 0) -> None:
        """Put the focus on a cell, without its picker."""
        self.cell(row, column).click()
        self.page.keyboard.press("Escape")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def held(self, row: int) -> tuple[str, ...]:
        return load_matrix(self.team.project.pk).duty(self.duties[row].pk).letters

    @property
    def bulk(self) -> Locator:
        """The dialog that shows what a change of many cells would do."""
        return self.page.locator("dialog#bulk")

    def version(self, number: int) -> None:
        expect(self.page.locator("#version")).to_have_text(f"Version {number}")

    def paste(self, text: str) -> None:
        """Paste into the grid as the browser would tell it."""
        self.page.evaluate(
            """(text) => {
                const clipboardData = new DataTransfer();
                clipboardData.setData("text/plain", text);
                document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true}));
            }""",
            text,
        )

    def taken(self, name: str = "copy") -> tuple[str, str]:
        """What copying or cutting puts on the clipboard, as text and as HTML."""
        text, html = self.page.evaluate(
            """(name) => {
                const clipboardData = new DataTransfer();
                document.activeElement.dispatchEvent(new ClipboardEvent(name, {clipboardData, bubbles: true}));
                return [clipboardData.getData("text/plain"), clipboardData.getData("text/html")];
            }""",
            name,
        )
        return text, html
