"""``consistency calibrate``: a lead's past decisions move the probabilities and the review band for one brand."""

import csv
from io import StringIO
from pathlib import Path

from consistency.brief import read_brief
from consistency.campaign.brand import BrandCalibration, BrandFit, Standing, fit_brand, judged_for
from consistency.cli.options import RunInput
from consistency.cli.output import write_whole
from consistency.cli.run import load_models, read_given_captions
from consistency.errors import Fault, InputError
from consistency.judging.calibration import shipped_calibration

MAX_BYTES = 10_000_000
_DELIMITERS = ",;\t|"
_WORDS = {
    **dict.fromkeys(("approved", "on_message", "yes", "duyệt", "đạt"), True),
    **dict.fromkeys(("rejected", "partly", "off_message", "contradicts", "no", "từ chối", "không đạt"), False),
}


def run_calibrate(decisions_file: Path, given: RunInput, output: Path) -> None:
    """Fit, tell what changed, and write the calibration."""
    decisions = read_past_decisions(decisions_file)
    brief = read_brief(given.brief)
    captions = read_given_captions(given)
    embedder, reader = load_models(given)
    thresholds = shipped_calibration().thresholds
    fit = fit_brand(brief, judged_for(brief, captions, embedder, reader), decisions, thresholds)
    brand = BrandCalibration(model=embedder.space, judge=reader.space, posts=fit.posts, shift=fit.shift, sure=fit.sure)
    write_whole(output, brand.model_dump_json(indent=1) + "\n")
    print(_told(fit, thresholds.sure))
    print(f"{output}: pass it to check with --calibration")


def read_past_decisions(path: Path) -> dict[str, bool]:
    """Whether each post, by its id, was found on message: a CSV table with the columns post_id and decision.

    Raises:
        InputError: with every row that can't be understood.
    """
    source = path.as_posix()
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise InputError([Fault(source=source, problem=f"can't be opened: {error.strerror or error}")]) from error
    except UnicodeDecodeError as error:
        raise InputError([Fault(source=source, problem="is not UTF-8; save it as CSV UTF-8")]) from error
    if len(raw) > MAX_BYTES:
        raise InputError([Fault(source=source, problem=f"has more than {MAX_BYTES:,} bytes")])
    delimiter = max(_DELIMITERS, key=text.partition("\n")[0].count)
    rows = csv.DictReader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: dict[str, bool] = {}
    faults = []
    try:
        if not {"post_id", "decision"} <= set(rows.fieldnames or ()):
            problem = f"expected the columns post_id and decision, found {', '.join(rows.fieldnames or ())}"
            raise InputError([Fault(source=source, line=1, problem=problem)])
        for row in rows:
            word = (row["decision"] or "").strip().lower()
            if word in _WORDS:
                found[(row["post_id"] or "").strip()] = _WORDS[word]
            elif word:
                problem = f"expected one of {', '.join(_WORDS)}, or nothing; found {word!r}"
                faults.append(Fault(source=source, line=rows.line_num, field="decision", problem=problem))
    except csv.Error as error:
        raise InputError(
            [Fault(source=source, line=rows.line_num + 1, problem=f"is no CSV table from here on: {error}")]
        ) from error
    if faults:
        raise InputError(faults)
    return found


def _told(fit: BrandFit, sure: float) -> str:
    if not fit.shift and fit.sure == sure:
        change = "nothing changes: no other setting does better without a wrong verdict more"
    else:
        change = (
            f"the log odds that a message is conveyed move by {fit.shift:+.1f};"
            f" a person looks where the chance of the verdict is below {fit.sure:.2f} ({sure:.2f} before)"
        )
    return "\n".join(
        (
            f"{fit.posts} decisions; each is foretold by a setting that it took no part in fitting",
            f"  before: {_standing(fit.before, fit.posts)}",
            f"  after:  {_standing(fit.after, fit.posts)}",
            change,
        )
    )


def _standing(one: Standing, posts: int) -> str:
    return (
        f"{one.right} of {posts} agree, {one.looks} to look at, {one.missed} wrong and not looked at,"
        f" log loss {one.log_loss:.3f}"
    )
