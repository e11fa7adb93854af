"""The HTML report: one self-contained page, autoescaped, without scripts and without anything to load."""

import base64
import hashlib
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from consistency.records.findings import CampaignReport
from consistency.report.aftermath import after_the_campaign
from consistency.report.view import LABEL_WORDS, VERDICT_WORDS, view


def render_html(report: CampaignReport) -> str:
    """The report as one HTML page.

    All text from briefs and captions passes Jinja's autoescape; the page's content security policy allows its own
    style sheet, by digest, and nothing else.
    """
    environment = Environment(
        loader=PackageLoader("consistency.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,  # the digest is of the style sheet as it stands in the page
    )
    styles = files(__package__).joinpath("templates/styles.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(styles.encode()).digest()).decode()
    return environment.get_template("page.html.j2").render(
        report=view(report),
        aftermath=after_the_campaign(report.brief, report.retrospective),
        style_digest=digest,
        verdict_words=VERDICT_WORDS,
        label_words=LABEL_WORDS,
    )
