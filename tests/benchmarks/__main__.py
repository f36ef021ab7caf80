"""`make bench`: print each figure beside its peer and its limit; exit 1 when a limit is broken.

`python -m tests.benchmarks matrix pdf` runs only the files bench_matrix.py and bench_pdf.py.
"""

import os
import platform
import sys
from importlib import import_module
from pathlib import Path


def main(names: list[str]) -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
    import django  # noqa: PLC0415 (the settings are named first)

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.test.utils import get_runner  # noqa: PLC0415

    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        return _run(names)
    finally:
        runner.teardown_databases(databases)


def _run(names: list[str]) -> int:
    from tests.benchmarks.harness import BENCHMARKS  # noqa: PLC0415

    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        if not names or path.stem.removeprefix("bench_") in names:
            import_module(f"tests.benchmarks.{path.stem}")
    print(f"{os.cpu_count()} processors, Python {platform.python_version()}", flush=True)
    broken = 0
    for function in BENCHMARKS:
        for figure in function():
            print(figure, flush=True)
            broken += figure.over
    if broken:
        print(f"{broken} over the limit.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
