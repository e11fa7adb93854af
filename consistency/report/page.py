"""The HTML report: one page with everything that was found."""

from consistency.records.findings import CampaignReport
from consistency.records.phrases import Language, Phrase
from consistency.report.aftermath import after_the_campaign
from consistency.report.cards import MARK_WORDS
from consistency.report.charts import map_by_meaning
from consistency.report.markup import render_page
from consistency.report.view import view
from consistency.report.words import DISCLOSURE_WORDS, LABEL_WORDS, SEVERITY_WORDS, VERDICT_WORDS
from consistency.rules import RULES


def render_html(report: CampaignReport, language: Language = Language.ENGLISH) -> str:
    """The report as one HTML page; see :func:`~consistency.report.markup.render_page`."""
    shown = view(report)
    return render_page(
        "page.html.j2",
        language,
        ["languages.js", "page.js"],
        title=report.brief.campaign,
        report=shown,
        level=3,
        after=after_the_campaign(report),
        order={post.post.post_id: number for number, post in enumerate(report.posts)},
        ready_words=Phrase("Show the {count} that are ready", count=len(shown.ready)),
        skipped_words=Phrase(
            "{count} could not be judged. They count neither as on message nor as off message.",
            count=len(shown.skipped),
        ),
        verdict_words=VERDICT_WORDS,
        label_words=LABEL_WORDS,
        severity_words=SEVERITY_WORDS,
        disclosure_words=DISCLOSURE_WORDS,
        mark_words=MARK_WORDS,
        rules=RULES,
        map_by_meaning=map_by_meaning,
    )
