from pathlib import Path

import pytest

from data.codebook import Kind, Verdict, codebook
from errors import SettingsError

KIND = """[[kind]]
id = "pledge"
name_en = "Promise"
name_hi = "वादा"
meaning = "What will be done."
meaning_hi = "जो किया जाएगा।"
examples = ["नहर बनेगी।", "A canal will be dug."]
"""
VERDICT = """[[verdict]]
id = "false"
name_en = "False"
name_hi = "झूठ"
meaning = "It is not so."
"""


def test_the_shipped_codebook_has_the_kinds_and_verdicts_of_the_design() -> None:
    book = codebook()
    kinds = {
        "pledge",
        "vague_promise",
        "jumlebaazi",
        "counter_propaganda",
        "attack",
        "achievement",
        "factual",
        "not_claim",
    }
    assert {kind.id for kind in book.kinds} == kinds
    assert {"false", "misleading", "true", "unverifiable", "satire"} <= {verdict.id for verdict in book.verdicts}
    entries: list[Kind | Verdict] = [*book.kinds, *book.verdicts]
    for entry in entries:
        assert entry.meaning and not entry.meaning_hi.isascii()
        assert entry.name_en.isascii()
        assert not entry.name_hi.isascii()
    assert all(len(kind.examples) >= 3 for kind in book.kinds)


def test_the_shipped_codebook_names_why_reviewers_differ_in_english_and_hindi() -> None:
    reasons = codebook().reasons
    assert len(reasons) >= 3
    for reason in reasons:
        assert reason.meaning and not reason.meaning_hi.isascii()
        assert reason.name_en.isascii()
        assert not reason.name_hi.isascii()


def test_no_example_stands_under_two_kinds() -> None:
    examples = [example for kind in codebook().kinds for example in kind.examples]
    assert len(examples) == len(set(examples))


def test_a_newsroom_may_write_its_own_codebook(tmp_path: Path) -> None:
    path = tmp_path / "codebook.toml"
    path.write_text(KIND + KIND.replace("pledge", "rumour") + VERDICT, encoding="utf-8")
    book = codebook(path)
    assert [kind.id for kind in book.kinds] == ["pledge", "rumour"]
    assert book.kinds[0].examples == ("नहर बनेगी।", "A canal will be dug.")
    assert [(verdict.name_hi, verdict.meaning_hi) for verdict in book.verdicts] == [("झूठ", "")]
    assert book.reasons == ()
    path = tmp_path / "with_reasons.toml"
    path.write_text(KIND + VERDICT + VERDICT.replace("verdict", "reason"), encoding="utf-8")
    assert [reason.name_hi for reason in codebook(path).reasons] == ["झूठ"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (KIND, r"\[\[verdict\]\]"),
        (VERDICT, r"\[\[kind\]\]"),
        ("", r"\[\[kind\]\].*\[\[verdict\]\]"),
        (KIND.replace("[[kind]]", "[kind]") + VERDICT, r"\[\[kind\]\]"),
        (
            KIND + KIND.replace("pledge", "rumour").replace('name_en = "Promise"', "") + VERDICT,
            "kind.* number 2, name_en",
        ),
        (KIND.replace('"Promise"', "5") + VERDICT, "kind.* number 1, name_en: .*got 5"),
        (KIND.replace('["नहर बनेगी।", "A canal will be dug."]', '"नहर बनेगी।"') + VERDICT, "number 1, examples"),
        (KIND.replace('"नहर बनेगी।", ', "7, ") + VERDICT, "number 1, examples, 0: .*got 7"),
        (KIND + VERDICT + VERDICT, "more than one entry has the id false"),
        (
            KIND + VERDICT + VERDICT.replace("verdict", "reason").replace('name_hi = "झूठ"', ""),
            "reason.* number 1, name_hi",
        ),
        (KIND + VERDICT + VERDICT.replace("verdict", "reason") * 2, "more than one entry has the id false"),
        (KIND + VERDICT.replace('"False"', '"False'), "can't be read"),
        (b"\xff" + KIND.encode(), "can't be read"),
        (None, "can't be read"),
    ],
)
def test_a_codebook_that_can_not_be_used_says_which_entry_lacks_what(
    tmp_path: Path, content: str | bytes | None, told: str
) -> None:
    path = tmp_path / "ours.toml"
    if content is not None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(SettingsError, match=rf"ours\.toml.*{told}"):
        codebook(path)
