# Completion of svc and its programs for bash: the programs themselves say what may come next.
_svc() {
  local word=${COMP_WORDS[COMP_CWORD]} line text kind='' show=''
  local -a texts=() shown=()
  while IFS= read -r line; do
    text=${line%%$'\t'*}
    if [ -z "$text" ]; then
      kind=${line#$'\t'}
    elif [[ $text == "$word"* ]]; then
      texts+=("$text")
      shown+=("$text  (${line#*$'\t'})")
    fi
  done < <("${COMP_WORDS[0]}" --complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  case $kind in
    file) mapfile -t -O "${#texts[@]}" texts < <(compgen -f -- "$word") && compopt -o filenames ;;
    folder) mapfile -t -O "${#texts[@]}" texts < <(compgen -d -- "$word") && compopt -o filenames ;;
    *) [ "${COMP_TYPE:-0}" -eq 63 ] && [ "${#texts[@]}" -gt 1 ] && show=yes ;; # only looked at, not put in
  esac
  if [ "$show" ]; then COMPREPLY=("${shown[@]/%  ()/}"); else COMPREPLY=("${texts[@]}"); fi
}
complete -F _svc @programs@
