"""Which backups stay: against an independent rule, and by what must hold for every series."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colead.backup.errors import BackupError
from colead.backup.retention import Keep, delete_superseded, kept, name_of, read_keep, time_of

START = datetime(2024, 12, 25, tzinfo=UTC)
TIMES = st.sets(st.integers(0, 60 * 24).map(lambda hours: START + timedelta(hours=hours)), max_size=60)
KEEP = st.builds(Keep, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)).filter(
    lambda one: one != Keep()
)


@given(TIMES, KEEP)
def test_each_period_that_counts_keeps_its_newest_and_no_more(times: set[datetime], keep: Keep):
    """The rule anew: walk from the newest to the oldest, and take the first of each new day, week, month."""
    expected = set(sorted(times)[-1:])
    for form, count in (("%Y-%m-%d", keep.days), ("%G-%V", keep.weeks), ("%Y-%m", keep.months)):
        seen: list[str] = []
        for time in sorted(times, reverse=True):
            if time.strftime(form) not in seen:
                seen.append(time.strftime(form))
                expected |= {time} if len(seen) <= count else set()
    assert kept(times, keep) == expected


@given(TIMES, KEEP)
def test_the_newest_stays_and_asking_again_deletes_nothing_more(times: set[datetime], keep: Keep):
    stay = kept(times, keep)
    assert stay <= times
    assert set(sorted(times)[-1:]) <= stay
    assert kept(stay, keep) == stay
    assert len(stay) <= max(1, keep.days + keep.weeks + keep.months)


@given(TIMES, KEEP)
def test_deleting_after_every_backup_comes_to_what_deleting_once_does(times: set[datetime], keep: Keep):
    """A backup that is gone is one that would never have been wanted again."""
    folder: set[datetime] = set()
    for time in sorted(times):
        folder = kept({*folder, time}, keep)
    assert folder == kept(times, keep)


def test_a_year_of_daily_backups():
    """Worked out by hand for 2025: 7 days, the Sundays of 4 weeks, the last days of 12 months."""
    days = [datetime(2025, 1, 1, 3, tzinfo=UTC) + timedelta(days=day) for day in range(365)]
    stay = sorted(kept(days, Keep(7, 4, 12)))
    assert [time.strftime("%m-%d") for time in stay] == [
        "01-31", "02-28", "03-31", "04-30", "05-31", "06-30", "07-31", "08-31", "09-30", "10-31", "11-30",
        "12-14", "12-21", "12-25", "12-26", "12-27", "12-28", "12-29", "12-30", "12-31",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "7", "7y", "0d", "7d,7d", "7d,,4w", "-1d", "seven days", "7d;4w"])
def test_a_rule_that_cannot_be_read_or_keeps_nothing_is_refused(text: str):
    with pytest.raises(BackupError) as refused:
        read_keep(text)
    assert refused.value.code == "bad_keep"


def test_a_rule_is_read():
    assert read_keep("7d,4w,12m") == Keep(7, 4, 12)
    assert read_keep("12m, 1d") == Keep(1, 0, 12)


@given(st.integers(0, 2**32).map(lambda seconds: datetime.fromtimestamp(seconds, tz=UTC)), st.booleans())
def test_a_name_tells_its_time(at: datetime, encrypted: bool):
    assert (
        time_of(name_of("Colead.Example.org:8000", at, encrypted=encrypted), "colead.example.org:8000") == at
    )


def test_only_what_this_installation_has_named_is_deleted(tmp_path: Path):
    old, new = START, START + timedelta(hours=1)
    others = [
        name_of("other.example.org", old, encrypted=False),  # another installation in the same folder
        name_of("a-b", old, encrypted=False),  # one whose name ends alike
        name_of("b", old, encrypted=False).upper(),
        name_of("b", old, encrypted=False) + ".unfinished",
        "colead-b-20241399T000000Z.tar",
        "letters.tar",
    ]
    own = [name_of("b", old, encrypted=True), name_of("b", new, encrypted=False)]
    for name in others + own:
        (tmp_path / name).touch()
    (tmp_path / name_of("b", old, encrypted=False)).symlink_to(tmp_path / "letters.tar")
    (tmp_path / name_of("b", old - timedelta(days=1), encrypted=False)).mkdir()
    assert delete_superseded(tmp_path, "b", Keep(days=1)) == [tmp_path / own[0]]
    assert all((tmp_path / name).exists() for name in [*others, own[1]])
    assert len(list(tmp_path.iterdir())) == len(others) + 3
