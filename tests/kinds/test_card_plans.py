from pydicom.datadict import tag_for_keyword

from viewer.dicom.sop_classes import all_sop_classes
from viewer.kinds import card, loader_of
from viewer.kinds.card_plans import PLANS


def test_every_path_is_made_of_keywords_of_the_standard() -> None:
    for plan in PLANS.values():
        paths = [path for _, path in plan.rows]
        for table in plan.tables:
            paths += [table.items, *(path for _, path in table.columns)]
            paths += [f"{sequence}/{key}" for sequence, key in table.joined]
            paths += [table.key] if table.key else []
        for keyword in "/".join(paths).split("/"):
            assert tag_for_keyword(keyword.lstrip("#")) is not None, keyword


def test_every_plan_is_for_a_kind_that_a_class_has() -> None:
    assert PLANS.keys() <= {known.kind for known in all_sop_classes()}


def test_every_plan_is_of_a_kind_whose_card_reads_it() -> None:
    unread = [kind for kind in PLANS if loader_of(kind, "card") is not card.KIND.load]
    assert not unread, "a reader of its own shows these: their plans are dead"
