"""The words of files as they are shipped."""

from pathlib import Path

from duty_cli.rules.import_config import load_words

WORDS = load_words("intake.yaml", (Path(__file__).parents[2] / "rules" / "intake.yaml").read_bytes())
