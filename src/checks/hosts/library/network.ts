/** Functions of the script for hosts: ports and answers over HTTP. */
export const NETWORK = `
# The addresses of a name; the name itself where this host has no program for it.
addresses_of() {
  case $1 in *[!0-9.]*) ;; *) printf '%s\\n' "$1"; return ;; esac
  case $1 in *:*) printf '%s\\n' "$1"; return ;; esac
  if command -v getent >/dev/null 2>&1; then
    getent ahosts "$1" | sed 's/[[:space:]].*//' | sort -u
  else
    printf '%s\\n' "$1"
  fi
}

# Sets "port_state": open, refused, filtered or unknown. Address, port, seconds.
find_port_state() {
  port_state=unknown
  if command -v bash >/dev/null 2>&1; then
    # shellcheck disable=SC2016 # The other shell expands them.
    answer=$(timeout "$3" bash -c 'exec 3<>"/dev/tcp/$1/$2"' bash "$1" "$2" 2>&1)
    case $? in
      0) port_state=open ;;
      124 | 143) port_state=filtered ;;
      *)
        case $answer in
          *refused* | *'reset by peer'*) port_state=refused ;;
          *'timed out'*) port_state=filtered ;;
          *) tell_last "$answer" ;;
        esac
        ;;
    esac
  elif command -v curl >/dev/null 2>&1; then
    case $1 in *:*) host="[$1]" ;; *) host=$1 ;; esac
    answer=$(curl -q -g -s -o /dev/null --noproxy '*' -m "$3" -w '%{time_connect}' "http://$host:$2/" </dev/null)
    case $?,$answer in
      *,*[1-9]*) port_state=open ;;
      7,*) port_state=refused ;;
      28,*) port_state=filtered ;;
      *) said='curl cannot connect' ;;
    esac
  else
    said='this host has neither bash nor curl'
  fi
}

tell_last() {
  said=$(printf '%s\\n' "$1" | tail -n 1)
}

# Host, port, what it must be (open, closed, refused, filtered), and the seconds for an answer.
tcp_check() {
  name=$1 port=$2 wanted=$3 seconds=$4 states=''
  addresses=$(addresses_of "$name") || addresses=
  if [ -z "$addresses" ]; then said="the name $name does not resolve"; return 2; fi
  for address in $addresses; do
    find_port_state "$address" "$port" "$seconds"
    states="$states $port_state"
    case $port_state in
      "$wanted" | unknown) ;;
      refused | filtered) if [ "$wanted" != closed ]; then said="$address is $port_state"; return 1; fi ;;
      *) said="$address is $port_state"; return 1 ;;
    esac
  done
  case $states in *unknown*) return 2 ;; esac
  said="$name is$states"
}

# Method, URL, ranges of statuses, the most milliseconds (empty: any), the most seconds, body to send; then header
# NAME-AND-VALUE, and what the body of the answer must have.
http_check() {
  if ! command -v curl >/dev/null 2>&1; then said='this host has no curl'; return 2; fi
  if ! answer=$(mktemp); then said='no temporary file can be made'; return 2; fi
  # Other users do not see the headers among the processes, or in the file.
  umask 077
  : >"$answer.headers"
  request "$@"
  ended=$?
  rm -f "$answer" "$answer.headers"
  return "$ended"
}

request() {
  method=$1 url=$2 statuses=$3 within=$4 seconds=$5 body=$6
  shift 6
  while [ "\${1-}" = header ]; do
    printf '%s\\n' "$2" >>"$answer.headers"
    shift 2
  done
  told=$(
    printf '%s' "$body" | curl -q -g -s -S -o "$answer" -X "$method" --noproxy '*' --proto '=http,https' -m "$seconds" \\
      -w '%{http_code} %{time_total}' -H "@$answer.headers" \${body:+--data-binary @-} -- "$url" 2>&1
  )
  ended=$?
  if [ "$ended" -ne 0 ]; then
    tell_last "$told"
    said="curl ended with $ended: $said"
    # The host refused or closed the connection; of anything else the service may be innocent.
    case $ended in 7 | 28 | 52 | 56) return 1 ;; *) return 2 ;; esac
  fi
  status=\${told%% *} time=\${told##* }
  said="answered $status"
  fits=0
  for range in $statuses; do
    if [ "$status" -ge "\${range%-*}" ] && [ "$status" -le "\${range#*-}" ]; then fits=1; fi
  done
  if [ "$fits" = 0 ]; then return 1; fi
  if [ -n "$within" ] && awk -v time="$time" -v within="$within" 'BEGIN { exit !(time * 1000 > within) }'; then
    said="answered after $time s, not within $within ms"
    return 1
  fi
  content_check "$answer" "$@"
}
`
