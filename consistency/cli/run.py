"""What several commands begin with: read a brief and captions, load the models, judge."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from consistency.brief import read_brief
from consistency.campaign import Progress, check_campaign
from consistency.campaign.brand import read_calibration
from consistency.captions import read_captions
from consistency.cli.captions import tell_reading
from consistency.cli.options import RunInput
from consistency.embedding import Embedder, load_embedder
from consistency.judging import PairReader, load_reader
from consistency.records.brief import Brief
from consistency.records.captions import Captions
from consistency.records.findings import CampaignReport


def judged_report(given: RunInput) -> CampaignReport:
    """Judge the captions, with progress on standard error where that is a terminal."""
    brief = read_brief(given.brief)
    return judge_captions(given, brief, read_given_captions(given))


def judge_captions(given: RunInput, brief: Brief, captions: Captions) -> CampaignReport:
    """Judge captions that were read already; see :func:`judged_report`."""
    embedder, reader, calibration = None, None, None
    if not given.rules_only:
        embedder, reader = load_models(given)
        if given.calibration:
            calibration = read_calibration(given.calibration, embedder, reader)
    with _progress_bar() as progress:
        return check_campaign(brief, captions, embedder, reader, progress, calibration)


def read_given_captions(given: RunInput) -> Captions:
    """The captions, with how they were understood told on standard error."""
    captions = read_captions(given.captions, given.reading)
    tell_reading(captions)
    return captions


def load_models(given: RunInput) -> tuple[Embedder, PairReader]:
    """The embedder and the reader."""
    _import_spacy_without_torch()
    return load_embedder(given.model), load_reader(given.judge)


def _import_spacy_without_torch() -> None:
    """Import spaCy as if torch weren't installed.

    spaCy's thinc imports torch wherever it is there, which takes seconds, and the rules used here need none of it.
    Only the command line may do this: the process is its own.
    """
    if "torch" in sys.modules:
        return
    sys.modules["torch"] = None  # type: ignore[assignment]
    try:
        import spacy  # noqa: F401
    finally:
        del sys.modules["torch"]


@contextmanager
def _progress_bar() -> Iterator[Progress | None]:
    """A progress bar on standard error where that is a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bars

    with Bars(console=Console(stderr=True), transient=True) as bars:
        bar = bars.add_task("reading captions", total=None)
        yield lambda done, total: bars.update(bar, completed=done, total=total)
