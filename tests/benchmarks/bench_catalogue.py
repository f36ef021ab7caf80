"""A framework with 41 profiles and 2,009 statements: in, out, and its pages."""

from collections.abc import Iterator

from django.test import Client

from phases.models import Framework
from roles.catalogue.documents.framework_reader import read_upload
from roles.catalogue.documents.framework_xlsx import catalogue_xlsx
from roles.catalogue.domain.file_export import catalogue_data
from roles.catalogue.domain.file_loading import load_catalogue, plan_catalogue
from roles.catalogue.domain.file_validation import read_catalogue
from roles.formats.text import json_bytes
from tests.benchmarks.harness import Figure, benchmark, best_of, cpu_seconds, gzipped_kb, queries
from tests.roles.catalogues import large_framework

PAGES = {
    "its profiles, none chosen": ("", 10),
    "a search in it": ("&q=donnees", 40),
    "four of its profiles": ("&with=profil-01&with=profil-02&with=profil-03&with=profil-04", 40),
}


@benchmark
def large_catalogue() -> Iterator[Figure]:
    """In seconds of the processor, the child that reads a workbook included."""
    content = catalogue_xlsx(large_framework(), "fr")

    def bring() -> None:
        file = read_catalogue(read_upload(content, "x.xlsx").data)
        load_catalogue(file, plan_catalogue(file).seen)

    name = "framework 41 × 2,009"
    yield Figure(f"{name} from Excel, planned and loaded", cpu_seconds(bring), "s", limit=10)
    pk = Framework.objects.get(slug="grand").pk
    yield Figure(f"{name} as Excel", best_of(lambda: catalogue_xlsx(catalogue_data(pk), "fr"), 3), "s", limit=2)
    yield Figure(f"{name} as JSON", best_of(lambda: json_bytes(catalogue_data(pk)), 3), "s", limit=1)
    client = Client()
    for title, (query, limit) in PAGES.items():
        path = f"/fr/profiles/?framework=grand{query}"
        yield Figure(f"{title}, gzipped", gzipped_kb(client.get(path).content), "kB", limit=limit)
        yield Figure(title, best_of(lambda path=path: client.get(path), 3), "s", limit=1)  # type: ignore[misc]
        yield Figure(title, queries(lambda path=path: client.get(path)), "queries", limit=9)  # type: ignore[misc]
