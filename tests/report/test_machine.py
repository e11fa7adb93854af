import json
from pathlib import Path

from jsonschema import Draft202012Validator

from consistency.captions import read_captions
from consistency.records.brief import Brief
from consistency.report import json_schema, redact, render_json
from tests.support import check, make_posts


def test_the_json_is_what_the_schema_says(brief: Brief) -> None:
    captions = make_posts("The tea has no sugar and no sweetener.", "rain all day", "", "🔥")
    report = json.loads(render_json(check(brief, captions)))

    Draft202012Validator.check_schema(json_schema())
    Draft202012Validator(json_schema()).validate(report)
    assert [post["post_id"] for post in report["posts"]] == ["p1", "p2"]
    assert [one["post_id"] for one in report["skipped"]] == ["p3", "p4"]
    assert report["places"] == {"p1": "posts.csv:2", "p2": "posts.csv:3"}
    assert report["run"]["model"] == "fake 1"
    assert report["messages"][0]["pull_through"] == 0.5


def test_how_captions_were_understood_is_in_it(brief: Brief, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("Nội dung;Ngày đăng;Ghi chú\nno sugar;3/12/2026;\nno sugar;3/12/2026;\n".encode("utf-16"))
    report = json.loads(render_json(check(brief, read_captions([path]))))

    Draft202012Validator(json_schema()).validate(report)
    [table], notes = report["reading"]["tables"], report["reading"]["notes"]
    assert table == {
        "source": path.as_posix(),
        "format": "CSV",
        "encoding": "utf-16",
        "delimiter": ";",
        "export": None,
        "header": f"{path.as_posix()}:1",
        "columns": [
            {"field": "posted_at", "column": "Ngày đăng", "by_content": False},
            {"field": "caption", "column": "Nội dung", "by_content": False},
        ],
        "unused": ["Ghi chú"],
        "ids_are_made": True,
    }
    assert [note["place"] for note in notes] == [f"{path.as_posix()}:2"] * 2
    assert "say --dates day-first or --dates month-first; 2 rows are so: 2, 3" in notes[0]["text"]
    assert "stands again at" in notes[1]["text"]
    assert json.loads(render_json(redact(check(brief, read_captions([path])))))["reading"] == {
        "tables": [],
        "notes": [],
    }


def test_the_schema_refuses_what_is_no_report(brief: Brief) -> None:
    report = json.loads(render_json(check(brief, make_posts("no sugar in the tea"))))
    report["posts"][0]["verdict"] = "fine"
    assert not Draft202012Validator(json_schema()).is_valid(report)


def test_same_input_same_bytes(brief: Brief) -> None:
    captions = make_posts("The tea has no sugar and no sweetener.", "rain all day")
    first, second = (render_json(check(brief, captions)) for _ in range(2))
    assert first == second


def test_entries_are_the_same_in_another_order(brief: Brief) -> None:
    captions = make_posts("The tea has no sugar and no sweetener.", "rain all day", "brewed in cold water")
    backwards = type(captions)(posts=captions.posts[::-1], skipped=())

    def entries(posts: object) -> dict[str, object]:
        report = json.loads(render_json(check(brief, posts)))  # type: ignore[arg-type]
        return {post["post_id"]: post for post in report["posts"]}

    assert entries(captions) == entries(backwards)
