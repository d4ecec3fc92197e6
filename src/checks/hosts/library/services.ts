/** Functions of the script for hosts: units, processes, and the ports on which they listen. */
export const SERVICES = `
# Sets "table": a line for each process, with id, parent, state, start (ticks since boot) and name.
read_processes() {
  table=$(cat /proc/[0-9]*/stat 2>/dev/null | awk '{
    begin = index($0, " (")
    end = 0
    while ((more = index(substr($0, end + 1), ") ")) > 0) end += more
    if (begin == 0 || end == 0 || split(substr($0, end + 2), field, " ") < 20) next
    print substr($0, 1, begin - 1), field[2], field[1], field[20], substr($0, begin + 2, end - begin - 2)
  }')
  if [ -n "$table" ]; then return 0; fi
  said='the processes of this host cannot be listed'
  return 2
}

# Of the properties of a unit, the value of one.
property() {
  printf '%s\\n' "$properties" | sed -n "s/^$1=//p"
}

# Sets "main" (a process id), "members" (more of them), "restarts" (of units), "named" (when a file got the id); returns 1 where the service does not run.
find_service() {
  read_processes || return 2
  main='' members='' restarts='' named=''
  case $2 in
    unit)
      properties=$(systemctl show --property=LoadState,ActiveState,SubState,Result,NRestarts,MainPID,ControlGroup -- "$1" 2>/dev/null) || properties=
      if [ -z "$properties" ]; then said='systemctl did not respond'; return 2; fi
      if [ "$(printf '%s\\n' "$properties" | grep -c '^LoadState=')" -gt 1 ]; then
        said="$1 is the name of several units"
        return 2
      fi
      state="$(property ActiveState) ($(property SubState)), $(property Result)"
      if [ "$(property LoadState)" != loaded ]; then said="the unit is $(property LoadState)"; return 1; fi
      if [ "$(property ActiveState)" != active ] || [ "$(property SubState)" != running ]; then
        said="the unit is $state"
        return 1
      fi
      main=$(property MainPID) restarts=$(property NRestarts) cgroup=$(property ControlGroup)
      if [ -n "$cgroup" ]; then
        members=$(cat "/sys/fs/cgroup$cgroup/cgroup.procs" "/sys/fs/cgroup/systemd$cgroup/cgroup.procs" 2>/dev/null)
      fi
      ;;
    pid-file)
      find_kind "$1" || return 2
      if [ "$found" != file ]; then said="$1 is not a file"; return 1; fi
      if [ ! -r "$place" ]; then said="$1 cannot be read"; return 2; fi
      main=$(head -n 1 "$place" | tr -d ' \\t\\r')
      named=$(stat -L -c %Y "$place" 2>/dev/null) || named=
      ;;
    *)
      main=$(printf '%s\\n' "$table" | SERVICE=$1 awk '{
        name = $0
        sub(/^[^ ]+ [^ ]+ [^ ]+ [^ ]+ /, "", name)
        if (name != substr(ENVIRON["SERVICE"], 1, 15) || $3 == "Z" || $3 == "X") next
        if (first == "" || $4 + 0 < first + 0) { first = $4; main = $1 }
        all = all " " $1
      } END { print main all }')
      members=\${main#* }
      main=\${main%% *}
      if [ -z "$main" ]; then said='no such process runs'; return 1; fi
      ;;
  esac
  case $main in
    '' | 0 | *[!0-9]*)
      said='there is no process id of it'
      return 1
      ;;
  esac
  born=$(printf '%s\\n' "$table" | awk -v pid="$main" '$1 == pid && $3 != "Z" && $3 != "X" { print $4 }')
  if [ -z "$born" ]; then said="the process $main does not run"; return 1; fi
}

# The processes of a service, and all that they started.
family_of() {
  printf '%s\\n' "$table" | PIDS="$*" awk '
    BEGIN { count = split(ENVIRON["PIDS"], pids, " "); for (i = 1; i <= count; i++) known[pids[i]] = 1 }
    { parent[$1] = $2 }
    END {
      do {
        more = 0
        for (pid in parent) if (!(pid in known) && (parent[pid] in known)) { known[pid] = 1; more = 1 }
      } while (more)
      for (pid in known) print pid
    }'
}

# Sets "sockets": those of the family. Sets "denied" to 1 where a process of it does not show its own.
find_sockets() {
  sockets=' ' denied=0
  for pid in $(family_of "$main" "$members"); do
    files=$(ls -l "/proc/$pid/fd" 2>/dev/null) || { if [ -d "/proc/$pid" ]; then denied=1; fi; continue; }
    sockets="$sockets$(printf '%s\\n' "$files" | sed -n 's/.*socket:\\[\\([0-9]*\\)\\]$/\\1/p' | tr '\\n' ' ')"
  done
}

# Port, addresses as in /proc/net/tcp (empty: any), and what to call them.
listens() {
  hex=$(printf '%04X' "$1")
  if [ ! -r /proc/net/tcp ]; then said='the ports of this host cannot be listed'; return 2; fi
  listeners=$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v port="$hex" '
    $4 == "0A" && split($2, part, ":") == 2 && part[2] == port { print part[1], $10 }')
  if [ -z "$listeners" ]; then said="nothing listens on port $1"; return 1; fi
  find_sockets
  own=0 right=0 foreign=0
  while read -r address inode; do
    case $sockets in
      *" $inode "*)
        own=1
        case " \${2:-$address} " in *" $address "*) right=1 ;; esac
        ;;
      *) foreign=1 ;;
    esac
  done <<END
$listeners
END
  if [ "$right" = 1 ]; then return 0; fi
  if [ "$denied" = 1 ] && [ "$foreign" = 1 ]; then said="who listens on port $1 cannot be read"; return 2; fi
  if [ "$own" = 1 ]; then said="it does not listen on $3:$1, but on another address"; return 1; fi
  said="another process listens on port $1"
  return 1
}

# Service, how it is found (unit, process, pid-file), port, addresses, the name of these, since-deployment or any, the most
# restarts of a unit, and the seconds between two readings.
service_check() {
  find_service "$1" "$2" || return
  first="$main $born" restarted=$restarts
  if [ "$2" = unit ]; then
    case $restarts in
      '' | *[!0-9]*)
        said='systemd does not count the restarts of the unit'
        return 2
        ;;
    esac
    if [ "$restarts" -gt "$7" ]; then said="the unit has been restarted $restarts times"; return 1; fi
  fi
  if [ "$6" = since-deployment ]; then
    if [ -z "$since" ]; then said='when this deployment began is not known'; return 2; fi
    boot=$(sed -n 's/^btime //p' /proc/stat 2>/dev/null)
    ticks=$(getconf CLK_TCK 2>/dev/null) || ticks=100
    if [ -z "$boot" ]; then said='when this host was started is not known'; return 2; fi
    # Both times are rounded to seconds.
    if [ $((boot + born / ticks + 2)) -lt "$since" ]; then
      said="the process $main was started before this deployment"
      return 1
    fi
    # A service has its id before it writes it: this process got the id of one that ended.
    if [ -n "$named" ] && [ $((named + 2)) -lt $((boot + born / ticks)) ]; then
      said="$1 is older than the process $main, which is another one with its id"
      return 1
    fi
  fi
  if [ -n "$3" ]; then listens "$3" "$4" "$5" || return; fi
  if [ "$8" != 0 ]; then sleep "$8"; fi
  find_service "$1" "$2" || return
  if [ "$main $born" != "$first" ] || [ "$restarts" != "$restarted" ]; then
    said="it was restarted within $8 s: \${first%% *}, then $main"
    return 1
  fi
  if [ -n "$3" ]; then listens "$3" "$4" "$5" || { listened=$?; said="$said, after the first reading"; return "$listened"; }; fi
  said="runs as process $main"
}
`
