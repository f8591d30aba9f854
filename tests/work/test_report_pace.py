from viewer.work.report_pace import SECONDS_BETWEEN, TIMES_ITS_COST, ReportPace


class Clock:
    """Tells the time that it is told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_first_report_is_due_at_once_and_the_next_after_a_while() -> None:
    clock = Clock()
    pace = ReportPace(clock)
    assert pace.is_due()
    with pace.spent():
        pass
    assert not pace.is_due()
    clock.now += SECONDS_BETWEEN + 0.01
    assert pace.is_due()


def test_reports_take_a_fifth_of_the_time_however_much_has_been_read() -> None:
    clock = Clock()
    pace = ReportPace(clock)
    reading = reporting = 0.0
    for read in range(100_000):
        clock.now += 0.001
        reading += 0.001
        if pace.is_due():
            cost = read * 0.00004
            with pace.spent():
                clock.now += cost
            reporting += cost
    last = 100_000 * 0.00004
    assert 0.01 * reading < reporting <= reading / TIMES_ITS_COST + last
