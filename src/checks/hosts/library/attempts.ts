/**
 * Functions of the script for hosts: the attempts of a check, and the end. The rules of `engine/conclude.ts`, in shell.
 */
export const ATTEMPTS = `
t_done=0 t_failed='' t_unknown='' t_recap=''

# A line without control characters, short enough for the end of the agent's log.
t_line() {
  printf '%s' "$1" | tr '\\n\\t' '  ' | tr -d '\\000-\\037\\177' | cut -c 1-240
}

t_pause() {
  if [ "$1" != 0 ]; then sleep "$1"; fi
}

# Number, name, seconds before the first attempt and between two, least attempts, allowed failures and errors, seconds of
# unbroken passes; then the function and its arguments.
checked() {
  t_number=$1 t_name=$2 t_delay=$3 t_every=$4 t_least=$5 t_failures=$6 t_errors=$7 t_steady=$8
  shift 8
  t_passes=0 t_fails=0 t_others=0 t_since='' t_shown='' t_began=0 t_now=0
  t_pause "$t_delay"
  while :; do
    said=''
    if [ "$t_steady" != 0 ]; then t_began=$(date +%s); fi
    "$@"
    t_result=$?
    if [ "$t_steady" != 0 ]; then t_now=$(date +%s); fi
    case $t_result in
      0)
        t_passes=$((t_passes + 1))
        t_since=\${t_since:-$t_began}
        ;;
      1) t_fails=$((t_fails + 1)) t_since='' t_shown=$said ;;
      *) t_others=$((t_others + 1)) t_since='' t_shown=$said ;;
    esac
    if [ "$t_fails" -gt "$t_failures" ] || [ "$t_others" -gt "$t_errors" ]; then break; fi
    if [ $((t_passes + t_fails + t_others)) -ge "$t_least" ]; then
      if [ "$t_steady" = 0 ]; then break; fi
      if [ -n "$t_since" ] && [ $((t_now - t_since)) -ge "$t_steady" ]; then break; fi
    fi
    t_pause "$t_every"
  done
  t_done=$((t_done + 1))
  if [ "$t_fails" -gt "$t_failures" ]; then t_verdict=fail
  elif [ "$t_others" -gt "$t_errors" ]; then t_verdict=unknown
  elif [ "$t_passes" -gt 0 ]; then t_verdict=pass t_shown=$said
  elif [ "$t_fails" -gt 0 ]; then t_verdict=fail
  else t_verdict=unknown
  fi
  t_text="$mark $t_number $t_verdict $(t_line "$t_name: $t_shown")"
  printf '%s\\n' "$t_text"
  case $t_verdict in
    pass) return ;;
    fail) t_failed="$t_failed,$t_number" ;;
    *) t_unknown="$t_unknown,$t_number" ;;
  esac
  t_recap="$t_recap$t_text
"
}

# How many checks there are. The agent shows the end of the log only, so what did not pass is there once more.
finished() {
  printf '%s' "$t_recap"
  printf '%s end %s %s fail=%s unknown=%s\\n' "$mark" "$1" "$t_done" "\${t_failed#,}" "\${t_unknown#,}"
  if [ "$t_done" -eq "$1" ] && [ -z "$t_failed$t_unknown" ]; then exit 0; fi
  exit 1
}
`
