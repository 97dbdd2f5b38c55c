# The command palette, and the list of the keys.

palette-title = Command palette
palette-button = Search or jump to…
palette-button-hint = Go to anything ({ $keys })
palette-keys-mac = ⌘ K
palette-keys-other = Ctrl K
palette-placeholder = Instance, page, action…
palette-results = What was found
palette-nothing = Nothing has these letters. Try fewer of them.
palette-found = { $count ->
    [0] Nothing found
    [one] 1 result
   *[other] { $count } results
}
palette-found-more = The best { $shown } of { $all }
palette-choose = choose
palette-take = take
palette-close = close

palette-sort-page = Page
palette-sort-action = Action
palette-sort-setting = Setting
palette-sort-running = Running
palette-sort-project = Project
palette-sort-stopped = Stopped
palette-sort-volume = Volume
palette-sort-vpc = VPC
palette-sort-time = Time range
palette-sort-terminated = Terminated
palette-sort-copy = Copy

palette-export = Export what the charts show as { $format }
palette-pause = Pause collecting
palette-resume = Resume collecting
palette-retry = Look for the engine now
palette-measure = Measure the volumes
palette-cancel-measure = Stop measuring the volumes
palette-theme = Theme: { $theme }
palette-language = Language: { $language }
palette-language-system = System
palette-keys = List the keys
palette-setting = Settings: { $section }
palette-time = Show the { $range }
palette-copy-id = Copy the id of
palette-copied = Copied { $text }
palette-not-copied = It could not be copied. It is { $text }

keys-title = Keys
keys-anywhere = On every page
keys-pages = Pages
keys-chart = In a chart
keys-palette = Go to anything
keys-filter = The page’s filter
keys-theme = The next theme
keys-help = This list
keys-escape = Closes what is open
keys-close = Close
keys-chart-step = Reads the values one moment after the other
keys-chart-ends = The first and the last moment
keys-chart-pan = Moves the time range by half
keys-chart-zoom = Closer and further away
keys-chart-reset = All of the range again
keys-log = In a log
keys-log-step = Goes to the next line, the one before
keys-log-copy = Copies the line

# Keys by what is written on them.
keys-name-escape = Escape
keys-name-ends = Home End
keys-name-pan = Shift ← →
