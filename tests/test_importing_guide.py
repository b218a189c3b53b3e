"""docs/importing.md tells editors what to do about each remark, and about no other."""

import re
from pathlib import Path

from tracker.domain.documents import sentences

GUIDE = Path(__file__).parents[1] / "docs" / "importing.md"
CODE = re.compile(r"`([a-z0-9]+(?:_[a-z0-9]+)*)`")


def test_guide_names_every_code_that_a_report_can_have_and_no_other():
    source = Path(sentences.__file__).read_text("utf-8")
    known = set(re.findall(r'"([a-z0-9_]+)": gettext\(', source))
    told = GUIDE.read_text("utf-8").partition("## What the report says")[2]

    assert set(CODE.findall(told)) == known
