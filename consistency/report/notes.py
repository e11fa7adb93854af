"""The note to a creator: the smallest change that makes a caption ready, asked for politely and in its language."""

from collections.abc import Iterator

from consistency.records.brief import Brief
from consistency.records.findings import DisclosureState, Label, MessageFinding, PostFinding
from consistency.records.phrases import Phrase
from consistency.report.languages import say
from consistency.rules import disclosure_words


def creator_note(brief: Brief, post: PostFinding) -> str:
    """A note in the caption's language; empty where nothing has to be changed."""
    wishes = [say(wish, post.language) for wish in _wishes(brief, post)]
    if not wishes:
        return ""
    name = post.post.creator
    greeting = (
        Phrase("Hi {name}, thank you for your caption!", name=name) if name else Phrase("Thank you for your caption!")
    )
    if len(wishes) == 1:
        opening = Phrase("One small thing before it goes live:")
    else:
        opening = Phrase("A few small things before it goes live:")
    closing = Phrase("Everything else can stay as it is: your own words are what we like.")
    lines = [say(greeting, post.language), say(opening, post.language), *(f"• {wish}" for wish in wishes)]
    return "\n".join([*lines, say(closing, post.language)])


def _wishes(brief: Brief, post: PostFinding) -> Iterator[Phrase]:
    claims = {claim.id: claim.text for claim in brief.forbid.claims}
    for made in post.forbidden_claims:
        yield Phrase(
            "Please take out “{words}”: we may not claim “{claim}”", words=made.evidence.text, claim=claims[made.id]
        )
    texts = {message.id: message.text for message in brief.messages}
    for found in post.messages:
        if found.label is Label.CONTRADICTS and found.evidence:
            yield Phrase(
                "“{words}” isn't what we know of the product; it is like this: “{message}”",
                words=found.evidence.text,
                message=texts[found.message_id],
            )
    for found in _wanted(brief, post):
        if found.label is Label.PARTIAL and found.evidence:
            yield Phrase(
                "“{words}” comes close; please say it in full, in your own words: “{message}”",
                words=found.evidence.text,
                message=texts[found.message_id],
            )
        else:
            yield Phrase("Please also say, in your own words: “{message}”", message=texts[found.message_id])
    yield from _of_rules(brief, post)


def _wanted(brief: Brief, post: PostFinding) -> list[MessageFinding]:
    """Messages to be asked for: the required ones that are left out, then the likeliest until there are enough."""
    of_id = {found.message_id: found for found in post.messages}
    open_ = [found for found in post.messages if found.label in (Label.PARTIAL, Label.ABSENT)]
    wanted = [of_id[m.id] for m in brief.messages if m.required and m.id in of_id and of_id[m.id] in open_]
    conveyed = sum(found.label is not Label.ABSENT and found not in open_ for found in post.messages)
    others = sorted((found for found in open_ if found not in wanted), key=lambda found: -found.probability)
    missing = brief.require.at_least - conveyed - len(wanted) if post.messages else 0
    return wanted + others[: max(0, missing)]


def _of_rules(brief: Brief, post: PostFinding) -> Iterator[Phrase]:
    for found in post.rules:
        match found.rule:
            case "near-miss-hashtag" | "near-miss-mention":
                yield Phrase("Please write {expected} instead of {found}", expected=found.expected, found=found.found)
            case "missing-hashtag" | "missing-mention" | "missing-code" | "missing-link":
                yield Phrase("Please add {expected}", expected=found.expected)
            case "forbidden-term" | "competitor" if found.evidence:
                yield Phrase("Please leave out “{words}”", words=found.evidence.text)
            case _:
                pass
    words = disclosure_words(brief, post.language)
    if post.disclosure and words and post.disclosure.state is not DisclosureState.OK:
        yield Phrase("Please begin with “{words}”, so that everyone sees at once that it is advertising", words=words)
