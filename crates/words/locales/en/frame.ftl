# The frame around every page.

nav-dashboard = Dashboard
nav-instances = Instances
nav-volumes = Volumes
nav-vpcs = VPCs
nav-activity = Activity
nav-engine = Engine
nav-settings = Settings

frame-skip = Skip to content
frame-console = Console
frame-pages = Pages
frame-give-key = Give the key
frame-paused = Collecting is paused
    .text = Nothing is asked of the engine until you resume, or the console starts anew.

pill-local = local
pill-connected-hint = { $engine } { $version } at { $endpoint } (found by { $way }), connected since { $since }
pill-no-console = No console
    .hint = The console does not answer, so nothing is known of its engine.
pill-connecting = Looking for an engine…
    .hint = Every known endpoint is being tried.
pill-away = No engine
    .hint = Since { $since }: { $reason }
pill-paused = Paused
    .hint = Nothing is asked of the engine since { $since }.

banner-as-of = as of
banner-paused = Collecting is paused.
    .next = What is shown is how it was then, and the charts have a gap.

own-watching = Watching { $count ->
    [one] { $figure } instance
   *[other] { $figure } instances
} at { $interval }
own-costs = costs
own-of-core = of a core
own-measuring-1 = The console's own cost
own-measuring-2 = is being measured…
own-hint = CPU and memory of the console itself, window included. All of it is in the settings.

theme-toggle = Theme: { $now }. Change to { $next }
theme-system = System
theme-light = Light
theme-dark = Dark

export = Export
    .hint = Save what the charts show as a file
export-running = Exporting…
export-what = Every metric of { $name }, { $when }
export-csv = for spreadsheets
export-json = for programs
export-saved = Saved { $count ->
    [one] { $figure } row
   *[other] { $figure } rows
} to { $path }
export-empty = Nothing was measured in that time: { $path } has no rows.
    .next = Choose another time range.
