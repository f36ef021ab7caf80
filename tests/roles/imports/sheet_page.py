"""The page that makes a project of a sheet, as a browser sends it."""

import re
from html import unescape
from typing import Any

from django.test import Client

URL = "/fr/projects/new/sheet/"
PASTED = """Matrice RACI du projet Atlas

No\tTâche\tCheffe\tAnalyste\tStatut
\tCadrage
1.1\tRecueillir les besoins\tA\tR\tfait
1.2\tRédiger la charte\tA/R\tx\t
\tRéalisation
2.1\tConstruire le modèle\tA\tA\t
"""


def fields(page: str) -> dict[str, list[str]]:
    """What a browser would send of the page, without its buttons."""
    found: dict[str, list[str]] = {}
    for control in re.finditer(
        r"<input([^>]*)>|<select([^>]*)>(.*?)</select>|<textarea([^>]*)>", page.split("<main")[1], re.DOTALL
    ):
        inside, select, options, _area = control.groups()
        name = re.search(r'name="([^"]+)"', inside or select or "")
        if (
            not name
            or name[1] == "csrfmiddlewaretoken"
            or ("checkbox" in (inside or "") and not re.search(r"\schecked", inside))
        ):
            continue
        values = re.findall(r'<option value="([^"]*)"\s+selected' if select else r'value="([^"]*)"', options or inside)
        first = re.findall(r'<option value="([^"]*)"', options) if select and not values else values
        found.setdefault(name[1], []).append(unescape(first[0]) if first else "on")
    return found


def sent(client: Client, page: Any, url: str = URL, **changes: Any) -> Any:
    """The form of the page, with some fields otherwise; None leaves one out."""
    data: dict[str, Any] = fields(page.content.decode()) | changes
    return client.post(url, {name: value for name, value in data.items() if value is not None})


def paste(client: Client, text: str = PASTED) -> Any:
    return client.post(URL, {"pasted": text})
