"""The words of files as they are shipped."""

from pathlib import Path

from duty_cli.rulebook.intake_words import load_words

WORDS = load_words("intake.yaml", (Path(__file__).parents[2] / "rules" / "intake.yaml").read_bytes())
