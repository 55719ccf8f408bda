"""People are hidden: the same author behind the same token, nobody to be reached by what is kept."""

import json
import multiprocessing
import stat
from dataclasses import asdict
from pathlib import Path

import pytest

from data.masking import masked_text
from data.privacy import KEY_FILE, Private, load_key
from data.records import Item, Rejected
from data.sources.natural_keys import post_key
from errors import SettingsError

KEY = b"an invented key, long enough"
MOBILE = "9" * 5 + "0" * 4 + "1"
NAME = "ravi" + "_nagar"
MAIL = NAME + "@" + "mail.example"


@pytest.fixture
def private() -> Private:
    return Private(KEY)


def item(text: str = "पुल टूट गया।", **more: object) -> Item:
    return Item(**({"text": text, "source": "posts.jsonl", "natural_key": "posts.jsonl/1/abc", "own_id": "1"} | more))  # type: ignore[arg-type]


def test_an_author_has_one_token_however_the_name_or_number_is_written(private: Private) -> None:
    assert len({private.person(name) for name in (NAME, f"@{NAME}", NAME.upper(), f" {NAME} ")}) == 1
    assert len({private.person(n) for n in (MOBILE, f"+91 {MOBILE[:5]} {MOBILE[5:]}", f"0{MOBILE}")}) == 1
    assert private.person(NAME) != private.person(NAME + "2") != private.person(MOBILE)
    assert private.person(NAME).startswith("author:")


def test_another_key_gives_other_tokens_and_only_the_same_key_gives_the_same(private: Private) -> None:
    assert Private(KEY).person(NAME) == private.person(NAME) != Private(KEY + b"2").person(NAME)
    assert Private(KEY + b"2").fingerprint != private.fingerprint == Private(KEY).fingerprint


def test_a_key_that_can_be_guessed_is_refused() -> None:
    with pytest.raises(SettingsError, match="5 bytes; 16 or more"):
        Private(b"short")


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        (f"कॉल करें {MOBILE[:5]} {MOBILE[5:]}, जल्दी", "कॉल करें [phone], जल्दी"),
        (f"write to {MAIL}.", "write to [email]."),
        (f"pay {NAME}@" + "oksbi now", "pay [email] now"),
        (f"RT @{NAME}: पुल टूटा", "RT @handle: पुल टूटा"),
        ("@नवकिरण_दल झूठ बोल रहा", "@handle झूठ बोल रहा"),
        (f"@{NAME}@social.example, देखो", "@handle, देखो"),
        (f"@{MOBILE} देखो", "@handle देखो"),
        ("@\u2068कोई नाम\u2069 देखो", "@handle देखो"),
        (f"https://x.example/{NAME}/status/12", "https://x.example/@handle/status/12"),
        (f"https://v.example/@{NAME}/videos", "https://v.example/@handle/videos"),
        (f"https://u:secret@x.example/a?mail={MAIL}", "https://x.example/a?mail=[email]"),
        (f"wa.me/91{MOBILE} पर भेजें", "wa.me/[phone] पर भेजें"),
        (f"whatsapp://send?phone=91{MOBILE}", "whatsapp://send?phone=[phone]"),
        (f"tel:+91{MOBILE}", "tel:[phone]"),
    ],
)
def test_what_reaches_a_person_is_masked_in_texts(text: str, hidden: str) -> None:
    assert masked_text(text) == hidden
    assert masked_text(hidden) == hidden


@pytest.mark.parametrize(
    "text",
    [
        "tomatoes @ 50 rupees, @8pm, @50kg",
        "50@60",
        "350 trains, 48 crore, 12-03-2031, PIN 226001",
        "https://news.example/story-1234567890?page=2",
        "https://x.com/i/web/status/1234567890123456789",
        "https://maps.example/maps/@26.8,80.9",
    ],
)
def test_other_texts_stay_to_the_last_letter(text: str) -> None:
    assert masked_text(text) == text


def test_every_post_of_ours_stays_as_it_is_but_for_its_handles() -> None:
    from flows import training_sets

    texts = [text for _, posts in training_sets.posts() for text in posts.texts]
    assert [text for text in texts if "@" not in text and masked_text(text) != text] == []


def test_a_post_hides_its_people_wherever_they_stand(private: Private) -> None:
    extra = {
        "user": {"id": 77, "name": NAME, "followers_count": 9},
        "Phone No": int(MOBILE),
        "forwarded_from": NAME,
        "note": f"ring {MOBILE}",
        "tags": [f"@{NAME}", "पुल"],
        "likes": 1200,
        f"seen by {MAIL}": True,
    }
    url = f"https://x.example/{NAME}/posts/1"
    given = item(f"{MAIL} {MOBILE} @{NAME}", author=NAME, url=url, title=f"@{NAME}", extra=extra, source=f"@{NAME}")
    kept = private.item(given)
    said = json.dumps(asdict(kept), default=str)
    assert not [secret for secret in (NAME, MOBILE, MAIL) if secret in said]
    token = private.person(NAME)
    assert (kept.author, kept.extra["forwarded_from"], kept.extra["user"]["name"]) == (token, token, token)
    assert kept.extra["Phone No"] == private.person(MOBILE)
    assert (kept.extra["likes"], kept.extra["user"]["followers_count"], kept.extra["tags"]) == (
        1200,
        9,
        ["@handle", "पुल"],
    )


def test_a_newspapers_byline_stays_and_its_text_is_masked(private: Private) -> None:
    text = f"By Someone\n{MOBILE}\nThe body: {MAIL}"
    given = item(
        text, medium="article", author="Asha Writer", url="https://u:p@news.example/a", body_start=text.index("The")
    )
    kept = private.item(given)
    assert (kept.author, kept.url) == ("Asha Writer", "https://news.example/a")
    assert kept.text[kept.body_start :] == "The body: [email]"
    assert kept.extra == {}


def test_two_chats_named_by_a_number_stay_two_sources(private: Private) -> None:
    sources = {private.item(item(source=f"Chat with +91 {MOBILE[:-1]}{n}.txt")).source for n in (1, 2)}
    assert len(sources) == 2
    assert not any(MOBILE[:5] in source for source in sources)


def test_a_numeric_id_is_no_phone_number(private: Private) -> None:
    assert private.item(item(own_id=MOBILE)).own_id == MOBILE


def test_the_key_of_an_item_that_hides_nobody_stays(private: Private) -> None:
    for key in ("posts.jsonl/1/abc", "https://news.example/a", "text:abc"):
        assert private.item(item(natural_key=key)).natural_key == key
    page = item(f"tel {MOBILE}", medium="article", natural_key="https://news.example/a", url="https://news.example/a")
    assert private.item(page).natural_key == "https://news.example/a"  # or its page would be fetched again each time


@pytest.mark.parametrize(
    "more",
    [
        {"author": NAME, "natural_key": post_key(None, None, "s", NAME, None, "x")},
        {"author": NAME, "natural_key": f"s/{NAME}:5/abc"},
        {"text": f"call {MOBILE}"},
        {"source": f"@{NAME}"},
        {"own_id": f"+91{MOBILE}"},
        {"url": f"https://x.example/@{NAME}/1", "natural_key": f"https://x.example/@{NAME}/1"},
    ],
)
def test_a_key_made_of_something_hidden_is_hashed_with_the_key_and_tells_items_apart(
    private: Private, more: dict[str, str]
) -> None:
    plain = item(**more)
    kept = private.item(plain)
    assert kept.natural_key.startswith("key:")
    assert kept.natural_key == Private(KEY).item(item(**more)).natural_key  # reading twice gives the same document
    assert kept.natural_key != Private(KEY + b"2").item(plain).natural_key
    other = item(**(more | {"natural_key": plain.natural_key + "2"}))
    assert private.item(other).natural_key != kept.natural_key


def test_a_rejection_shows_nobody(private: Private) -> None:
    kept = private.rejected(Rejected(f"chat {MOBILE}.txt", "line 3", "bad_date", f"by {MAIL}", f"{MOBILE}: @{NAME}"))
    assert (kept.reason, kept.position, kept.excerpt, kept.detail) == (
        "bad_date",
        "line 3",
        "[phone]: @handle",
        "by [email]",
    )
    assert MOBILE not in kept.source


@pytest.mark.parametrize(
    "row",
    [
        '{"text": "", "author": "Vandana Kesri"}',
        '{"user": {"screen_name": "Vandana Kesri"}, "text": ""}',
        '{"author": "Vandana Kesri',  # cut off
    ],
)
def test_a_rejected_row_does_not_show_who_wrote_it(private: Private, row: str) -> None:
    kept = private.rejected(Rejected("posts.jsonl", "line 3", "empty", "its text is empty", row))
    assert "Vandana" not in kept.excerpt
    assert private.person("Vandana Kesri") in kept.excerpt


def test_a_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "cache" / "deeper"
    key = load_key(folder)
    assert len(key) >= 32 and load_key(folder) == key
    assert stat.S_IMODE((folder / KEY_FILE).stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == [KEY_FILE]
    assert load_key(tmp_path / "other") != key


def test_processes_that_make_a_key_at_once_agree_on_one(tmp_path: Path) -> None:
    with multiprocessing.get_context("fork").Pool(4) as pool:
        assert len(set(pool.map(load_key, [tmp_path] * 16))) == 1
    assert [path.name for path in tmp_path.iterdir()] == [KEY_FILE]


def test_a_key_file_that_is_too_short_is_refused(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_bytes(b"abc")
    with pytest.raises(SettingsError, match="has 3 bytes"):
        load_key(tmp_path)


def test_a_folder_that_can_not_be_made_gives_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "cache").touch()
    with pytest.raises(SettingsError, match="PARAKH_PRIVACY_KEY"):
        load_key(tmp_path / "cache" / "deeper")


def test_masking_a_long_hostile_text_takes_no_time_to_speak_of() -> None:
    for unit in ("a.", "9 ", "@", "a@", "+", "(", "99999", "http://", "-9"):
        assert masked_text(unit * 20_000) is not None
