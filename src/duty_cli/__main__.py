"""The program as ``python -m duty_cli``, for where the folder of scripts is not on the path."""

from duty_cli.cli.main import main

if __name__ == "__main__":
    main()
