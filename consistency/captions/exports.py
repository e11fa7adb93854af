"""Exports and interfaces of platforms that are known by the names of their columns.

The shapes are those that the sources named here document, or that programs published for them read.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from consistency.captions.columns import plain
from consistency.records.captions import DayOrder


@dataclass(frozen=True, kw_only=True, slots=True)
class Export:
    """A known shape of a table or of a list of records."""

    name: str
    platform: str = ""
    """Of all its posts, where no column tells."""
    shown_by: tuple[str, ...]
    """The columns that it always has and others don't have together."""
    columns: Mapping[str, tuple[str, ...]]
    """For each field its column, and where that is empty, the next."""
    day_order: DayOrder | None = None
    repair: Callable[[str], str] | None = None
    """Undoes what the export does to texts."""


def recognise(header: Sequence[str]) -> Export | None:
    """The first known export that has these columns."""
    names = set(map(plain, header))
    return next((known for known in EXPORTS if names.issuperset(map(plain, known.shown_by))), None)


def export_columns(export: Export, header: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """The indexes of the columns of each field, best first."""
    names = [plain(name) for name in header]
    found = {}
    for name, columns in export.columns.items():
        indexes = tuple(names.index(plain(column)) for column in columns if plain(column) in names)
        if indexes:
            found[name] = indexes
    return found


def _utf8_again(text: str) -> str:
    """Meta's downloads write each byte of UTF-8 as a letter of its own (``Ã©`` for ``é``)."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


EXPORTS: tuple[Export, ...] = (
    Export(
        name="Instagram data download (posts, reels)",
        platform="instagram",
        shown_by=("media.0.uri", "media.0.creation_timestamp"),
        columns={
            "post_id": ("media.0.uri",),
            "caption": ("title", "media.0.title"),
            "posted_at": ("creation_timestamp", "media.0.creation_timestamp"),
        },
        repair=_utf8_again,
    ),
    Export(
        name="Instagram Graph API (media)",
        platform="instagram",
        shown_by=("id", "caption", "media_type", "timestamp"),
        columns={
            "post_id": ("id",),
            "creator": ("username", "owner.username"),
            "caption": ("caption",),
            "posted_at": ("timestamp",),
            "likes": ("like_count",),
            "comments": ("comments_count",),
            "views": ("view_count",),
        },
    ),
    Export(
        name="Instagram app interface (items)",
        platform="instagram",
        shown_by=("taken_at", "caption.text", "user.username", "like_count"),
        columns={
            "post_id": ("code", "id", "pk"),
            "creator": ("user.username",),
            "caption": ("caption.text",),
            "posted_at": ("taken_at",),
            "followers": ("user.follower_count",),
            "likes": ("like_count",),
            "comments": ("comment_count",),
            "views": ("play_count", "view_count"),
        },
    ),
    Export(
        name="Meta Business Suite content export (Instagram)",
        platform="instagram",
        shown_by=("Post ID", "Account username", "Description", "Publish time", "Permalink"),
        columns={
            "post_id": ("Post ID",),
            "creator": ("Account username", "Account name"),
            "caption": ("Description",),
            "posted_at": ("Publish time",),
            "likes": ("Likes",),
            "comments": ("Comments",),
            "shares": ("Shares",),
            "views": ("Views", "Plays"),
        },
        day_order=DayOrder.MONTH_FIRST,
    ),
    Export(
        name="Meta Business Suite content export (Facebook)",
        platform="facebook",
        shown_by=("Post ID", "Page name", "Title", "Publish time", "Permalink"),
        columns={
            "post_id": ("Post ID",),
            "creator": ("Page name",),
            "caption": ("Description", "Title"),
            "posted_at": ("Publish time",),
            "likes": ("Reactions", "Likes"),
            "comments": ("Comments",),
            "shares": ("Shares",),
            "views": ("Views",),
        },
        day_order=DayOrder.MONTH_FIRST,
    ),
    Export(
        name="TikTok data download (posts)",
        platform="tiktok",
        shown_by=("Date", "Link", "Likes", "Title"),
        columns={
            "post_id": ("Link",),
            "caption": ("Title",),
            "posted_at": ("Date",),
            "likes": ("Likes",),
        },
    ),
    Export(
        name="TikTok API (videos)",
        platform="tiktok",
        shown_by=("id", "video_description", "create_time"),
        columns={
            "post_id": ("id",),
            "creator": ("username",),
            "caption": ("video_description", "title"),
            "posted_at": ("create_time",),
            "likes": ("like_count",),
            "comments": ("comment_count",),
            "shares": ("share_count",),
            "views": ("view_count",),
        },
    ),
    Export(
        name="TikTok web interface (items)",
        platform="tiktok",
        shown_by=("id", "desc", "createTime", "author.uniqueId"),
        columns={
            "post_id": ("id",),
            "creator": ("author.uniqueId", "author.nickname"),
            "caption": ("desc",),
            "posted_at": ("createTime",),
            "followers": ("authorStats.followerCount", "authorStatsV2.followerCount"),
            "likes": ("stats.diggCount",),
            "comments": ("stats.commentCount",),
            "shares": ("stats.shareCount",),
            "views": ("stats.playCount",),
        },
    ),
    Export(
        name="YouTube data download (videos)",
        platform="youtube",
        shown_by=("Video ID", "Video Title (Original)", "Channel ID"),
        columns={
            "post_id": ("Video ID",),
            "creator": ("Channel ID",),
            "caption": ("Video Description (Original)", "Video Title (Original)"),
            "posted_at": ("Video Publish Timestamp", "Video Create Timestamp"),
        },
    ),
    Export(
        name="YouTube Data API (videos)",
        platform="youtube",
        shown_by=("id", "snippet.title", "snippet.description"),
        columns={
            "post_id": ("id",),
            "creator": ("snippet.channelTitle",),
            "caption": ("snippet.description", "snippet.title"),
            "posted_at": ("snippet.publishedAt",),
            "likes": ("statistics.likeCount",),
            "comments": ("statistics.commentCount",),
            "views": ("statistics.viewCount",),
        },
    ),
    Export(
        name="YouTube Data API (search results, playlists)",
        platform="youtube",
        shown_by=("snippet.title", "snippet.description", "snippet.channelTitle"),
        columns={
            "post_id": ("id.videoId", "snippet.resourceId.videoId"),
            "creator": ("snippet.channelTitle",),
            "caption": ("snippet.description", "snippet.title"),
            "posted_at": ("snippet.publishedAt",),
        },
    ),
    Export(
        name="YouTube Studio table",
        platform="youtube",
        shown_by=("Content", "Video title", "Video publish time"),
        columns={
            "post_id": ("Content",),
            "caption": ("Video title",),
            "posted_at": ("Video publish time",),
            "likes": ("Likes",),
            "comments": ("Comments added", "Comments"),
            "shares": ("Shares",),
            "views": ("Views",),
        },
    ),
    Export(
        name="CrowdTangle export (Facebook)",
        platform="facebook",
        shown_by=("Page Name", "Facebook Id", "Message", "URL"),
        columns={
            "post_id": ("URL",),
            "creator": ("User Name", "Page Name"),
            "caption": ("Message", "Description"),
            "posted_at": ("Post Created", "Created"),
            "followers": ("Followers at Posting",),
            "likes": ("Likes",),
            "comments": ("Comments",),
            "shares": ("Shares",),
            "views": ("Total Views", "Post Views"),
        },
    ),
    Export(
        name="Sprout Social post performance",
        shown_by=("Date", "Post ID", "Network", "Profile", "Post"),
        columns={
            "post_id": ("Post ID", "Link"),
            "creator": ("Profile",),
            "platform": ("Network",),
            "caption": ("Post",),
            "posted_at": ("Date",),
            "likes": ("Likes", "Reactions"),
            "comments": ("Comments",),
            "shares": ("Shares",),
            "views": ("Video Views",),
        },
        day_order=DayOrder.MONTH_FIRST,
    ),
    Export(
        # Posts stand in it as far as the match shows; columns as programs published on GitHub read them.
        name="Meltwater mentions",
        shown_by=("Date", "URL", "Hit Sentence", "Opening Text", "Author Handle", "Source Name"),
        columns={
            "post_id": ("URL",),
            "creator": ("Author Handle", "Author Name"),
            "platform": ("Source Name",),
            "caption": ("Hit Sentence", "Opening Text", "Title"),
            "posted_at": ("Date",),
            "likes": ("Likes", "Reactions"),
            "comments": ("Comments", "Replies"),
            "shares": ("Shares", "Reposts"),
            "views": ("Views",),
        },
    ),
    Export(
        name="Meltwater mentions (older form)",
        shown_by=("Date", "URL", "Hit Sentence", "Opening Text", "Influencer", "Source"),
        columns={
            "post_id": ("URL",),
            "creator": ("Twitter Screen Name", "Influencer"),
            "platform": ("Source",),
            "caption": ("Hit Sentence", "Opening Text", "Headline"),
            "posted_at": ("Alternate Date Format", "Date"),
            "followers": ("Twitter Followers",),
        },
    ),
    Export(
        name="PhantomBuster Instagram posts",
        platform="instagram",
        shown_by=("postUrl", "pubDate", "likeCount", "profileUrl"),
        columns={
            "post_id": ("postUrl",),
            "creator": ("username", "fullName"),
            "caption": ("description", "caption"),
            "posted_at": ("pubDate",),
            "likes": ("likeCount",),
            "comments": ("commentCount",),
            "views": ("viewCount",),
        },
    ),
    Export(
        name="Apify Instagram scraper",
        platform="instagram",
        shown_by=("shortCode", "caption", "ownerUsername"),
        columns={
            "post_id": ("shortCode",),
            "creator": ("ownerUsername",),
            "caption": ("caption",),
            "posted_at": ("timestamp",),
            "likes": ("likesCount",),
            "comments": ("commentsCount",),
            "views": ("videoViewCount", "videoPlayCount"),
        },
    ),
    Export(
        name="Apify TikTok scraper",
        platform="tiktok",
        shown_by=("text", "createTimeISO", "authorMeta.name"),
        columns={
            "post_id": ("id", "webVideoUrl"),
            "creator": ("authorMeta.name",),
            "caption": ("text",),
            "posted_at": ("createTimeISO",),
            "followers": ("authorMeta.fans",),
            "likes": ("diggCount",),
            "comments": ("commentCount",),
            "shares": ("shareCount",),
            "views": ("playCount",),
        },
    ),
)
