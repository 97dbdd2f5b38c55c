# Ein Diagramm als Tabelle.

chart-table-button = Tabelle
    .label = { $title } als Tabelle zeigen
chart-table-label = { $title } als Tabelle
chart-table-time = Zeit
chart-table-low = Tiefster
chart-table-average = Mittel
chart-table-high = Höchster
chart-table-nothing = In dieser Zeit wurde nichts gemessen.
