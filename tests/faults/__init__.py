"""Nothing lost, nothing forged: kills, power cuts, disks that fail, and flipped bits, tried on whole commands.

``calls.c`` stands between the program and the system: it counts the calls that change files, lets one fail, write half or be
the last, and logs them. ``server.py`` is a process that has loaded the program and plays each command in a fork of itself;
``desk.py`` starts it; ``deeds.py`` is the list of commands; ``judging.py`` says what must hold whatever happened; ``disk.py``
builds from the log what a disk may hold after a power cut. ``make test`` tries
some of it with fixed seeds, ``make faults`` all. Without a C compiler, or not on Linux, what
needs ``calls.c`` is skipped.
"""
