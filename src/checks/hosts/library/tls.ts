/** Functions of the script for hosts: what an endpoint serves over TLS, as openssl sees it. */
export const TLS = `
# Host, port, server name, how many days certificates must still be valid, issuer (empty: any), names, pins of public keys
# (empty: any), and versions of the protocol that must be refused.
tls_check() {
  if ! command -v openssl >/dev/null 2>&1; then said='this host has no openssl'; return 2; fi
  if ! chain=$(mktemp -d); then said='no temporary folder can be made'; return 2; fi
  judge_tls "$@"
  ended=$?
  rm -rf "$chain"
  return "$ended"
}

# Host, port, server name, then options of s_client. Writes what it says to a file of the folder.
handshake() {
  case $1 in *:*) peer="[$1]:$2" ;; *) peer=$1:$2 ;; esac
  sent=$3
  shift 3
  timeout 10 openssl s_client -connect "$peer" -servername "$sent" "$@" </dev/null >"$chain/said" 2>&1
}

judge_tls() {
  host=$1 port=$2 server=$3 days=$4 issuer=$5 names=$6 pins=$7 older=$8
  handshake "$host" "$port" "$server" -showcerts -status
  awk -v folder="$chain" '
    /^-----BEGIN CERTIFICATE-----/ { n += 1; inside = 1 }
    inside { print > (folder "/" n ".pem") }
    /^-----END CERTIFICATE-----/ { inside = 0; close(folder "/" n ".pem") }' "$chain/said"
  if [ ! -s "$chain/1.pem" ]; then
    tell_last "$(grep -E 'rror|errno|refused|alert' "$chain/said" | head -n 1)"
    said="no TLS handshake: \${said:-no certificate}"
    return 1
  fi
  trust=$(sed -n 's/^ *Verify return code: //p' "$chain/said" | head -n 1)
  case $trust in
    '0 '*) ;;
    '') said='openssl does not say whether the chain is trusted'; return 2 ;;
    *) said="the chain is not trusted: $trust"; return 1 ;;
  esac
  for wanted in $names; do
    case $wanted in *[!0-9.]*) kind=-checkhost ;; *) kind=-checkip ;; esac
    case $wanted in *:*) kind=-checkip ;; esac
    # openssl takes a common name for a name, too, and a wildcard that is a part of a label.
    if [ "$kind" = -checkhost ] && ! has_name "$wanted"; then
      said="the certificate is not valid for $wanted"
      return 1
    fi
    case $(openssl x509 -in "$chain/1.pem" -noout "$kind" "$wanted" 2>&1) in
      *'does match'*) ;;
      *'does NOT match'*) said="the certificate is not valid for $wanted"; return 1 ;;
      *) said="whether the certificate is valid for $wanted cannot be judged by this openssl"; return 2 ;;
    esac
  done
  if grep -q 'Cert Status: revoked' "$chain/said"; then said='the certificate was revoked'; return 1; fi
  case $(openssl x509 -in "$chain/1.pem" -noout -text 2>/dev/null) in
    *'TLS Feature'* | *1.3.6.1.5.5.7.1.24*)
      said='the certificate requires a stapled response, which is not judged on a host'
      return 2
      ;;
  esac
  number=1 before=''
  while [ -s "$chain/$number.pem" ]; do
    judge_certificate "$chain/$number.pem" || return
    number=$((number + 1))
  done
  if [ -n "$issuer" ]; then
    if ! openssl x509 -in "$chain/1.pem" -noout -issuer -nameopt sep_multiline,utf8 2>/dev/null |
      sed 's/^ *//' | grep -F -x -q -e "CN=$issuer" -e "O=$issuer" -e "OU=$issuer"; then
      said='the certificate has another issuer'
      return 1
    fi
  fi
  if [ -n "$pins" ]; then
    pin=$(openssl x509 -in "$chain/1.pem" -noout -pubkey 2>/dev/null | openssl pkey -pubin -outform DER 2>/dev/null |
      openssl dgst -sha256 -binary 2>/dev/null | openssl base64 2>/dev/null)
    case " $pins " in
      *" sha256/$pin "*) ;;
      *) said="the certificate has another key: sha256/$pin"; return 1 ;;
    esac
  fi
  for version in $older; do
    handshake "$host" "$port" "$server" "-$version" -cipher DEFAULT@SECLEVEL=0
    if grep -q 'BEGIN CERTIFICATE' "$chain/said"; then said="still accepts $version"; return 1; fi
    if ! grep -q -i 'alert' "$chain/said"; then said="whether it refuses $version could not be seen"; return 2; fi
  done
  said="serves a certificate that is valid for $days more days"
}

# Whether a name, or a wildcard for its first label, is among the names of the certificate.
has_name() {
  openssl x509 -in "$chain/1.pem" -noout -text 2>/dev/null | NAME=$1 awk '
    BEGIN { name = tolower(ENVIRON["NAME"]); above = name; sub(/^[^.]*/, "*", above) }
    after { count = split($0, part, ", "); for (i = 1; i <= count; i++) {
      sub(/^ */, "", part[i])
      if (sub(/^DNS:/, "", part[i]) && (tolower(part[i]) == name || (tolower(part[i]) == above && above ~ /\\..*\\./))) found = 1
    } }
    { after = /X509v3 Subject Alternative Name/ }
    END { exit !found }'
}

# A file with one certificate of the chain. Uses and sets "before": who issued the one before it.
judge_certificate() {
  text=$(openssl x509 -in "$1" -noout -text 2>/dev/null) || { said='a certificate cannot be read'; return 2; }
  subject=$(openssl x509 -in "$1" -noout -subject_hash 2>/dev/null)
  if [ -n "$before" ] && [ "$subject" != "$before" ]; then
    said='the chain is not in order, from its first certificate up'
    return 1
  fi
  before=$(openssl x509 -in "$1" -noout -issuer_hash 2>/dev/null)
  own=0
  if [ "$subject" = "$before" ]; then own=1; fi
  # Who trusts a root trusts it whatever its end and signature are.
  if [ "$own" = 0 ] || [ "$number" = 1 ]; then
    if ! openssl x509 -in "$1" -noout -checkend $((days * 86400)) >/dev/null 2>&1; then
      said="certificate $number of the chain ends within $days days"
      return 1
    fi
  fi
  bits=$(printf '%s\\n' "$text" | sed -n 's/.*Public-Key: (\\([0-9]*\\) bit.*/\\1/p' | head -n 1)
  case $text in
    *'Public Key Algorithm: rsaEncryption'*) least=2048 ;;
    *) least=253 ;;
  esac
  if [ -z "$bits" ]; then
    case $text in *ED25519* | *ED448*) bits=$least ;; *) said='a key of the chain cannot be read'; return 2 ;; esac
  fi
  if [ "$bits" -lt "$least" ]; then said="certificate $number of the chain has a weak key of $bits bits"; return 1; fi
  if [ "$own" = 0 ]; then
    case $text in
      *'Signature Algorithm: '*[Mm][Dd]5* | *'Signature Algorithm: '*[Ss][Hh][Aa]1[Ww]* | *'ecdsa-with-SHA1'*)
        said="certificate $number of the chain has a weak signature"
        return 1
        ;;
    esac
  fi
}
`
