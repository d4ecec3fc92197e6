/** Functions of the script for hosts: paths, attributes and content of files. */
export const FILES = `
# Sets "place": where a path of this host is. Below a root, an absolute link begins at the root and ".." does not leave it.
# Sets "dangling" to 1 where the path is a link that leads nowhere.
find_place() {
  place=$1 dangling=0
  if [ -z "$root" ]; then
    if [ -L "$1" ] && [ ! -e "$1" ]; then dangling=1; fi
    return 0
  fi
  if [ ! -d "$root" ]; then said="the root $root is not a folder"; return 2; fi
  place=$root left=$1 links=0 last=0
  while :; do
    while :; do case $left in /*) left=\${left#/} ;; *) break ;; esac; done
    if [ -z "$left" ]; then break; fi
    part=\${left%%/*}
    case $left in */*) left=\${left#*/} ;; *) left= ;; esac
    case $part in
      .) continue ;;
      ..)
        if [ "$place" != "$root" ]; then place=\${place%/*}; fi
        continue
        ;;
    esac
    if [ ! -L "$place/$part" ]; then place=$place/$part; continue; fi
    links=$((links + 1))
    if [ "$links" -gt 40 ]; then said="too many links lead to $1"; return 2; fi
    if [ -z "$left" ]; then last=1; fi
    target=$(readlink "$place/$part"; printf .)
    target=\${target%?.}
    case $target in /*) place=$root ;; esac
    left=$target/$left
  done
  if [ "$last" = 1 ] && [ ! -e "$place" ]; then dangling=1; fi
}

# Sets "found": file, directory, other, link (one that leads nowhere) or none; returns 2 where a folder cannot be searched.
find_kind() {
  find_place "$1" || return 2
  found=none
  if [ -f "$place" ]; then found='file'; return 0; fi
  if [ -d "$place" ]; then found=directory; return 0; fi
  if [ -e "$place" ]; then found=other; return 0; fi
  if [ "$dangling" = 1 ]; then found='link'; return 0; fi
  above=$place
  while [ -n "$above" ]; do
    above=\${above%/*}
    if [ -d "\${above:-/}" ]; then
      if [ -x "\${above:-/}" ]; then return 0; fi
      said="\${above:-/} cannot be searched"
      return 2
    fi
    # Nothing can be below what is not a folder.
    if [ -e "$above" ] || [ -L "$above" ]; then return 0; fi
  done
}

# A file, then what its content must have: text TEXT, lines TEXT, pattern EXPRESSION, or wide EXPRESSION for one that matches
# any character, which in the C locale is a byte.
content_check() {
  content=$1
  shift
  if [ $# -gt 0 ] && [ ! -r "$content" ]; then said='its content cannot be read'; return 2; fi
  while [ $# -gt 1 ]; do
    case $1 in
      text) grep -F -q -e "$2" "$content" 2>/dev/null ;;
      lines) has_lines "$content" "$2" ;;
      wide) is_ascii "$content" && has_match "$content" "$2" ;;
      *) has_match "$content" "$2" ;;
    esac
    case $? in
      0) ;;
      1)
        case $1 in text | lines) said="it does not contain $2" ;; *) said="it does not match $2" ;; esac
        return 1
        ;;
      *)
        said="it could not be searched for $2"
        return 2
        ;;
    esac
    shift 2
  done
}

# After the last line end there is an empty line more, as for a regular expression of JavaScript.
has_match() {
  echo | cat "$1" - 2>/dev/null | grep -E -q -e "$2" 2>/dev/null
}

is_ascii() {
  if [ "$(tr -d '\\000-\\177' <"$1" | wc -c)" -eq 0 ]; then return 0; fi
  return 2
}

# No variable of a shell can hold NUL: where there is one, nothing is known.
has_lines() {
  if [ "$(tr -d '\\000' <"$1" | wc -c)" -ne "$(wc -c <"$1")" ]; then return 2; fi
  case $(cat "$1" && printf .) in *"$2"*) return 0 ;; esac
  return 1
}

# Sets the attributes of a path.
read_attributes() {
  said='its attributes cannot be read'
  attributes=$(stat -L -c '%a %u %g %U %G' "$1" 2>/dev/null) || return 2
  # shellcheck disable=SC2086 # Its parts are words.
  set -- $attributes
  if [ $# -ne 5 ]; then return 2; fi
  is_mode=$1 is_uid=$2 is_gid=$3 is_owner=$4 is_group=$5
  said="mode $is_mode, $is_owner:$is_group"
}

# Path, kind (file, directory, none), mode, owner, group, SHA-256, then what the content must have. An empty word: any.
file_check() {
  path=$1 kind=$2 mode=$3 owner=$4 group=$5 sum=$6
  shift 6
  find_kind "$path" || return 2
  case $found in
    file) what='a file' ;;
    directory) what='a folder' ;;
    'link') what='a link that leads nowhere' ;;
    other) what='neither file nor folder' ;;
    *) what=nothing ;;
  esac
  if [ "$kind" = none ] || [ "$found" = none ]; then
    said="$what is there"
    if [ "$kind" = "$found" ]; then return 0; else return 1; fi
  fi
  if [ "$found" != "$kind" ]; then
    if [ "$kind" = file ]; then said="it is $what, not a file"; else said="it is $what, not a folder"; fi
    return 1
  fi
  read_attributes "$place" || return 2
  if [ -n "$mode" ] && [ "$is_mode" != "$mode" ]; then said="mode $is_mode, not $mode"; return 1; fi
  if [ -n "$owner" ] && [ "$owner" != "$is_uid" ] && [ "$owner" != "$is_owner" ]; then
    said="owner $is_owner, not $owner"
    return 1
  fi
  if [ -n "$group" ] && [ "$group" != "$is_gid" ] && [ "$group" != "$is_group" ]; then
    said="group $is_group, not $group"
    return 1
  fi
  if [ -n "$sum" ]; then
    is_sum=$(sha256sum <"$place" 2>/dev/null) || is_sum=
    is_sum=\${is_sum%% *}
    if [ -z "$is_sum" ]; then said='its SHA-256 cannot be computed'; return 2; fi
    if [ "$is_sum" != "$sum" ]; then said="sha256 $is_sum, not $sum"; return 1; fi
  fi
  content_check "$place" "$@"
}
`
