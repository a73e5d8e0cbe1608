#!/usr/bin/env bash
# rfc3161-client 1.0.9 cannot read answers that `openssl ts -reply` (3.0.19) makes with two certificates in them.
#
# A time stamp token may carry the signer's certificate and that of its issuer: a SET OF in the SignedData of CMS, which
# RFC 5652 (1) lets be BER, where a set needs no order. OpenSSL writes the signer's first; the client reads strict DER. Whether it can read an answer thus hangs on which certificate is longer: seen here, with a
# long name of the service `ParseError … InvalidSetOrdering … SignedData::certificates`, with a long name of the root the
# same kind of answer is read. `openssl ts -verify` says OK to both. Who checks tokens of a service that sends its chain
# cannot rely on that library alone. Exits 1 when what is seen changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/python -m pip install --quiet --disable-pip-version-check rfc3161-client==1.0.9
printf 'sealed' > data

long='/O=An Institution With A Name Of Many Words/OU=And A Department With As Many Words'
answer() {  # folder, name of the root, name of the service
    mkdir "$1"
    openssl req -x509 -newkey rsa:2048 -nodes -keyout "$1/root.key" -out "$1/root.pem" -days 30 -subj "$2" 2>/dev/null
    openssl req -new -newkey rsa:2048 -nodes -keyout "$1/own.key" -out "$1/own.csr" -subj "$3" 2>/dev/null
    echo 'extendedKeyUsage=critical,timeStamping' > "$1/own.ext"
    openssl x509 -req -in "$1/own.csr" -CA "$1/root.pem" -CAkey "$1/root.key" -set_serial 7 -days 30 \
        -extfile "$1/own.ext" -out "$1/own.pem" 2>/dev/null
    cat > "$1/tsa.cnf" <<CNF
[tsa]
default_tsa = own
[own]
serial = $1/serial
signer_cert = $1/own.pem
signer_key = $1/own.key
certs = $1/root.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
CNF
    openssl ts -query -data data -sha256 -cert -out "$1/query" 2>/dev/null
    openssl ts -reply -config "$1/tsa.cnf" -queryfile "$1/query" -out "$1/answer" 2>/dev/null
    openssl ts -verify -data data -in "$1/answer" -CAfile "$1/root.pem" 2>/dev/null | grep 'Verification: OK'
}
answer signer-is-longer /CN=Root "$long/CN=Service"
answer root-is-longer "$long/CN=Root" /CN=Service
openssl version
env/bin/python - <<'PY'
import sys
from rfc3161_client import decode_timestamp_response

seen = {}
for folder in ("signer-is-longer", "root-is-longer"):
    with open(f"{folder}/answer", "rb") as file:
        data = file.read()
    try:
        found = decode_timestamp_response(data)
        seen[folder] = f"read, status {found.status}"
    except ValueError as error:
        seen[folder] = f"ValueError: {error}"
    print(f"{folder}: {seen[folder]}")
sys.exit(not ("InvalidSetOrdering" in seen["signer-is-longer"] and seen["root-is-longer"] == "read, status 0"))
PY
