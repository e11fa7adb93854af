from consistency.records.brief import Brief
from consistency.records.findings import Verdict
from consistency.report.view import view
from tests.support import check, make_posts


def test_worst_first_and_the_sentence_counts_all(brief: Brief) -> None:
    captions = make_posts("The tea has no sugar and no sweetener.", "rain all day, staying in", "no sugar in the tea")
    shown = view(check(brief, captions))
    order = [list(Verdict).index(post.finding.verdict) for post in shown.attention]
    assert order == sorted(order)
    assert len(shown.attention) + len(shown.ready) == sum(shown.counts.values()) == 3
    assert shown.headline.startswith(f"{len(shown.ready)} of 3 captions")


def test_what_to_do_first_names_the_weakest_message(brief: Brief) -> None:
    shown = view(check(brief, make_posts("The tea has no sugar and no sweetener.")))
    assert "brewed in cold water" in shown.actions[-1]
    assert view(check(brief, make_posts("rain all day"))).actions[0].startswith("Ask the 1 that say nothing")
