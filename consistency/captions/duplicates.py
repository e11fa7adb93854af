"""Posts with one id: all are kept, the later ones marked, and said."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from consistency.records.captions import Note, Place, Post

_SHOWN = 10


class UniqueIds:
    """The ids of a run, and where those stand that occur more than once."""

    def __init__(self) -> None:
        self._first: dict[str, Place] = {}
        self._times: Counter[str] = Counter()
        self._again: dict[str, list[Place]] = {}

    def made_unique(self, post: Post) -> Post:
        """The post, with ``#2`` and so on after an id that was there before."""
        post_id = post.post_id
        self._times[post_id] += 1
        if self._times[post_id] > 1:
            again = self._again.setdefault(post_id, [])
            if len(again) < _SHOWN:
                again.append(post.place)
            while (unique := f"{post_id}#{self._times[post_id]}") in self._first:
                self._times[post_id] += 1
            self._times[unique] += 1
            post = replace(post, post_id=unique)
        self._first[post.post_id] = post.place
        return post

    def notes(self) -> Iterator[Note]:
        """One for each id that occurs more than once."""
        for post_id, again in self._again.items():
            first = self._first[post_id]
            places = f"{', '.join(map(str, again))}{', ...' if self._times[post_id] > _SHOWN + 1 else ''}"
            text = f"the id {post_id!r} stands again at {places}; all are kept, the later ones as '{post_id}#2' ..."
            yield Note(place=first, source=first.source, text=text)
