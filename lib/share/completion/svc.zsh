#compdef @programs@
# Completion of svc and its programs for zsh: the programs themselves say what may come next.
local -a shown
local line text kind=
for line in "${(@f)$("${words[1]}" --complete "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
  text=${line%%$'\t'*}
  if [[ -n $text ]]; then
    shown+=("${text//:/\\:}:${line#*$'\t'}")
  elif [[ -n $line ]]; then
    kind=${line#$'\t'}
  fi
done
(( $#shown )) && _describe -V svc shown
[[ $kind == file ]] && _files
[[ $kind == folder ]] && _files -/
return 0
