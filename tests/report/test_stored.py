import json
from pathlib import Path

import pytest

from consistency.errors import InputError
from consistency.records.brief import Brief
from consistency.records.comparison import PostState
from consistency.report import read_report, render_json
from tests.support import check, make_posts


def test_what_is_read_back_is_what_was_found(tmp_path: Path, brief: Brief) -> None:
    report = check(brief, make_posts("The tea has no sugar and no sweetener.", "rain all day"))
    path = tmp_path / "report.json"
    path.write_text(render_json(report), encoding="utf-8")
    state = read_report(path)
    assert state is not None
    assert state.posts == tuple(map(PostState.of, report.posts))
    assert state.facts["brief_sha256"] == report.run.brief_sha256


@pytest.mark.parametrize("text", ["[1, 2]", "{}", '[{"caption": "x"}]', "no JSON", "\x00", "[" * 100_000])
def test_other_files_are_no_reports(tmp_path: Path, text: str) -> None:
    path = tmp_path / "posts.json"
    path.write_text(text, encoding="utf-8")
    assert read_report(path) is None


def test_a_report_that_cannot_be_read_says_where(tmp_path: Path, brief: Brief) -> None:
    report = json.loads(render_json(check(brief, make_posts("rain all day"))))
    report["posts"][0]["verdict"] = "fine"
    report["format_version"] = 2
    path = tmp_path / "report.json"
    path.write_text(json.dumps(report), encoding="utf-8")
    with pytest.raises(InputError, match=r"posts\.0\.verdict: Input should be") as caught:
        read_report(path)
    assert "format_version" in str(caught.value)


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't be opened"):
        read_report(tmp_path / "none.json")
