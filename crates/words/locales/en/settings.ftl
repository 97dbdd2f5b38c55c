# The settings.

settings-appearance = Appearance
settings-engine = Engine
settings-desktop = Desktop
settings-web-access = Web access
settings-data = Data
settings-cost = What the console costs

settings-title = Settings
settings-theme = Theme
settings-language = Language
settings-language-system = System
settings-memory = Memory
settings-memory-binary = GiB, as docker stats
settings-memory-decimal = GB
settings-cpu = 100 % of CPU
settings-cpu-core = one core, as docker stats
settings-cpu-machine = the whole machine

settings-engine-link = Choose an engine, or see what was tried
settings-engine-connecting = It is being looked for.
settings-engine-connected = { $engine } at { $endpoint }, connected since { $since }.
settings-engine-away = Away since { $since }: { $reason }
settings-engine-paused = Collecting is paused since { $since }.
settings-pause = Pause collecting
    .meaning = While it is paused nothing is asked of the engine, and history has a gap.
settings-resume = Resume collecting
    .meaning = Nothing is asked of the engine until you resume, or the console starts anew.

retention-where = Metrics and activity are kept in a database where the console runs, and are sent nowhere.
retention-waiting = It is being looked up…
retention-retry = Try again
retention-days = Keep history for
    .meaning = What is older is forgotten. The further back, the coarser.
retention-days-unit = days
retention-cap = Use at most
retention-cap-unit = Unit
retention-used = It takes { $size } now. What does not fit is forgotten, oldest first.
retention-unused = What does not fit is forgotten, oldest first.
retention-saved = Saved: { $count ->
    [one] { $days } day
   *[other] { $days } days
}, at most { $size }.
retention-bad-days = Choose { $least } to { $most } days.
retention-bad-size = Choose { $least } to { $most }.
retention-question = Whether to forget
retention-forgets-days = Everything older than { $count ->
    [one] { $days } day
   *[other] { $days } days
} is forgotten at once.
retention-forgets-size = { $size } more than fit are forgotten at once, oldest first.
retention-for-good = That cannot be undone.
retention-keep = Keep everything
retention-forget = Forget it

door-key = Key
door-key-hidden = hidden
door-key-show = Show
door-key-hide = Hide
door-key-copy = Copy
door-key-copied = Copied
door-key-not-copied = It could not be copied. Show it, and copy it by hand.
