"""`colead manage` hands everything to Django, options too."""

from click.testing import CliRunner

from colead.cli.main import main


def test_arguments_and_options_reach_django(db):
    result = CliRunner().invoke(main, ["manage", "showmigrations", "--plan", "organisations"])
    assert result.exit_code == 0
    assert "[X]  organisations.0001_initial" in result.stdout
