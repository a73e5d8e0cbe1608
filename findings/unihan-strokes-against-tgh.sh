#!/usr/bin/env bash
# Unihan 15.0.0 (Debian package unicode-data 15.0.0-1): kTotalStrokes contradicts kTGH.
#
# kTGH numbers the 8,105 characters of the 通用规范汉字表. Each of the table's three parts (1-3500, 3501-6500, 6501-8105)
# is printed in the official order by number of strokes, so along kTGH the first value of kTotalStrokes ought never to
# fall within a part. Seen: parts one and two nearly keep to it (0 and 3 falls), part three falls 36 times: simplified
# forms in the later CJK blocks carry the count of the unsimplified character (䴓, a 9-stroke character between two of
# 9 and 10, has 15; 䜣, of 6 strokes, has 11). Lists by strokes made from kTotalStrokes alone put them wrong.
# Exits 1 when what is seen changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download unicode-data=15.0.0-1 >/dev/null 2>&1
dpkg -x unicode-data_*.deb unpacked
python3 - unpacked/usr/share/unicode <<'PY'
import bz2, pathlib, sys

places, strokes = {}, {}
for path in pathlib.Path(sys.argv[1]).glob("Unihan_*.txt.bz2"):
    for line in bz2.decompress(path.read_bytes()).decode().splitlines():
        if line.startswith("U+"):
            code, field, value = line.split("\t")
            if field == "kTGH":
                places[chr(int(code[2:], 16))] = int(value.split()[0].partition(":")[2])
            elif field == "kTotalStrokes":
                strokes[chr(int(code[2:], 16))] = int(value.split()[0])
order = sorted(places, key=places.get)
assert len(order) == 8105, len(order)
falls = []
for first, last in ((0, 3500), (3500, 6500), (6500, 8105)):
    part = order[first:last]
    falls.append([(a, strokes[a], b, strokes[b]) for a, b in zip(part, part[1:]) if strokes[b] < strokes[a]])
seen = [len(one) for one in falls]
print("falls of kTotalStrokes along kTGH, by part of the table:", seen)
print("for instance:", falls[2][:4])
told = {"䴓": 15, "䜣": 11}
print("kTotalStrokes:", {one: strokes[one] for one in told})
sys.exit(not (seen == [0, 3, 36] and all(strokes[one] == count for one, count in told.items())))
PY
