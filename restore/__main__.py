"""``python -m restore``: the same as the command ``restore``."""

from restore.cli.app import main

if __name__ == "__main__":
    main()
