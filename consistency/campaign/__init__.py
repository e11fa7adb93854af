"""The campaign: the pipeline over all posts, and what is seen over all of them."""

from consistency.campaign.comparison import compare_captions, compare_runs
from consistency.campaign.pipeline import Progress, check_campaign

__all__ = ["Progress", "check_campaign", "compare_captions", "compare_runs"]
