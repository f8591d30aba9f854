import numpy as np

from viewer.kinds.graphs import Graph, Line, columns_of, rows_of, with_unit

X = np.array([0.0, 1.5])


def graph(*lines: Line) -> Graph:
    return Graph("both", lines, "t [s]", "A [px]")


def test_lines_over_the_same_points_share_their_first_column() -> None:
    columns = columns_of(graph(Line("one", X, X + 1), Line("two", X, X + 2)))
    assert [title for title, _ in columns] == ["t [s]", "one: A [px]", "two: A [px]"]


def test_lines_over_other_points_have_columns_of_their_own() -> None:
    other = np.array([0.0, 1.0, 2.0])
    rows = rows_of(graph(Line("one", X, X), Line("two", other, other * 10)))
    assert rows[0] == ["t [s]", "one: A [px]", "t [s]", "two: A [px]"]
    assert rows[2] == ["1.5", "1.5", "1", "10"]
    assert rows[3] == ["", "", "2", "20"]


def test_a_line_alone_is_called_by_its_axis() -> None:
    assert rows_of(graph(Line("one", X, X)))[0] == ["t [s]", "A [px]"]


def test_what_is_no_number_is_left_empty() -> None:
    rows = rows_of(graph(Line("", X, np.array([np.nan, 1 / 3]))))
    assert rows[1:] == [["0", ""], ["1.5", "0.3333333333"]]


def test_an_axis_without_a_unit_has_its_name_alone() -> None:
    assert with_unit("Value", "") == "Value"
    assert with_unit("Value", "HU") == "Value [HU]"
