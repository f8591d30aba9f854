from tests.benchmarks.figure import Figure, alternating, table


def test_a_figure_says_whether_its_ceiling_holds() -> None:
    assert Figure("a", 8.0, "ms", 4.0, 8.0).verdict == "ok"
    assert Figure("a", 8.1, "ms", 4.0, 8.0).verdict == "MISSED"
    assert Figure("a", 8.1, "ms").verdict == "–"


def test_the_table_has_a_line_for_each_figure_with_its_ratio() -> None:
    text = table([Figure("scan", 30.0, "ms", 10.0, 60.0), Figure("other", 1.0, "MB")])
    heading, first, second = text.splitlines()
    assert heading.split() == ["figure", "value", "floor", "ratio", "ceiling"]
    assert first.split() == ["scan", "30.0", "ms", "10.0", "3.00", "60.0", "ok"]
    assert second.split() == ["other", "1.00", "MB", "–", "–", "–", "–"]


def test_both_sides_run_in_turn_after_one_run_that_does_not_count() -> None:
    order: list[str] = []
    medians = alternating(lambda: order.append("a"), lambda: order.append("b"), 3)
    assert order == ["a", "b"] * 4
    assert min(medians) >= 0
