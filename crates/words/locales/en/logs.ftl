# The log of an instance, and searching in lines.

logs-search = Search in the log
logs-lines = Log
logs-follow = Follow
logs-follow-hint = Keep the newest lines in sight
logs-newest = Jump to newest
logs-newest-more = { $count ->
    [one] { $shown } new line
   *[other] { $shown } new lines
}
logs-times = Times
logs-times-hint = The local time before each line
logs-time-hint = { $time } – a click copies the line
logs-copied = The line is copied.
logs-wrap = Wrap
logs-wrap-hint = Long lines go on below themselves
logs-charts = Charts
logs-charts-hint = What it used meanwhile, above the log
logs-tail = How many lines to begin with
logs-tail-lines = Last { $lines }
logs-err = Written to the standard error
logs-cut = The line was longer; the rest was left out.
logs-count = { $count ->
    [one] { $shown } line
   *[other] { $shown } lines
}
logs-opening = The log is opened…
logs-following = following
logs-paused = not following, new lines are still read
logs-ended = this is the end: all was read, or the instance stopped
logs-failed = it broke off
logs-left = these are the lines that were read; the rest went with the instance
logs-gave-way = the oldest lines gave way to newer ones
logs-nothing-yet = No lines yet. What the instance writes shows up here.
logs-nothing = The log is empty: the instance wrote nothing.
logs-save = Download
logs-save-hint = The whole log as a file
logs-saving = Saving…
logs-save-times = With times
logs-save-plain = Without times
logs-saved = { $count ->
    [one] Saved { $shown } line to { $path }.
   *[other] Saved { $shown } lines to { $path }.
}
logs-saved-file = Saved to { $path }.

search-placeholder = Search
search-before = Previous place
search-before-hint = Previous place (Shift and Enter)
search-next = Next place
search-next-hint = Next place (Enter)
search-busy = searching…
search-nothing = not found
search-found = { $count } found
search-position = { $position } of { $count }
search-many = { $count } or more
