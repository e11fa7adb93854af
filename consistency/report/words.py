"""What verdicts, labels and the like are called."""

from collections.abc import Mapping
from types import MappingProxyType

from consistency.records.findings import DisclosureState, Label, Severity, Verdict
from consistency.records.phrases import Phrase

VERDICT_WORDS: Mapping[Verdict, Phrase] = MappingProxyType(
    {
        Verdict.CONTRADICTS: Phrase("against the brief"),
        Verdict.OFF_MESSAGE: Phrase("off message"),
        Verdict.PARTLY: Phrase("partly on message"),
        Verdict.ON_MESSAGE: Phrase("on message"),
        Verdict.NOT_JUDGED: Phrase("rules checked only"),
    }
)
LABEL_WORDS: Mapping[Label, Phrase] = MappingProxyType(
    {
        Label.CONVEYS: Phrase("conveyed"),
        Label.PARTIAL: Phrase("only hinted at"),
        Label.CONTRADICTS: Phrase("contradicted"),
        Label.ABSENT: Phrase("not said"),
    }
)
SEVERITY_WORDS: Mapping[Severity, Phrase] = MappingProxyType(
    {
        Severity.ERROR: Phrase("error"),
        Severity.WARNING: Phrase("warning"),
        Severity.NOTE: Phrase("note"),
    }
)
DISCLOSURE_WORDS: Mapping[DisclosureState, Phrase] = MappingProxyType(
    {
        DisclosureState.OK: Phrase("disclosed"),
        DisclosureState.WEAK: Phrase("weak"),
        DisclosureState.BURIED: Phrase("buried"),
        DisclosureState.DENIED: Phrase("denied"),
        DisclosureState.MISSING: Phrase("missing"),
    }
)
