# Completion of @program@ for fish: the program itself says what may come next.
function __svc_complete
    set -l words (commandline -opc)
    for line in ($words[1] --complete $words[2..] "$(commandline -ct)" 2>/dev/null)
        switch $line
            case \tfile
                __fish_complete_path (commandline -ct)
            case \tfolder
                __fish_complete_directories (commandline -ct)
            case '*'
                echo $line
        end
    end
end
complete -c @program@ -f -a '(__svc_complete)'
