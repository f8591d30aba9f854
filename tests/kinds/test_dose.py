from viewer.demo.documents import report
from viewer.demo.reports import dose_report
from viewer.kinds.dose import Total, totals_of
from viewer.kinds.report import Report, read_report


def read(dataset: object) -> Report:
    return read_report(dataset, "sr")  # type: ignore[arg-type]


def test_stated_totals_stand_beside_the_sum_of_the_events() -> None:
    events, product = totals_of(read(dose_report()))
    assert events == Total("Total Number of Irradiation Events", "2", "")
    assert product == Total(
        "CT Dose Length Product Total", "305.71", "mGy.cm", "305.71", 2, agrees=True
    )


def test_a_total_that_its_events_contradict_is_told() -> None:
    product = totals_of(read(dose_report(total="400")))[1]
    assert (product.number, product.summed, product.agrees) == ("400", "305.71", False)


def test_events_in_another_unit_are_not_summed() -> None:
    dataset = dose_report()
    dlp = dataset.ContentSequence[1].ContentSequence[1].ContentSequence[1]
    dlp.MeasuredValueSequence[0].MeasurementUnitsCodeSequence[0].CodeValue = "mGy.m"
    assert totals_of(read(dataset))[1].summed == ""


def test_a_total_without_a_number_is_left_out() -> None:
    (events,) = totals_of(read(dose_report(total="")))
    assert events.title == "Total Number of Irradiation Events"


def test_other_reports_have_no_totals() -> None:
    assert totals_of(read(report())) == ()
