"""Nothing lost, nothing forged: kills, power cuts, disks that fail, flipped bits and skilled hands, tried on whole commands.

``calls.c`` stands between the program and the system: it counts the calls that change files, lets one fail, write half or be
the last, and logs them. ``server.py`` is a process that has loaded the program and plays each command in a fork of itself;
``desk.py`` starts it; ``deeds.py`` is the list of commands; ``judging.py`` says what must hold whatever happened; ``disk.py``
builds from the log what a disk may hold after a power cut; ``tampering.py`` is the list of skilled hands. ``make test`` tries
some of it with fixed seeds, ``make faults`` all; ``docs/faults.md`` says what was found. Without a C compiler, or not on Linux, what
needs ``calls.c`` is skipped.
"""
