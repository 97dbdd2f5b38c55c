# The page of activity: the audit log.

activity-by-day = Activity by day
activity-live = Live
activity-live-hint = What happens shows up here as it happens
activity-held = On hold
activity-held-hint = While you read, new entries wait, so that nothing moves
activity-cut-off = Not live
activity-cut-off-hint = The console does not answer; what happened meanwhile is caught up
activity-new = { $n ->
    [one] { $count } new
   *[other] { $count } new
}
activity-nothing = Nothing happened yet
activity-nothing-text = What the engine does, and what this console does with it, shows up here as it happens.
activity-nothing-matches = No entry matches the filter
activity-nothing-matches-text = Look for fewer words, or choose fewer things.
activity-show-all = Show everything
activity-loading = Loading older entries…
activity-older = Show older entries
activity-full = The newest { $limit } entries are listed. To see older ones, narrow the filter, or export.
activity-end = This is everything that is remembered.
activity-retry = Try again

## The filter

activity-filter = Filter activity
activity-search = Filter by name, id or detail
activity-search-hint = Filter by name, id or detail…
activity-kinds = Kind
activity-subjects = Subject
activity-outcomes = Outcome
activity-sources = Source
activity-all = Any
activity-clear = Clear

activity-kind-created = Created
activity-kind-started = Started
activity-kind-stopped = Stopped
activity-kind-exited = Exited by itself
activity-kind-died = Died
activity-kind-out-of-memory = Out of memory
activity-kind-paused = Paused
activity-kind-unpaused = Resumed
activity-kind-renamed = Renamed
activity-kind-terminated = Terminated
activity-kind-healthy = Became healthy
activity-kind-unhealthy = Became unhealthy
activity-kind-attached = Attached
activity-kind-detached = Detached
activity-kind-deleted = Deleted
activity-kind-connected = Engine connected
activity-kind-lost = Engine lost
activity-kind-set-aside = Database set aside
activity-kind-door-opened = Opened to browsers
activity-kind-door-closed = Closed to browsers
activity-kind-access-refused = Access refused
activity-kind-key-rotated = Key replaced
activity-kind-collecting-paused = Collecting paused
activity-kind-collecting-resumed = Collecting resumed
activity-kind-key-used = Key used
activity-kind-settings-changed = Setting changed
activity-kind-engine-chosen = Engine chosen
activity-kind-secrets-shown = Secrets shown
activity-kind-exported = Exported

## An entry, opened

activity-fact-ending = How it ended
activity-fact-last = Used last
activity-fact-kind = What
activity-fact-outcome = Outcome
activity-fact-source = Told by
activity-fact-time = When
activity-fact-subject = Id
activity-fact-number = Entry
activity-open = Open { $name }
activity-open-engine = Open Engine
activity-open-settings = Open Settings
activity-show-chart = Show on the chart

activity-last = { $cpu } CPU, { $memory } of memory, at { $at }
activity-last-of-limit = { $cpu } CPU, { $memory } of { $limit } of memory ({ $share }), at { $at }

activity-ended-oom = The kernel ended a process of it, because it wanted more memory than it may have.
activity-ended-well = Exit code 0: it ended as it should.
activity-ended-error = Exit code 1: the program ended with an error of its own; its log says which.
activity-ended-usage = Exit code 2: mostly, the program was started with arguments that it does not know.
activity-ended-engine = Exit code 125: the engine could not start it.
activity-ended-not-executable = Exit code 126: its command is there and may not be executed.
activity-ended-not-found = Exit code 127: its command was not found in the image.
activity-ended-minus-one = Exit code 255: the program ended with −1, an error of its own.
activity-ended-own = Exit code { $code }: what that means, the program itself knows; see its log.
activity-ended-killed = Exit code { $code }: ended at once by SIGKILL ({ $number }): by somebody, after it did not stop in time, or by the kernel for want of memory.
activity-ended-killed-oom = Exit code { $code }: ended at once by the kernel, because it wanted more memory than it may have.
activity-ended-asked = Exit code { $code }: asked to end by SIGTERM ({ $number }), which is what a stop does.
activity-ended-memory-fault = Exit code { $code }: crashed with SIGSEGV ({ $number }); it reached for memory that is not its own.
activity-ended-signal = Exit code { $code }: ended by { $name } ({ $number }).
activity-ended-signal-unnamed = Exit code { $code }: ended by signal { $number }.

## Export

activity-export = Export
activity-exporting = Exporting…
activity-export-hint = Save what the filter lets through as a file
activity-export-what = Everything that the filter lets through, older entries too
activity-export-csv = for spreadsheets
activity-export-json = for programs
activity-exported = { $count ->
    [one] Saved { $rows } entry to { $path }
   *[other] Saved { $rows } entries to { $path }
}
activity-dismiss = Dismiss
