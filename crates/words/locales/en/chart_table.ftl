# A chart as a table.

chart-table-button = Table
    .label = Show { $title } as a table
chart-table-label = { $title } as a table
chart-table-time = Time
chart-table-low = Lowest
chart-table-average = Average
chart-table-high = Highest
chart-table-nothing = Nothing was measured in this time.
