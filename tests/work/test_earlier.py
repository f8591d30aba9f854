from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.ui.sets import header_of
from tests.work.test_recollection import old, opened
from viewer.demo.build import ct_slice, to_bytes
from viewer.demo.parts import uid
from viewer.store.cache import Cache
from viewer.work.earlier import EarlierRequest, find_earlier


def study(folder: Path, date: str, slices: int = 2, **elements: Any) -> Path:
    """Files of one examination."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(slices):
        dataset = ct_slice(
            number,
            **{
                "StudyDate": date,
                "StudyInstanceUID": uid("earlier", date, str(elements)),
                "SeriesInstanceUID": uid("earlier", date, "series", str(elements)),
                "SOPInstanceUID": uid("earlier", date, str(elements), number),
                **elements,
            },
        )
        (folder / f"{date}-{number}").write_bytes(to_bytes(dataset))
    return folder


@pytest.fixture
def asked(tmp_path: Path) -> EarlierRequest:
    """A study of today; older ones in folders that were opened before."""
    cache = Cache(tmp_path / "cache")
    study(tmp_path / "a" / "deep", "20240101")
    study(tmp_path / "a", "20250101", Modality="MR")
    study(tmp_path / "b", "20230303")
    study(tmp_path / "b", "20220101", PatientID="ANOTHER")
    study(tmp_path / "b", "20210101", PatientName="Other^Name")
    study(tmp_path / "b", "20270101")
    old(tmp_path / "a", tmp_path / "b")
    for name in ("a", "b"):
        opened(cache, tmp_path / name)
    return EarlierRequest(
        cache.studies,
        [str(tmp_path / "a"), str(tmp_path / "b")],
        header_of(ct_slice(0)),
        frozenset(),
    )


def dates(request: EarlierRequest) -> list[str]:
    return [one.date for one in find_earlier(request)]


def test_earlier_studies_of_the_same_person_and_modality_are_found(
    asked: EarlierRequest,
) -> None:
    found = find_earlier(asked)
    assert [one.date for one in found] == ["20240101", "20230303"]
    assert [Path(path).name for path in found[0].paths] == ["20240101-0", "20240101-1"]


def test_what_is_open_gone_or_not_recent_is_not_offered(
    asked: EarlierRequest, tmp_path: Path
) -> None:
    first = find_earlier(asked)[0]
    assert dates(replace(asked, open_studies=frozenset({first.uid}))) == ["20230303"]
    assert dates(replace(asked, recent=[str(tmp_path / "b")])) == ["20230303"]
    one = str(tmp_path / "b" / "20230303-1")
    (found,) = find_earlier(replace(asked, recent=[one]))
    assert found.paths == (one,)
    for path in (tmp_path / "b").iterdir():
        path.unlink()
    assert dates(asked) == ["20240101"]


@pytest.mark.parametrize("missing", ["PatientID", "StudyDate"])
def test_without_an_id_or_a_date_nobody_is_looked_for(
    asked: EarlierRequest, missing: str
) -> None:
    dataset = ct_slice(0)
    delattr(dataset, missing)
    assert dates(replace(asked, header=header_of(dataset))) == []
