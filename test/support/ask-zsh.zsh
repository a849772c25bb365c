# What does an interactive zsh offer? Arguments: the completion script, a file for the answers, lines that are typed.
zmodload zsh/zpty
script=$1 answers=$2
shift 2
: >$answers
zpty shell zsh -f -i
zpty -w shell "PS1= RPS1=; unsetopt beep auto_list auto_menu list_ambiguous; autoload -Uz compinit; compinit -D -u; source ${(q)script}; answers=${(q)answers}"
# Whatever is offered goes through compadd; with -O, -A or -D it only asks.
zpty -w shell 'compadd() {
  if [[ ${@[1,(i)(-|--)]} != *-(O|A|D)\ * ]]; then
    local -a offered
    builtin compadd -O offered "$@"
    (( $#offered )) && print -rl -- "${offered[@]}" >>$answers
  fi
  builtin compadd "$@"
}'
zpty -w shell 'ask() { _main_complete; print -r -- "--end--" >>$answers; }; zle -C ask complete-word ask; bindkey "^I" ask'
integer asked=0
for line; do
  zpty -w -n shell "$line"$'\t'
  (( asked += 1 ))
  # What the shell echoes has to be read, or it waits.
  until [[ $(grep -c -e '^--end--$' $answers) -ge $asked ]]; do
    zpty -r -t shell >/dev/null 2>&1
    sleep 0.01
  done
  zpty -w -n shell $'\C-u'
done
zpty -d shell
