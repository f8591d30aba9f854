"""In which order jobs are done, counted and not timed."""

from viewer.work.lanes import Job, Lane


def job(name: str, *, is_long: bool = False) -> Job:
    return Job(str, name, is_long=is_long)


def taken(lane: Lane) -> Job:
    made = lane.take()
    assert made is not None
    return made


def test_what_is_waited_for_comes_before_what_is_read_ahead() -> None:
    lane = Lane()
    for number in range(14):
        lane.put(job(f"ahead {number}"), 10)
    lane.put(job("asked"), 0)
    assert taken(lane).request == "asked"
    assert [taken(lane).request for _ in range(14)] == [
        f"ahead {number}" for number in range(14)
    ]


def test_long_jobs_that_nobody_waits_for_leave_a_worker_free() -> None:
    lane = Lane(most_long=1)
    for number in range(3):
        lane.put(job(f"ahead {number}", is_long=True), 10)
    first = taken(lane)
    assert first.request == "ahead 0"
    lane.put(job("thumbnail"), 20)
    lane.put(job("asked"), 0)
    assert taken(lane).request == "asked"
    assert taken(lane).request == "thumbnail"
    assert lane.is_waiting
    assert not lane._can_take()
    lane.done(first)
    second = taken(lane)
    assert second.request == "ahead 1"
    assert not lane._can_take()
    lane.done(second)
    assert taken(lane).request == "ahead 2"


def test_a_long_job_that_was_cancelled_holds_up_no_other() -> None:
    lane = Lane(most_long=1)
    dropped = job("dropped", is_long=True)
    lane.put(dropped, 10)
    lane.put(job("next", is_long=True), 10)
    dropped.future.cancel()
    assert taken(lane).request == "next"
