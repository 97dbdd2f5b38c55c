# Charts: their headings, lines, ranges, and what they say of a moment.

chart-role = chart
chart-average = average { $average }, highest { $highest }
chart-usage-of = { $now } of { $whole }
chart-total = total
chart-others = others

# The chart in a sentence, for who cannot see it; what is said of it is a list.
chart-summary = { $title }, { $when }: { $said }.
chart-summary-none = { $title }, { $when }: no samples.
chart-summary-now = now { $usage }
chart-summary-unknown = not known now
chart-summary-highest = highest { $highest }
chart-summary-most = most by { $name }, { $average } on average
chart-keys = Left and right arrow keys read the values one moment after the other, Home and End the first and the last. With Shift, the arrow keys move the time range by half. Plus and minus zoom in and out, Escape shows all of the range again.

chart-none = No samples, { $when }.
chart-none-live = No samples in the { $when }. A running instance shows up here within seconds.
chart-none-stopped = No samples in the { $when }: it does not run. A longer time shows what it used.
chart-none-paused = No samples in the { $when }: it is paused, and not measured until it goes on.
chart-none-over = No samples in the { $when }: it was gone by then.
chart-tip-none = { $when }, no samples
chart-library-missing = This page came without its chart library, so charts cannot be drawn. Figures and lists work as ever.
chart-failed = The chart could not be drawn: { $reason }

chart-lines = Lines
chart-lines-of = Lines of { $title }
chart-choose-lines = Choose the lines of { $title }
chart-lines-shown = Lines shown
chart-more-lines = { $count } more lines
chart-lines-top = Top 8
chart-lines-none = All off
chart-find = Find an instance
chart-find-none = No instance has such a name.
chart-find-more = { $figure } more: find them by name.

# A while that ends now: on its button, and in a sentence.
range-label-quarter = 15 m
range-label-hour = 1 h
range-label-six-hours = 6 h
range-label-day = 24 h
range-label-week = 7 d
range-label-month = 30 d
range-label-year = 1 y
range-quarter = last 15 minutes
range-hour = last hour
range-six-hours = last 6 hours
range-day = last 24 hours
range-week = last 7 days
range-month = last 30 days
range-year = last year

range-label = Time range of the charts
range-custom = Custom
    .hint = Choose a begin and an end
    .another = Choose another begin and end
range-reset = Reset
    .hint = Back to the { $range } (Escape)
range-form = Time range by begin and end
range-from = From
range-to = To
range-show = Show
range-no-begin = Say when the range begins: a whole date and a time.
range-no-end = Say when the range ends: a whole date and a time.
range-backwards = The end must be later than the begin.
range-begins-in-future = The range begins in the future, of which nothing is known yet.
range-ends-in-future = The range ends in the future. The latest end is now.
range-too-short = The range is shorter than ten seconds.
range-too-long = The range is longer than ten years.
