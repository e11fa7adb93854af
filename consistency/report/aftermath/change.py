"""What changed over time: the drift, and every series of which a test says that it changed."""

from collections.abc import Callable, Mapping
from functools import partial

from consistency.records.findings import CampaignReport, Label, PostFinding, Verdict
from consistency.records.phrases import Phrase
from consistency.records.retrospective import Change, ChangeTest, Series, Sides
from consistency.report.aftermath.parts import Figure, Observation, Part, Table, percent
from consistency.report.charts import mean_over_time
from consistency.report.times import is_by_week, time_rows


def part(report: CampaignReport, test: ChangeTest | None) -> Part | None:
    """``None`` where fewer than two days or weeks have judged posts."""
    texts = {message.id: message.text for message in report.brief.messages}
    found = [change for change in test.changes if change.found] if test else []
    by_week = is_by_week(report.posts)
    steps = {(change.series, change.message_id): change for change in found}
    figures = [
        Figure(words=_drawn(texts, series, message_id, by_week=by_week), draw=partial(mean_over_time, rows, change))
        for (series, message_id), change in ({(Series.DRIFT, ""): None} | steps).items()
        if (rows := time_rows(report.posts, _value(series, message_id), by_week=by_week))
    ]
    if not figures:
        return None
    return Part(
        id="change",
        title=Phrase("What changed over time"),
        observations=tuple(_observation(texts, change) for change in found),
        notes=() if found or not test else (Phrase("Nothing changed by more than chance makes."),),
        figures=tuple(figures),
        tables=(_tests(texts, test),) if test else (),
        limits=Phrase(
            "A permutation test over all messages, the drift and the contradictions, and all days at once: where"
            " nothing changes, one report in twenty shows a change. It says that something changed, not why."
        )
        if test
        else Phrase("These captions are too few to test for a change: much of what goes up and down here is chance."),
    )


def _value(series: Series, message_id: str) -> Callable[[PostFinding], float | None]:
    """What of a post is in a series."""
    if series is Series.DRIFT:
        return lambda post: post.drift
    if series is Series.CONTRADICTS:
        return lambda post: float(post.verdict is Verdict.CONTRADICTS)
    return lambda post: float(
        any(found.message_id == message_id and found.label is Label.CONVEYS for found in post.messages)
    )


def _drawn(texts: Mapping[str, str], series: Series, message_id: str, *, by_week: bool) -> Phrase:
    time = Phrase("of each week") if by_week else Phrase("of each day")
    if series is Series.DRIFT:
        what = Phrase("Mean drift {time}: 0 carries all that is demanded, 1 none of it.", time=time)
    elif series is Series.CONTRADICTS:
        what = Phrase("Share of the captions {time} that are against the brief.", time=time)
    else:
        what = Phrase("Share of the captions {time} that say “{message}”.", time=time, message=texts[message_id])
    return Phrase("{what} Larger dots are more captions.", what=what)


def _observation(texts: Mapping[str, str], change: Change) -> Observation:
    before, after = _means(change, change.means)
    values = {"day": change.first_day.isoformat(), "before": before, "after": after}
    if change.series is Series.DRIFT:
        words = (
            Phrase("Captions say less of the brief: mean drift {before} before {day}, {after} from then on.", **values)
            if change.means.after > change.means.before
            else Phrase(
                "Captions say more of the brief: mean drift {before} before {day}, {after} from then on.", **values
            )
        )
    elif change.series is Series.CONTRADICTS:
        words = Phrase(
            "Against the brief are {before} of the captions before {day}, and {after} from then on.", **values
        )
    else:
        message = texts[change.message_id]
        words = Phrase(
            "“{message}” is in {before} of the captions before {day}, and in {after} from then on.",
            message=message,
            **values,
        )
    return Observation(words=words, details=(_of_same_creators(change),))


def _of_same_creators(change: Change) -> Phrase:
    if change.same_creators is None:
        return Phrase("No creator posted both before and after: it may only be others who post.")
    before, after = _means(change, change.same_creators)
    return Phrase("Of creators who posted both before and after: {before}, then {after}.", before=before, after=after)


def _means(change: Change, sides: Sides) -> tuple[str, str]:
    def shown(mean: float) -> str:
        return f"{mean:.2f}" if change.series is Series.DRIFT else percent(mean)

    return shown(sides.before), shown(sides.after)


def _tests(texts: Mapping[str, str], test: ChangeTest) -> Table:
    return Table(
        title=Phrase("Everything that was tested"),
        headers=(
            *(Phrase("Captions that say"), Phrase("From"), Phrase("before"), Phrase("after")),
            Phrase("chance of it where nothing changes"),
        ),
        rows=tuple(
            (
                _tested(texts, change),
                change.first_day.isoformat(),
                *_means(change, change.means),
                percent(change.p_value),
            )
            for change in test.changes
        ),
    )


def _tested(texts: Mapping[str, str], change: Change) -> str:
    if change.series is Series.DRIFT:
        return Phrase("drift")
    return Phrase("against the brief") if change.series is Series.CONTRADICTS else texts[change.message_id]
