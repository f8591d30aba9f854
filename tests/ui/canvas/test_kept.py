"""What repaints keep: made once for each reason, and let go."""

from viewer.text import set_language
from viewer.ui.canvas.kept import Kept
from viewer.ui.canvas.picture import Tables


def test_a_thing_is_made_anew_when_its_reason_is_another() -> None:
    kept, made = Kept(), list[str]()

    def make() -> int:
        made.append("made")
        return len(made)

    assert [kept.get("one", (1, "a"), make) for _ in range(3)] == [1, 1, 1]
    assert kept.get("other", (1, "a"), make) == 2
    assert kept.get("one", (2, "a"), make) == 3
    assert kept.get("one", (1, "a"), make) == 4
    kept.clear()
    assert kept.get("one", (1, "a"), make) == 5


def test_texts_are_made_anew_in_another_language() -> None:
    kept = Kept()
    assert kept.get("text", (), lambda: "English") == "English"
    set_language("pt_BR")
    try:
        assert kept.get("text", (), lambda: "Portuguese") == "Portuguese"
    finally:
        set_language("en")


def test_cells_share_the_tables_of_equal_looks_and_keep_few() -> None:
    tables = Tables()
    made = [tables.get((number,), lambda: None) for number in range(Tables.KEPT)]
    assert made == [None] * Tables.KEPT

    def never() -> None:
        raise AssertionError("it is there")

    tables.get((0,), never)
    asked = list[int]()
    tables.get((99,), lambda: asked.append(99))
    tables.get((0,), lambda: asked.append(0))
    assert asked == [99, 0]
    tables.clear()
    tables.get((99,), lambda: asked.append(1))
    assert asked == [99, 0, 1]
