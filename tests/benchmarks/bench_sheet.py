"""A sheet from elsewhere, as large as one may be: each correction reads it anew."""

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.urls import reverse

from roles.formats.reading.table import Table
from roles.imports.forms.upload import matrix_file, sealed_file
from tests.benchmarks.harness import Figure, benchmark, best_of
from tests.benchmarks.worlds import signed_in, world


@benchmark
def sheet_turn() -> Iterator[Figure]:
    """A correction of the page, from the form to the page again."""
    world(2, 2)
    head = ("Phase", "Code", "Tâche", *(f"Poste {number}" for number in range(97)))
    rows = [
        (
            f"Étape {row // 200}",
            f"T{row}",
            f"Prépare le rapport {row}",
            *(_letter(row, column) for column in range(96)),
            "A",
        )
        for row in range(1990)
    ]
    file = matrix_file("matrice.xlsx", [Table("Feuille", (head, *rows))])
    user = User.objects.get(username="bench")
    client, address, form = signed_in(), reverse("project-sheet"), {"tables": sealed_file(user.pk).seal(file)}
    yield Figure("turn of a sheet 1,990 × 100", best_of(lambda: client.post(address, form), 3), "s", limit=1)


def _letter(row: int, column: int) -> str:
    return ("", "", "R", "C", "", "I", "")[(row * 7 + column * column) % 7]
