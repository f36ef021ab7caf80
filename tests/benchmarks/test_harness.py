"""What the benchmarks do with a figure over its limit, on a quiet and on a noisy machine."""

from collections.abc import Iterator

import pytest

from tests.benchmarks import __main__ as benches
from tests.benchmarks import harness


@pytest.mark.parametrize(
    ("busy", "unit", "code"), [(1.0, "ms", 1), (1.0, "queries", 1), (2.0, "ms", 0), (2.0, "×", 0), (2.0, "queries", 1)]
)
def test_figure_over_its_limit_fails_unless_noise_explains_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], busy: float, unit: str, code: int
) -> None:
    def figures() -> Iterator[harness.Figure]:
        yield harness.Figure("thing", 3, unit, limit=2)

    monkeypatch.setattr(harness, "BENCHMARKS", [figures])
    monkeypatch.setattr(harness, "busy", lambda: busy)
    assert benches.run(["none"]) == code
    said = capsys.readouterr().out
    assert "1 over the limit" in said
    assert ("Noisy" in said) is (busy > harness.QUIET)
