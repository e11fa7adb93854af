"""The HTML report: one self-contained page, autoescaped, with nothing to load."""

import base64
import hashlib
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from consistency.records.findings import CampaignReport
from consistency.records.phrases import Language, Phrase
from consistency.report.cards import MARK_WORDS
from consistency.report.charts import drift_over_time, map_by_meaning
from consistency.report.languages import Speech
from consistency.report.view import view
from consistency.report.words import DISCLOSURE_WORDS, LABEL_WORDS, SEVERITY_WORDS, VERDICT_WORDS
from consistency.rules import RULES


def render_html(report: CampaignReport, language: Language = Language.ENGLISH) -> str:
    """The report as one HTML page, in a language from which a reader can switch to the others.

    All text from briefs and captions passes Jinja's autoescape; the page's content security policy allows its own
    style sheet and script, by digest, and nothing else. Without scripts everything is there in ``language``.
    """
    environment = Environment(
        loader=PackageLoader("consistency.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,  # digests are of the style sheet and script as they stand in the page
    )
    speech = Speech(language)
    shown = view(report)
    return environment.get_template("page.html.j2").render(
        report=shown,
        language=language,
        style_digest=_digest("styles.css"),
        script_digest=_digest("page.js"),
        _=Phrase,
        t=speech.text,
        a=speech.attribute,
        plain=speech.plain,
        mark=speech.mark,
        script_data=speech.script_data,
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
        drift_over_time=drift_over_time,
        map_by_meaning=map_by_meaning,
    )


def _digest(template: str) -> str:
    text = files(__package__).joinpath(f"templates/{template}").read_text(encoding="utf-8")
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
