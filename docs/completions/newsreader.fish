# Made by python -m docs.generate.

complete -c newsreader -f

function __newsreader_fields
    printf '%s\t%s\n' \
        title: 'words in the title' \
        summary: 'words in the summary' \
        points: 'words in the key points' \
        outlet: 'words in the name of the outlet' \
        topic: 'words in the topics' \
        tag: 'words in your tags' \
        note: 'words in your note' \
        bias: 'the rating of the outlet' \
        is: 'what the story is' \
        has: 'what the story has' \
        date: 'when it was published, as 2024-06-20, 2024-06, 2024-06.., ..2023, or counted back' \
        lang: 'the language, as en or pt-BR' \
        event: 'the event: the id of one of its stories, or its declared word' \
        tellers: 'how many outlets tell the event, as 3, 3.. or 2..4' \
        sides: 'a side from which the event is told' \
        missing: 'a side from which no outlet in your library tells it, of three and more that are rated' \
        id: 'the beginning of the id' \
        sort: 'the order of the list'
end

# What a filter goes on with: a field, or a value behind its colon and behind commas.
function __newsreader_filter
    set -l word (commandline -ct | string replace -r '^["\']' '' | string replace -r '.*[ (]' '')
    set -l whole (commandline -ct | string replace -r '^["\']' '')
    set -l before (string replace -r '[^ (]*$' '' -- $whole)
    if string match -q -- '-*' $word
        set before $before-
        set word (string sub -s 2 -- $word)
    end
    if not string match -q -- '*:*' $word
        __newsreader_fields | while read -l line
            echo $before$line
        end
        return
    end
    set -l field (string replace -r ':.*' '' -- $word)
    set before $before(string replace -r '[^:,]*$' '' -- $word)
    switch $field
        case bias
            printf '%s\n' $before{left,lean-left,center,lean-right,right,mixed,not-rated}
        case is
            printf '%s\n' $before{bookmarked,read,unread,ai,new,hidden,muted}
        case has
            printf '%s\n' $before{points,link,video,article,audio,tag,note,others,unsupported}
        case date
            printf '%s\n' $before{today,yesterday,7d,2w,3m,1y}
        case sides
            printf '%s\n' $before{left,center,right}
        case missing
            printf '%s\n' $before{left,center,right}
        case sort
            printf '%s\n' $before{newest,oldest,outlet,bias,title,relevance,unread,read,event}
    end
end

# Whether the command line stands behind the command $argv[1] and, where a number follows, so many words.
function __newsreader_at
    set -l path ''
    set -l place 0
    set -l skip 0
    for word in (commandline -opc)[2..]
        if test $skip = 1
            set skip 0
            continue
        end
        switch "$path $word"
            case '* --library'
                set skip 1
            case '* --filter'
                set skip 1
            case '* --limit'
                set skip 1
            case '* --format'
                set skip 1
            case '* --outlet'
                set skip 1
            case '* --summarize'
                set skip 1
            case '* --with'
                set skip 1
            case '* --progress'
                set skip 1
            case '* --as'
                set skip 1
            case '* --title'
                set skip 1
            case '* --folder'
                set skip 1
            case '* --every'
                set skip 1
            case '* --query'
                set skip 1
            case '* --rating'
                set skip 1
            case '* --source'
                set skip 1
            case '* --as-of'
                set skip 1
            case '* --url'
                set skip 1
            case '* --older'
                set skip 1
            case '* --host'
                set skip 1
            case '* --port'
                set skip 1
            case '* --public-url'
                set skip 1
            case '* --sessions'
                set skip 1
            case '* --restore'
                set skip 1
            case '* -*'
            case ' list'
                set path 'list'
            case ' show'
                set path 'show'
            case ' events'
                set path 'events'
            case ' open'
                set path 'open'
            case ' edit'
                set path 'edit'
            case ' add'
                set path 'add'
            case ' summarize'
                set path 'summarize'
            case ' import'
                set path 'import'
            case ' export'
                set path 'export'
            case ' subscribe'
                set path 'subscribe'
            case ' unsubscribe'
                set path 'unsubscribe'
            case ' fetch'
                set path 'fetch'
            case ' feeds'
                set path 'feeds'
            case ' bookmark'
                set path 'bookmark'
            case ' mark'
                set path 'mark'
            case ' tag'
                set path 'tag'
            case ' note'
                set path 'note'
            case ' hide'
                set path 'hide'
            case ' unhide'
                set path 'unhide'
            case ' check'
                set path 'check'
            case ' outlets'
                set path 'outlets'
            case ' ratings'
                set path 'ratings'
            case ' tidy'
                set path 'tidy'
            case ' stats'
                set path 'stats'
            case ' balance'
                set path 'balance'
            case ' serve'
                set path 'serve'
            case ' keys'
                set path 'keys'
            case ' init'
                set path 'init'
            case ' paths'
                set path 'paths'
            case ' doctor'
                set path 'doctor'
            case 'feeds list'
                set path 'feeds list'
            case 'feeds show'
                set path 'feeds show'
            case 'feeds pause'
                set path 'feeds pause'
            case 'feeds resume'
                set path 'feeds resume'
            case 'feeds accept-moves'
                set path 'feeds accept-moves'
            case 'feeds export'
                set path 'feeds export'
            case 'bookmark add'
                set path 'bookmark add'
            case 'bookmark remove'
                set path 'bookmark remove'
            case 'bookmark list'
                set path 'bookmark list'
            case 'bookmark show'
                set path 'bookmark show'
            case 'bookmark export'
                set path 'bookmark export'
            case 'bookmark import'
                set path 'bookmark import'
            case 'mark read'
                set path 'mark read'
            case 'mark unread'
                set path 'mark unread'
            case 'tag add'
                set path 'tag add'
            case 'tag remove'
                set path 'tag remove'
            case 'tag list'
                set path 'tag list'
            case 'tag rename'
                set path 'tag rename'
            case 'tag delete'
                set path 'tag delete'
            case 'note show'
                set path 'note show'
            case 'note set'
                set path 'note set'
            case 'outlets set'
                set path 'outlets set'
            case 'ratings import'
                set path 'ratings import'
            case '*'
                set place (math $place + 1)
        end
    end
    test "$path" = "$argv[1]"; or return 1
    test (count $argv) = 1; or test $place = $argv[2]
end

complete -c newsreader -n "__newsreader_at ''" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at ''" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at ''" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at ''" -l filter -x -a '(__newsreader_filter)' -d 'open the reader with this filter'
complete -c newsreader -n "__newsreader_at ''" -l version -d 'show program\'s version number and exit'
complete -c newsreader -n "__newsreader_at '' 0" -a list -d 'List stories, newest first'
complete -c newsreader -n "__newsreader_at '' 0" -a show -d 'Show one story'
complete -c newsreader -n "__newsreader_at '' 0" -a events -d 'List events that several outlets tell, newest first'
complete -c newsreader -n "__newsreader_at '' 0" -a open -d 'Open the original of a story in a browser'
complete -c newsreader -n "__newsreader_at '' 0" -a edit -d 'Open a story\'s file in your editor'
complete -c newsreader -n "__newsreader_at '' 0" -a add -d 'Add a story to the library: a page, captions, a mail, or a text'
complete -c newsreader -n "__newsreader_at '' 0" -a summarize -d 'Have a model summarize stories, or take sentences of their text'
complete -c newsreader -n "__newsreader_at '' 0" -a import -d 'Bring in what other programs hold: stories with their marks, and lists of feeds'
complete -c newsreader -n "__newsreader_at '' 0" -a export -d 'Write stories down for others: a page, a book, or data'
complete -c newsreader -n "__newsreader_at '' 0" -a subscribe -d 'Add feeds, whose stories fetch brings'
complete -c newsreader -n "__newsreader_at '' 0" -a unsubscribe -d 'Remove feeds; their stories stay'
complete -c newsreader -n "__newsreader_at '' 0" -a fetch -d 'Fetch what is new in the feeds'
complete -c newsreader -n "__newsreader_at '' 0" -a feeds -d 'List the feeds; show, pause, resume or export them'
complete -c newsreader -n "__newsreader_at '' 0" -a bookmark -d 'Keep stories: add, remove, list, show, export, import'
complete -c newsreader -n "__newsreader_at '' 0" -a mark -d 'Mark the stories of a query read or unread'
complete -c newsreader -n "__newsreader_at '' 0" -a tag -d 'Tag the stories of a query; list, rename, delete tags'
complete -c newsreader -n "__newsreader_at '' 0" -a note -d 'Show or write the note on a story'
complete -c newsreader -n "__newsreader_at '' 0" -a hide -d 'Hide stories: lists leave them out'
complete -c newsreader -n "__newsreader_at '' 0" -a unhide -d 'Show hidden stories again'
complete -c newsreader -n "__newsreader_at '' 0" -a check -d 'Tell every problem of a library\'s files, as path:line:column: message'
complete -c newsreader -n "__newsreader_at '' 0" -a outlets -d 'List the outlets with their ratings, or rate one'
complete -c newsreader -n "__newsreader_at '' 0" -a ratings -d 'Take the ratings of outlets from a list'
complete -c newsreader -n "__newsreader_at '' 0" -a tidy -d 'Put away old stories from feeds that you have not marked'
complete -c newsreader -n "__newsreader_at '' 0" -a stats -d 'Count what the library has, and what you have marked'
complete -c newsreader -n "__newsreader_at '' 0" -a balance -d 'Count what you read and what you have, by rating'
complete -c newsreader -n "__newsreader_at '' 0" -a serve -d 'Open the reader in a browser'
complete -c newsreader -n "__newsreader_at '' 0" -a keys -d 'List the reader\'s commands with their keys'
complete -c newsreader -n "__newsreader_at '' 0" -a init -d 'Make a new library'
complete -c newsreader -n "__newsreader_at '' 0" -a paths -d 'Tell where everything is'
complete -c newsreader -n "__newsreader_at '' 0" -a doctor -d 'Look at everything the program uses, and fix what is broken'
complete -c newsreader -n "__newsreader_at 'list'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'list'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'list'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'list'" -l limit -x -d 'at most so many stories (default: all)'
complete -c newsreader -n "__newsreader_at 'list'" -l format -x -a 'table json jsonl ids' -d 'default: table'
complete -c newsreader -n "__newsreader_at 'list'" -a '(__newsreader_filter)'
complete -c newsreader -n "__newsreader_at 'show'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'show'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'show'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'show'" -l format -x -a 'text page markdown json' -d 'default: text'
complete -c newsreader -n "__newsreader_at 'events'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'events'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'events'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'events'" -l limit -x -d 'at most so many events (default: all)'
complete -c newsreader -n "__newsreader_at 'events'" -l format -x -a 'table json' -d 'default: table'
complete -c newsreader -n "__newsreader_at 'events'" -a '(__newsreader_filter)'
complete -c newsreader -n "__newsreader_at 'open'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'open'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'open'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'open'" -l website -d 'open the website of the outlet instead'
complete -c newsreader -n "__newsreader_at 'edit'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'edit'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'edit'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'add'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'add'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'add'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'add'" -l outlet -x -d 'who tells the story, by the id or the name in outlets.yaml'
complete -c newsreader -n "__newsreader_at 'add'" -l summarize -x -a 'none extract model' -d 'what the summary is: the whole text, its sentences that say most, or what a model writes (default: extract)'
complete -c newsreader -n "__newsreader_at 'add'" -l dry-run -d 'write nothing, and show the file that it would be'
complete -c newsreader -n "__newsreader_at 'add'" -l format -x -a 'text json' -d 'of the output (default: text)'
complete -c newsreader -n "__newsreader_at 'add'" -l yes -d 'ask nothing: have the model asked'
complete -c newsreader -n "__newsreader_at 'summarize'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'summarize'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'summarize'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'summarize'" -l with -x -a 'extract model' -d 'who writes: the model that the config names, or nobody: sentences of the text (default: model)'
complete -c newsreader -n "__newsreader_at 'summarize'" -l dry-run -d 'tell what it would take; send and write nothing'
complete -c newsreader -n "__newsreader_at 'summarize'" -l progress -x -a 'json' -d 'a line of JSON for each step'
complete -c newsreader -n "__newsreader_at 'summarize'" -l format -x -a 'text json' -d 'of the output (default: text)'
complete -c newsreader -n "__newsreader_at 'summarize'" -l yes -d 'ask nothing: go on'
complete -c newsreader -n "__newsreader_at 'import'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'import'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'import'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'import'" -l as -x -a 'opml newsboat bookmarks jsonl readwise raindrop wallabag miniflux' -d 'what it is (default: seen from its content)'
complete -c newsreader -n "__newsreader_at 'import'" -l dry-run -d 'write nothing, and list what would come'
complete -c newsreader -n "__newsreader_at 'import'" -l format -x -a 'text json' -d 'of the output (default: text)'
complete -c newsreader -n "__newsreader_at 'import'" -F
complete -c newsreader -n "__newsreader_at 'export'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'export'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'export'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'export'" -l as -x -a 'markdown html epub jsonl opml' -d 'what to write (default: by the ending of FILE)'
complete -c newsreader -n "__newsreader_at 'export'" -l title -x -d 'its title (default: News briefing)'
complete -c newsreader -n "__newsreader_at 'export'" -l with-marks -d 'your tags and notes, too; in jsonl all your marks'
complete -c newsreader -n "__newsreader_at 'export'" -l force -d 'write over a file that is there'
complete -c newsreader -n "__newsreader_at 'export'" -a '(__newsreader_filter)'
complete -c newsreader -n "__newsreader_at 'export' 1" -F
complete -c newsreader -n "__newsreader_at 'subscribe'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'subscribe'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'subscribe'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'subscribe'" -l outlet -x -d 'the outlet that tells all its stories'
complete -c newsreader -n "__newsreader_at 'subscribe'" -l folder -x -d 'a topic that all its stories get'
complete -c newsreader -n "__newsreader_at 'subscribe'" -l every -x -d 'from 15m to 7d (default: 1h)'
complete -c newsreader -n "__newsreader_at 'subscribe'" -l format -x -a 'text json' -d 'default: text'
complete -c newsreader -n "__newsreader_at 'unsubscribe'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'unsubscribe'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'unsubscribe'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'fetch'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'fetch'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'fetch'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'fetch'" -l all -d 'all feeds, due or not, but for paused ones'
complete -c newsreader -n "__newsreader_at 'fetch'" -l dry-run -d 'list what would come, and write nothing'
complete -c newsreader -n "__newsreader_at 'fetch'" -l progress -x -a 'json' -d 'a line of JSON for each step'
complete -c newsreader -n "__newsreader_at 'fetch'" -l format -x -a 'text json' -d 'default: text'
complete -c newsreader -n "__newsreader_at 'fetch'" -l yes -d 'ask nothing: go on'
complete -c newsreader -n "__newsreader_at 'feeds'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'feeds'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'feeds'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'feeds'" -l failing -d 'only those whose last answer was a failure'
complete -c newsreader -n "__newsreader_at 'feeds'" -l format -x -a 'table json' -d 'default: table'
complete -c newsreader -n "__newsreader_at 'feeds' 0" -a list -d 'List the feeds, and how each is'
complete -c newsreader -n "__newsreader_at 'feeds' 0" -a show -d 'Show all that is known of a feed'
complete -c newsreader -n "__newsreader_at 'feeds' 0" -a pause -d 'Ask a feed no more, until it is resumed'
complete -c newsreader -n "__newsreader_at 'feeds' 0" -a resume -d 'Ask a paused feed again'
complete -c newsreader -n "__newsreader_at 'feeds' 0" -a accept-moves -d 'Take over the new addresses that feeds give'
complete -c newsreader -n "__newsreader_at 'feeds' 0" -a export -d 'Write the list of feeds as OPML, which other readers take'
complete -c newsreader -n "__newsreader_at 'feeds list'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'feeds list'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'feeds list'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'feeds list'" -l failing -d 'only those whose last answer was a failure'
complete -c newsreader -n "__newsreader_at 'feeds list'" -l format -x -a 'table json' -d 'default: table'
complete -c newsreader -n "__newsreader_at 'feeds show'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'feeds show'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'feeds show'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'feeds show'" -l format -x -a 'text json' -d 'default: text'
complete -c newsreader -n "__newsreader_at 'feeds pause'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'feeds pause'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'feeds pause'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'feeds resume'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'feeds resume'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'feeds resume'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'feeds accept-moves'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'feeds accept-moves'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'feeds accept-moves'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'feeds export'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'feeds export'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'feeds export'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'feeds export' 0" -F
complete -c newsreader -n "__newsreader_at 'bookmark'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'bookmark'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'bookmark'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'bookmark' 0" -a add -d 'Bookmark stories'
complete -c newsreader -n "__newsreader_at 'bookmark' 0" -a remove -d 'Remove bookmarks'
complete -c newsreader -n "__newsreader_at 'bookmark' 0" -a list -d 'List the bookmarked stories'
complete -c newsreader -n "__newsreader_at 'bookmark' 0" -a show -d 'Show the copy that a bookmark keeps'
complete -c newsreader -n "__newsreader_at 'bookmark' 0" -a export -d 'Write all bookmarks to a file'
complete -c newsreader -n "__newsreader_at 'bookmark' 0" -a import -d 'Add the bookmarks of an exported file'
complete -c newsreader -n "__newsreader_at 'bookmark add'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'bookmark add'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'bookmark add'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'bookmark add'" -l query -x -a '(__newsreader_filter)' -d 'all stories that this finds, instead of ids'
complete -c newsreader -n "__newsreader_at 'bookmark remove'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'bookmark remove'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'bookmark remove'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'bookmark remove'" -l query -x -a '(__newsreader_filter)' -d 'all stories that this finds, instead of ids'
complete -c newsreader -n "__newsreader_at 'bookmark list'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'bookmark list'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'bookmark list'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'bookmark list'" -l limit -x -d 'at most so many stories (default: all)'
complete -c newsreader -n "__newsreader_at 'bookmark list'" -l format -x -a 'table json jsonl ids' -d 'default: table'
complete -c newsreader -n "__newsreader_at 'bookmark show'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'bookmark show'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'bookmark show'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'bookmark show'" -l previous -d 'the copy before its story last changed'
complete -c newsreader -n "__newsreader_at 'bookmark show'" -l format -x -a 'text markdown json' -d 'default: text'
complete -c newsreader -n "__newsreader_at 'bookmark export'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'bookmark export'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'bookmark export'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'bookmark export'" -l format -x -a 'json markdown' -d 'default: by the ending of FILE, else json'
complete -c newsreader -n "__newsreader_at 'bookmark export'" -l force -d 'write over a file that is there'
complete -c newsreader -n "__newsreader_at 'bookmark export' 0" -F
complete -c newsreader -n "__newsreader_at 'bookmark import'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'bookmark import'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'bookmark import'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'bookmark import' 0" -F
complete -c newsreader -n "__newsreader_at 'mark'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'mark'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'mark'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'mark' 0" -a read -d 'Mark stories read'
complete -c newsreader -n "__newsreader_at 'mark' 0" -a unread -d 'Mark stories unread'
complete -c newsreader -n "__newsreader_at 'mark read'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'mark read'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'mark read'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'mark read'" -a '(__newsreader_filter)'
complete -c newsreader -n "__newsreader_at 'mark unread'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'mark unread'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'mark unread'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'mark unread'" -a '(__newsreader_filter)'
complete -c newsreader -n "__newsreader_at 'tag'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'tag'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'tag'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'tag' 0" -a add -d 'Add a tag to stories'
complete -c newsreader -n "__newsreader_at 'tag' 0" -a remove -d 'Remove a tag from stories'
complete -c newsreader -n "__newsreader_at 'tag' 0" -a list -d 'List the tags'
complete -c newsreader -n "__newsreader_at 'tag' 0" -a rename -d 'Give a tag another name'
complete -c newsreader -n "__newsreader_at 'tag' 0" -a delete -d 'Remove a tag from every story'
complete -c newsreader -n "__newsreader_at 'tag add'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'tag add'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'tag add'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'tag add'" -a '(__newsreader_filter)'
complete -c newsreader -n "__newsreader_at 'tag remove'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'tag remove'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'tag remove'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'tag remove'" -a '(__newsreader_filter)'
complete -c newsreader -n "__newsreader_at 'tag list'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'tag list'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'tag list'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'tag rename'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'tag rename'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'tag rename'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'tag delete'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'tag delete'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'tag delete'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'note'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'note'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'note'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'note' 0" -a show -d 'Show the note on a story'
complete -c newsreader -n "__newsreader_at 'note' 0" -a set -d 'Write the note on a story'
complete -c newsreader -n "__newsreader_at 'note show'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'note show'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'note show'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'note set'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'note set'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'note set'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'hide'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'hide'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'hide'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'hide'" -l query -x -a '(__newsreader_filter)' -d 'all stories that this finds, in place of ids'
complete -c newsreader -n "__newsreader_at 'unhide'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'unhide'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'unhide'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'unhide'" -l query -x -a '(__newsreader_filter)' -d 'all stories that this finds, in place of ids'
complete -c newsreader -n "__newsreader_at 'check'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'check'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'check'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'check' 0" -F
complete -c newsreader -n "__newsreader_at 'outlets'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'outlets'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'outlets'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'outlets'" -l format -x -a 'table json' -d 'default: table'
complete -c newsreader -n "__newsreader_at 'outlets' 0" -a set -d 'Write the rating of an outlet into outlets.yaml'
complete -c newsreader -n "__newsreader_at 'outlets set'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'outlets set'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'outlets set'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'outlets set'" -l rating -x -d 'left, lean-left, center, lean-right, right, mixed, not-rated'
complete -c newsreader -n "__newsreader_at 'outlets set'" -l source -x -d 'who rates the outlet so'
complete -c newsreader -n "__newsreader_at 'outlets set'" -l as-of -x -d 'the day on which the rating stood there'
complete -c newsreader -n "__newsreader_at 'outlets set'" -l url -x -d 'where it stands'
complete -c newsreader -n "__newsreader_at 'outlets set'" -l replace -d 'write it in place of a rating of another source'
complete -c newsreader -n "__newsreader_at 'ratings'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'ratings'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'ratings'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'ratings' 0" -a import -d 'Write the ratings of a list into outlets.yaml'
complete -c newsreader -n "__newsreader_at 'ratings import'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'ratings import'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'ratings import'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'ratings import'" -l source -x -d 'who rates the outlets so'
complete -c newsreader -n "__newsreader_at 'ratings import'" -l as-of -x -d 'the day on which the ratings stood there'
complete -c newsreader -n "__newsreader_at 'ratings import'" -l replace -d 'write them in place of ratings of another source, too'
complete -c newsreader -n "__newsreader_at 'ratings import'" -l dry-run -d 'show what would change, and write nothing'
complete -c newsreader -n "__newsreader_at 'ratings import' 0" -F
complete -c newsreader -n "__newsreader_at 'tidy'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'tidy'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'tidy'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'tidy'" -l older -x -d 'stories from before so many days or weeks, as 90d'
complete -c newsreader -n "__newsreader_at 'tidy'" -l dry-run -d 'list what would be put away, and move nothing'
complete -c newsreader -n "__newsreader_at 'tidy'" -l undo -d 'bring back what was put away last'
complete -c newsreader -n "__newsreader_at 'stats'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'stats'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'stats'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'stats'" -l format -x -a 'table json' -d 'default: table'
complete -c newsreader -n "__newsreader_at 'balance'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'balance'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'balance'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'balance'" -l format -x -a 'table json' -d 'default: table'
complete -c newsreader -n "__newsreader_at 'serve'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'serve'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'serve'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'serve'" -l host -x -d 'where to listen (default: 127.0.0.1)'
complete -c newsreader -n "__newsreader_at 'serve'" -l port -x -d 'default: 8000'
complete -c newsreader -n "__newsreader_at 'serve'" -l public-url -x -d 'the address in the browser, where a proxy stands between'
complete -c newsreader -n "__newsreader_at 'serve'" -l filter -x -a '(__newsreader_filter)' -d 'open the reader with this filter'
complete -c newsreader -n "__newsreader_at 'serve'" -l sessions -x -d 'at most so many tabs (default: 20)'
complete -c newsreader -n "__newsreader_at 'serve'" -l no-browser -d 'print the address, and open no browser'
complete -c newsreader -n "__newsreader_at 'keys'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'keys'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'keys'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'keys'" -l format -x -a 'table json markdown' -d 'default: table'
complete -c newsreader -n "__newsreader_at 'init'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'init'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'init'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'init' 0" -a '(__fish_complete_directories (commandline -ct))'
complete -c newsreader -n "__newsreader_at 'paths'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'paths'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'paths'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'doctor'" -s h -l help -d 'show this help message and exit'
complete -c newsreader -n "__newsreader_at 'doctor'" -l library -x -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the library to open'
complete -c newsreader -n "__newsreader_at 'doctor'" -l rescan -d 'look at every file first, also in a very large library'
complete -c newsreader -n "__newsreader_at 'doctor'" -l fix -d 'make a damaged index again, recover the bookmarks and marks, back them up, and keep them private'
complete -c newsreader -n "__newsreader_at 'doctor'" -l restore -x -d 'bring a backup of the bookmarks and marks back, by the beginning of its name; what is there now stays beside it'
