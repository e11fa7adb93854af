"""The campaign: the pipeline over all posts, and what is seen over all of them."""

from consistency.campaign.comparison import compare_captions, compare_runs
from consistency.campaign.pipeline import CHUNK, PostChecker, Progress, check_campaign, nothing_to_judge

__all__ = ["CHUNK", "PostChecker", "Progress", "check_campaign", "compare_captions", "compare_runs", "nothing_to_judge"]
