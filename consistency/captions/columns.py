"""Which column of a table is which field of a post."""

import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType

ALIASES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "post_id": (
            "post_id",
            "post id",
            "id",
            "media id",
            "shortcode",
            "mã bài",
            "mã bài viết",
            "mã bài đăng",
            "id bài viết",
        ),
        "creator": (
            "creator",
            "username",
            "user",
            "handle",
            "influencer",
            "author",
            "account",
            "kol",
            "koc",
            "người đăng",
            "tài khoản",
            "tên kol",
            "tác giả",
        ),
        "platform": (
            "platform",
            "channel",
            "network",
            "nền tảng",
            "kênh",
            "mạng xã hội",
        ),
        "posted_at": (
            "posted_at",
            "posted at",
            "date",
            "post date",
            "published",
            "publish time",
            "created_at",
            "timestamp",
            "ngày đăng",
            "ngày",
            "thời gian",
        ),
        "followers": (
            "followers",
            "follower count",
            "người theo dõi",
            "số người theo dõi",
            "lượt theo dõi",
        ),
        "likes": (
            "likes",
            "like",
            "like count",
            "lượt thích",
            "thích",
            "tim",
        ),
        "comments": (
            "comments",
            "comment count",
            "bình luận",
            "lượt bình luận",
            "số bình luận",
        ),
        "shares": (
            "shares",
            "share count",
            "chia sẻ",
            "lượt chia sẻ",
        ),
        "views": (
            "views",
            "view count",
            "plays",
            "lượt xem",
            "xem",
        ),
        "caption": (
            "caption",
            "captions",
            "text",
            "content",
            "description",
            "message",
            "vid_caption",
            "chú thích",
            "nội dung",
            "nội dung bài viết",
            "mô tả",
        ),
    }
)
"""For each field of a post the headers that are known to mean it, in English and Vietnamese, best first."""


def map_columns(header: Sequence[str], overrides: Mapping[str, str]) -> dict[str, int]:
    """Index of the column of each field that the table has.

    ``overrides`` gives the header for a field by name, as ``--map`` does; other fields are found by :data:`ALIASES`.
    Case, diacritics, spaces and underscores don't matter.

    Raises:
        KeyError: an override names a header that the table doesn't have.
    """
    plain = [_plain(name) for name in header]
    columns = {}
    for field, aliases in ALIASES.items():
        names = (overrides[field],) if field in overrides else aliases
        known = [plain.index(_plain(name)) for name in names if _plain(name) in plain]
        if known:
            columns[field] = known[0]
        elif field in overrides:
            raise KeyError(overrides[field])
    return columns


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.replace("đ", "d").replace("Đ", "D"))
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return "".join(letters.casefold().replace("_", " ").split())
