"""Pages from templates: self-contained, autoescaped, with nothing to load."""

import base64
import hashlib
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from consistency.records.phrases import Language, Phrase
from consistency.report.languages import Speech


def render_page(template: str, language: Language, scripts: Sequence[str], **values: Any) -> str:
    """A page in a language from which a reader can switch to the others.

    All text from briefs and captions passes Jinja's autoescape; the page's content security policy allows its own
    style sheet and scripts, by digest, and nothing else. Without scripts everything is there in ``language``.
    """
    environment = Environment(
        loader=PackageLoader("consistency.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,  # digests are of the style sheet and scripts as they stand in the page
    )
    speech = Speech(language)
    return environment.get_template(template).render(
        language=language,
        style_digest=_digest("styles.css"),
        scripts={name: _digest(name) for name in scripts},
        _=Phrase,
        t=speech.text,
        a=speech.attribute,
        plain=speech.plain,
        mark=speech.mark,
        script_data=speech.script_data,
        **values,
    )


def _digest(template: str) -> str:
    text = files(__package__).joinpath(f"templates/{template}").read_text(encoding="utf-8")
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
