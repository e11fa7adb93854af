"""The campaign: the pipeline over all posts, and what is seen over all of them."""

from consistency.campaign.pipeline import Progress, check_campaign

__all__ = ["Progress", "check_campaign"]
