# Made by python -m docs.generate.
# The words up to the cursor. What bash parts at colons and equals signs is one word here.
_newsreader_words() {
  local line=$COMP_LINE piece rest i
  words=()
  for (( i = 0; i <= COMP_CWORD; i++ )); do
    piece=${COMP_WORDS[i]}
    rest=${line#"${line%%[![:space:]]*}"}
    if (( i > 0 )) && [[ $rest == "$line" && -n $piece ]]; then
      words[${#words[@]} - 1]+=$piece
    else
      words+=("$piece")
    fi
    line=${rest#"$piece"}
  done
}

# Offers the words of $1 that go on from $2. Bash keeps what stands before the last colon or equals sign by itself.
_newsreader_offer() {
  local IFS=$' \t\n' kept
  COMPREPLY=($(compgen -W "$1" -- "$2"))
  for kept in : =; do
    if [[ $COMP_WORDBREAKS == *"$kept"* && $2 == *"$kept"* ]]; then
      kept=${2%"${2##*"$kept"}"}
      COMPREPLY=("${COMPREPLY[@]#"$kept"}")
    fi
  done
}

_newsreader_files() {
  local IFS=$'\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen "$1" -- "${2/#\~\//$HOME/}"))
}

# Offers what a filter goes on with: a field, or a value behind its colon and behind commas.
_newsreader_filter() {
  local fields=(title summary points outlet topic tag note bias is has date lang event tellers sides missing id sort) word=$1 before= values=
  [[ $word == *' '* ]] && word=${word##* }
  word=${word#[\"\']}
  [[ $word == -* ]] && before=- word=${word#-}
  case $word in
    bias:*) values="left lean-left center lean-right right mixed not-rated" ;;
    is:*) values="bookmarked read unread ai new hidden muted" ;;
    has:*) values="points link video article audio tag note others unsupported" ;;
    date:*) values="today yesterday 7d 2w 3m 1y" ;;
    sides:*) values="left center right" ;;
    missing:*) values="left center right" ;;
    sort:*) values="newest oldest outlet bias title relevance unread read event" ;;
    *:*) ;;
    *)
      compopt -o nospace 2>/dev/null
      _newsreader_offer "$(printf -- "$before%s: " "${fields[@]}")" "$before$word"
      return ;;
  esac
  before=$before${word%%:*}: word=${word#*:}
  [[ $word == *,* ]] && before=$before${word%,*}, word=${word##*,}
  [[ -n $values ]] && _newsreader_offer "$(printf -- "$before%s " $values)" "$before$word"
}

_newsreader() {
  local words current previous command= place=0 word skip= before= i
  _newsreader_words
  current=${words[${#words[@]} - 1]}
  previous=${words[${#words[@]} - 2]}
  COMPREPLY=()
  for (( i = 1; i < ${#words[@]} - 1; i++ )); do
    word=${words[i]}
    if [[ -n $skip ]]; then skip=; continue; fi
    case $word in
      --library|--filter|--limit|--format|--outlet|--summarize|--with|--progress|--as|--title|--folder|--every|--query|--rating|--source|--as-of|--url|--older|--host|--port|--public-url|--sessions|--restore) skip=yes ;;
      -*) ;;
      *)
        case "$command $word" in
          " list") command="list" ;;
          " show") command="show" ;;
          " events") command="events" ;;
          " open") command="open" ;;
          " edit") command="edit" ;;
          " add") command="add" ;;
          " summarize") command="summarize" ;;
          " import") command="import" ;;
          " export") command="export" ;;
          " subscribe") command="subscribe" ;;
          " unsubscribe") command="unsubscribe" ;;
          " fetch") command="fetch" ;;
          " feeds") command="feeds" ;;
          "feeds list") command="feeds list" ;;
          "feeds show") command="feeds show" ;;
          "feeds pause") command="feeds pause" ;;
          "feeds resume") command="feeds resume" ;;
          "feeds accept-moves") command="feeds accept-moves" ;;
          "feeds export") command="feeds export" ;;
          " bookmark") command="bookmark" ;;
          "bookmark add") command="bookmark add" ;;
          "bookmark remove") command="bookmark remove" ;;
          "bookmark list") command="bookmark list" ;;
          "bookmark show") command="bookmark show" ;;
          "bookmark export") command="bookmark export" ;;
          "bookmark import") command="bookmark import" ;;
          " mark") command="mark" ;;
          "mark read") command="mark read" ;;
          "mark unread") command="mark unread" ;;
          " tag") command="tag" ;;
          "tag add") command="tag add" ;;
          "tag remove") command="tag remove" ;;
          "tag list") command="tag list" ;;
          "tag rename") command="tag rename" ;;
          "tag delete") command="tag delete" ;;
          " note") command="note" ;;
          "note show") command="note show" ;;
          "note set") command="note set" ;;
          " hide") command="hide" ;;
          " unhide") command="unhide" ;;
          " check") command="check" ;;
          " outlets") command="outlets" ;;
          "outlets set") command="outlets set" ;;
          " ratings") command="ratings" ;;
          "ratings import") command="ratings import" ;;
          " tidy") command="tidy" ;;
          " stats") command="stats" ;;
          " balance") command="balance" ;;
          " serve") command="serve" ;;
          " keys") command="keys" ;;
          " init") command="init" ;;
          " paths") command="paths" ;;
          " doctor") command="doctor" ;;
          *) (( place++ )) ;;
        esac ;;
    esac
  done
  if [[ $current == --*=* ]]; then
    previous=${current%%=*} before=${current%%=*}= current=${current#*=}
  fi
  case "$command $previous" in
    " --library") _newsreader_files -d "$current"; return ;;
    " --filter") _newsreader_filter "$current"; return ;;
    "list --library") _newsreader_files -d "$current"; return ;;
    "list --limit") :; return ;;
    "list --format") _newsreader_offer "$(printf -- "$before%s " table json jsonl ids)" "$before$current"; return ;;
    "show --library") _newsreader_files -d "$current"; return ;;
    "show --format") _newsreader_offer "$(printf -- "$before%s " text page markdown json)" "$before$current"; return ;;
    "events --library") _newsreader_files -d "$current"; return ;;
    "events --limit") :; return ;;
    "events --format") _newsreader_offer "$(printf -- "$before%s " table json)" "$before$current"; return ;;
    "open --library") _newsreader_files -d "$current"; return ;;
    "edit --library") _newsreader_files -d "$current"; return ;;
    "add --library") _newsreader_files -d "$current"; return ;;
    "add --outlet") :; return ;;
    "add --summarize") _newsreader_offer "$(printf -- "$before%s " none extract model)" "$before$current"; return ;;
    "add --format") _newsreader_offer "$(printf -- "$before%s " text json)" "$before$current"; return ;;
    "summarize --library") _newsreader_files -d "$current"; return ;;
    "summarize --with") _newsreader_offer "$(printf -- "$before%s " extract model)" "$before$current"; return ;;
    "summarize --progress") _newsreader_offer "$(printf -- "$before%s " json)" "$before$current"; return ;;
    "summarize --format") _newsreader_offer "$(printf -- "$before%s " text json)" "$before$current"; return ;;
    "import --library") _newsreader_files -d "$current"; return ;;
    "import --as") _newsreader_offer "$(printf -- "$before%s " opml newsboat bookmarks jsonl readwise raindrop wallabag miniflux)" "$before$current"; return ;;
    "import --format") _newsreader_offer "$(printf -- "$before%s " text json)" "$before$current"; return ;;
    "export --library") _newsreader_files -d "$current"; return ;;
    "export --as") _newsreader_offer "$(printf -- "$before%s " markdown html epub jsonl opml)" "$before$current"; return ;;
    "export --title") :; return ;;
    "subscribe --library") _newsreader_files -d "$current"; return ;;
    "subscribe --outlet") :; return ;;
    "subscribe --folder") :; return ;;
    "subscribe --every") :; return ;;
    "subscribe --format") _newsreader_offer "$(printf -- "$before%s " text json)" "$before$current"; return ;;
    "unsubscribe --library") _newsreader_files -d "$current"; return ;;
    "fetch --library") _newsreader_files -d "$current"; return ;;
    "fetch --progress") _newsreader_offer "$(printf -- "$before%s " json)" "$before$current"; return ;;
    "fetch --format") _newsreader_offer "$(printf -- "$before%s " text json)" "$before$current"; return ;;
    "feeds --library") _newsreader_files -d "$current"; return ;;
    "feeds --format") _newsreader_offer "$(printf -- "$before%s " table json)" "$before$current"; return ;;
    "feeds list --library") _newsreader_files -d "$current"; return ;;
    "feeds list --format") _newsreader_offer "$(printf -- "$before%s " table json)" "$before$current"; return ;;
    "feeds show --library") _newsreader_files -d "$current"; return ;;
    "feeds show --format") _newsreader_offer "$(printf -- "$before%s " text json)" "$before$current"; return ;;
    "feeds pause --library") _newsreader_files -d "$current"; return ;;
    "feeds resume --library") _newsreader_files -d "$current"; return ;;
    "feeds accept-moves --library") _newsreader_files -d "$current"; return ;;
    "feeds export --library") _newsreader_files -d "$current"; return ;;
    "bookmark --library") _newsreader_files -d "$current"; return ;;
    "bookmark add --library") _newsreader_files -d "$current"; return ;;
    "bookmark add --query") _newsreader_filter "$current"; return ;;
    "bookmark remove --library") _newsreader_files -d "$current"; return ;;
    "bookmark remove --query") _newsreader_filter "$current"; return ;;
    "bookmark list --library") _newsreader_files -d "$current"; return ;;
    "bookmark list --limit") :; return ;;
    "bookmark list --format") _newsreader_offer "$(printf -- "$before%s " table json jsonl ids)" "$before$current"; return ;;
    "bookmark show --library") _newsreader_files -d "$current"; return ;;
    "bookmark show --format") _newsreader_offer "$(printf -- "$before%s " text markdown json)" "$before$current"; return ;;
    "bookmark export --library") _newsreader_files -d "$current"; return ;;
    "bookmark export --format") _newsreader_offer "$(printf -- "$before%s " json markdown)" "$before$current"; return ;;
    "bookmark import --library") _newsreader_files -d "$current"; return ;;
    "mark --library") _newsreader_files -d "$current"; return ;;
    "mark read --library") _newsreader_files -d "$current"; return ;;
    "mark unread --library") _newsreader_files -d "$current"; return ;;
    "tag --library") _newsreader_files -d "$current"; return ;;
    "tag add --library") _newsreader_files -d "$current"; return ;;
    "tag remove --library") _newsreader_files -d "$current"; return ;;
    "tag list --library") _newsreader_files -d "$current"; return ;;
    "tag rename --library") _newsreader_files -d "$current"; return ;;
    "tag delete --library") _newsreader_files -d "$current"; return ;;
    "note --library") _newsreader_files -d "$current"; return ;;
    "note show --library") _newsreader_files -d "$current"; return ;;
    "note set --library") _newsreader_files -d "$current"; return ;;
    "hide --library") _newsreader_files -d "$current"; return ;;
    "hide --query") _newsreader_filter "$current"; return ;;
    "unhide --library") _newsreader_files -d "$current"; return ;;
    "unhide --query") _newsreader_filter "$current"; return ;;
    "check --library") _newsreader_files -d "$current"; return ;;
    "outlets --library") _newsreader_files -d "$current"; return ;;
    "outlets --format") _newsreader_offer "$(printf -- "$before%s " table json)" "$before$current"; return ;;
    "outlets set --library") _newsreader_files -d "$current"; return ;;
    "outlets set --rating") :; return ;;
    "outlets set --source") :; return ;;
    "outlets set --as-of") :; return ;;
    "outlets set --url") :; return ;;
    "ratings --library") _newsreader_files -d "$current"; return ;;
    "ratings import --library") _newsreader_files -d "$current"; return ;;
    "ratings import --source") :; return ;;
    "ratings import --as-of") :; return ;;
    "tidy --library") _newsreader_files -d "$current"; return ;;
    "tidy --older") :; return ;;
    "stats --library") _newsreader_files -d "$current"; return ;;
    "stats --format") _newsreader_offer "$(printf -- "$before%s " table json)" "$before$current"; return ;;
    "balance --library") _newsreader_files -d "$current"; return ;;
    "balance --format") _newsreader_offer "$(printf -- "$before%s " table json)" "$before$current"; return ;;
    "serve --library") _newsreader_files -d "$current"; return ;;
    "serve --host") :; return ;;
    "serve --port") :; return ;;
    "serve --public-url") :; return ;;
    "serve --filter") _newsreader_filter "$current"; return ;;
    "serve --sessions") :; return ;;
    "keys --library") _newsreader_files -d "$current"; return ;;
    "keys --format") _newsreader_offer "$(printf -- "$before%s " table json markdown)" "$before$current"; return ;;
    "init --library") _newsreader_files -d "$current"; return ;;
    "paths --library") _newsreader_files -d "$current"; return ;;
    "doctor --library") _newsreader_files -d "$current"; return ;;
    "doctor --restore") :; return ;;
  esac
  case $current in
    --*)
      case "$command" in
        "") _newsreader_offer "--help --library --rescan --filter --version" "$current"; return ;;
        "list") _newsreader_offer "--help --library --rescan --limit --format" "$current"; return ;;
        "show") _newsreader_offer "--help --library --rescan --format" "$current"; return ;;
        "events") _newsreader_offer "--help --library --rescan --limit --format" "$current"; return ;;
        "open") _newsreader_offer "--help --library --rescan --website" "$current"; return ;;
        "edit") _newsreader_offer "--help --library --rescan" "$current"; return ;;
        "add") _newsreader_offer "--help --library --rescan --outlet --summarize --dry-run --format --yes" "$current"; return ;;
        "summarize") _newsreader_offer "--help --library --rescan --with --dry-run --progress --format --yes" "$current"; return ;;
        "import") _newsreader_offer "--help --library --rescan --as --dry-run --format" "$current"; return ;;
        "export") _newsreader_offer "--help --library --rescan --as --title --with-marks --force" "$current"; return ;;
        "subscribe") _newsreader_offer "--help --library --rescan --outlet --folder --every --format" "$current"; return ;;
        "unsubscribe") _newsreader_offer "--help --library --rescan" "$current"; return ;;
        "fetch") _newsreader_offer "--help --library --rescan --all --dry-run --progress --format --yes" "$current"; return ;;
        "feeds") _newsreader_offer "--help --library --rescan --failing --format" "$current"; return ;;
        "feeds list") _newsreader_offer "--help --library --rescan --failing --format" "$current"; return ;;
        "feeds show") _newsreader_offer "--help --library --rescan --format" "$current"; return ;;
        "feeds pause") _newsreader_offer "--help --library --rescan" "$current"; return ;;
        "feeds resume") _newsreader_offer "--help --library --rescan" "$current"; return ;;
        "feeds accept-moves") _newsreader_offer "--help --library --rescan" "$current"; return ;;
        "feeds export") _newsreader_offer "--help --library --rescan" "$current"; return ;;
        "bookmark") _newsreader_offer "--help --library --rescan" "$current"; return ;;
        "bookmark add") _newsreader_offer "--help --library --rescan --query" "$current"; return ;;
        "bookmark remove") _newsreader_offer "--help --library --rescan --query" "$current"; return ;;
        "bookmark list") _newsreader_offer "--help --library --rescan --limit --format" "$current"; return ;;
        "bookmark show") _newsreader_offer "--help --library --rescan --previous --format" "$current"; return ;;
        "bookmark export") _newsreader_offer "--help --library --rescan --format --force" "$current"; return ;;
        "bookmark import") _newsreader_offer "--help --library --rescan" "$current"; return ;;
        "mark") _newsreader_offer "--help --library --rescan" "$current"; return ;;
        "mark read") _newsreader_offer "--help --library --rescan" "$current"; return ;;
        "mark unread") _newsreader_offer "--help --library --rescan" "$current"; return ;;
        "tag") _newsreader_offer "--help --library --rescan" "$current"; return ;;
        "tag add") _newsreader_offer "--help --library --rescan" "$current"; return ;;
        "tag remove") _newsreader_offer "--help --library --rescan" "$current"; return ;;
        "tag list") _newsreader_offer "--help --library --rescan" "$current"; return ;;
        "tag rename") _newsreader_offer "--help --library --rescan" "$current"; return ;;
        "tag delete") _newsreader_offer "--help --library --rescan" "$current"; return ;;
        "note") _newsreader_offer "--help --library --rescan" "$current"; return ;;
        "note show") _newsreader_offer "--help --library --rescan" "$current"; return ;;
        "note set") _newsreader_offer "--help --library --rescan" "$current"; return ;;
        "hide") _newsreader_offer "--help --library --rescan --query" "$current"; return ;;
        "unhide") _newsreader_offer "--help --library --rescan --query" "$current"; return ;;
        "check") _newsreader_offer "--help --library --rescan" "$current"; return ;;
        "outlets") _newsreader_offer "--help --library --rescan --format" "$current"; return ;;
        "outlets set") _newsreader_offer "--help --library --rescan --rating --source --as-of --url --replace" "$current"; return ;;
        "ratings") _newsreader_offer "--help --library --rescan" "$current"; return ;;
        "ratings import") _newsreader_offer "--help --library --rescan --source --as-of --replace --dry-run" "$current"; return ;;
        "tidy") _newsreader_offer "--help --library --rescan --older --dry-run --undo" "$current"; return ;;
        "stats") _newsreader_offer "--help --library --rescan --format" "$current"; return ;;
        "balance") _newsreader_offer "--help --library --rescan --format --clear --all" "$current"; return ;;
        "serve") _newsreader_offer "--help --library --rescan --host --port --public-url --filter --sessions --no-browser" "$current"; return ;;
        "keys") _newsreader_offer "--help --library --rescan --format" "$current"; return ;;
        "init") _newsreader_offer "--help --library --rescan" "$current"; return ;;
        "paths") _newsreader_offer "--help --library --rescan" "$current"; return ;;
        "doctor") _newsreader_offer "--help --library --rescan --fix --restore" "$current"; return ;;
      esac ;;
  esac
  case "$command" in
    "") (( place == 0 )) && _newsreader_offer "list show events open edit add summarize import export subscribe unsubscribe fetch feeds bookmark mark tag note hide unhide check outlets ratings tidy stats balance serve keys init paths doctor" "$current" ;;
    "list")
      case $place in
        *) _newsreader_filter "$current" ;;
      esac ;;
    "show")
      case $place in
        0) : ;;
      esac ;;
    "events")
      case $place in
        *) _newsreader_filter "$current" ;;
      esac ;;
    "open")
      case $place in
        0) : ;;
      esac ;;
    "edit")
      case $place in
        0) : ;;
      esac ;;
    "add")
      case $place in
        0) : ;;
      esac ;;
    "summarize")
      case $place in
        *) : ;;
      esac ;;
    "import")
      case $place in
        *) _newsreader_files -f "$current" ;;
      esac ;;
    "export")
      case $place in
        *) _newsreader_filter "$current"; (( ${#COMPREPLY[@]} )) || _newsreader_files -f "$current" ;;
      esac ;;
    "subscribe")
      case $place in
        *) : ;;
      esac ;;
    "unsubscribe")
      case $place in
        *) : ;;
      esac ;;
    "fetch")
      case $place in
        *) : ;;
      esac ;;
    "feeds") (( place == 0 )) && _newsreader_offer "list show pause resume accept-moves export" "$current" ;;
    "feeds show")
      case $place in
        0) : ;;
      esac ;;
    "feeds pause")
      case $place in
        0) : ;;
      esac ;;
    "feeds resume")
      case $place in
        0) : ;;
      esac ;;
    "feeds export")
      case $place in
        0) _newsreader_files -f "$current" ;;
      esac ;;
    "bookmark") (( place == 0 )) && _newsreader_offer "add remove list show export import" "$current" ;;
    "bookmark add")
      case $place in
        *) : ;;
      esac ;;
    "bookmark remove")
      case $place in
        *) : ;;
      esac ;;
    "bookmark show")
      case $place in
        0) : ;;
      esac ;;
    "bookmark export")
      case $place in
        0) _newsreader_files -f "$current" ;;
      esac ;;
    "bookmark import")
      case $place in
        0) _newsreader_files -f "$current" ;;
      esac ;;
    "mark") (( place == 0 )) && _newsreader_offer "read unread" "$current" ;;
    "mark read")
      case $place in
        *) _newsreader_filter "$current" ;;
      esac ;;
    "mark unread")
      case $place in
        *) _newsreader_filter "$current" ;;
      esac ;;
    "tag") (( place == 0 )) && _newsreader_offer "add remove list rename delete" "$current" ;;
    "tag add")
      case $place in
        0) : ;;
        *) _newsreader_filter "$current" ;;
      esac ;;
    "tag remove")
      case $place in
        0) : ;;
        *) _newsreader_filter "$current" ;;
      esac ;;
    "tag rename")
      case $place in
        0) : ;;
        1) : ;;
      esac ;;
    "tag delete")
      case $place in
        0) : ;;
      esac ;;
    "note") (( place == 0 )) && _newsreader_offer "show set" "$current" ;;
    "note show")
      case $place in
        0) : ;;
      esac ;;
    "note set")
      case $place in
        0) : ;;
        1) : ;;
      esac ;;
    "hide")
      case $place in
        *) : ;;
      esac ;;
    "unhide")
      case $place in
        *) : ;;
      esac ;;
    "check")
      case $place in
        0) _newsreader_files -f "$current" ;;
      esac ;;
    "outlets") (( place == 0 )) && _newsreader_offer "set" "$current" ;;
    "outlets set")
      case $place in
        0) : ;;
      esac ;;
    "ratings") (( place == 0 )) && _newsreader_offer "import" "$current" ;;
    "ratings import")
      case $place in
        0) _newsreader_files -f "$current" ;;
      esac ;;
    "init")
      case $place in
        0) _newsreader_files -d "$current" ;;
      esac ;;
  esac
}
complete -F _newsreader newsreader
