from viewer.kinds.presets import CT_PRESETS, presets_for
from viewer.pixels.look import Window


def test_presets_need_hounsfield_units() -> None:
    assert presets_for("CT", "HU") == CT_PRESETS
    assert presets_for("CT", "") == ()
    assert presets_for("MR", "HU") == ()


def test_presets_of_uptake_are_in_the_values_of_the_image() -> None:
    in_suv = presets_for("PT", "g/ml", 1.0)
    assert [one.window for one in in_suv] == [
        Window(top / 2, top, "LINEAR_EXACT", f"SUV 0–{top}") for top in (5, 7, 10, 15)
    ]
    first = presets_for("PT", "Bq/ml", 0.0002)[0].window
    assert (first.width, first.centre) == (25_000, 12_500)
    assert presets_for("PT", "Bq/ml", None) == ()


def test_each_digit_is_one_preset() -> None:
    keys = [preset.key for preset in CT_PRESETS]
    assert keys[:9] == list("123456789")
    assert set(keys[9:]) == {""}
    assert len({preset.name for preset in CT_PRESETS}) == len(CT_PRESETS)


def test_a_preset_is_a_window_of_its_name() -> None:
    lung = next(preset for preset in CT_PRESETS if preset.name == "Lung")
    assert lung.window == Window(-600, 1500, "LINEAR", "Lung")
    assert all(preset.width > 1 for preset in CT_PRESETS)
