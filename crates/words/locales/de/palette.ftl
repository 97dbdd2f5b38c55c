# Die Befehlspalette und die Liste der Tasten.

palette-title = Befehlspalette
palette-button = Suchen oder springen …
palette-button-hint = Überallhin gehen ({ $keys })
palette-keys-mac = ⌘ K
palette-keys-other = Strg K
palette-placeholder = Instanz, Seite, Aktion …
palette-results = Gefunden
palette-nothing = Nichts hat diese Buchstaben. Weniger davon versuchen.
palette-found = { $count ->
    [0] Nichts gefunden
    [one] 1 Treffer
   *[other] { $count } Treffer
}
palette-found-more = Die besten { $shown } von { $all }
palette-choose = wählen
palette-take = nehmen
palette-close = schließen

palette-sort-page = Seite
palette-sort-action = Aktion
palette-sort-setting = Einstellung
palette-sort-running = Läuft
palette-sort-project = Projekt
palette-sort-stopped = Gestoppt
palette-sort-volume = Volume
palette-sort-vpc = VPC
palette-sort-time = Zeitraum
palette-sort-terminated = Beendet
palette-sort-copy = Kopieren

palette-export = Inhalt der Diagramme als { $format } exportieren
palette-pause = Aufzeichnung anhalten
palette-resume = Aufzeichnung fortsetzen
palette-retry = Jetzt nach der Engine suchen
palette-measure = Volumes messen
palette-cancel-measure = Messen der Volumes abbrechen
palette-theme = Farbschema: { $theme }
palette-language = Sprache: { $language }
palette-language-system = System
palette-keys = Tasten auflisten
palette-setting = Einstellungen: { $section }
palette-time = Zeitraum: { $range }
palette-copy-id = ID kopieren von
palette-copied = { $text } kopiert
palette-not-copied = Kopieren war nicht möglich. Es ist { $text }

keys-title = Tasten
keys-anywhere = Auf jeder Seite
keys-pages = Seiten
keys-chart = In einem Diagramm
keys-palette = Überallhin gehen
keys-filter = Filter der Seite
keys-theme = Nächstes Farbschema
keys-help = Diese Liste
keys-escape = Schließt, was offen ist
keys-close = Schließen
keys-chart-step = Liest die Werte Moment für Moment vor
keys-chart-ends = Erster und letzter Moment
keys-chart-pan = Verschiebt den Zeitraum um die Hälfte
keys-chart-zoom = Näher heran und weiter weg
keys-chart-reset = Wieder der ganze Zeitraum
keys-log = In einem Log
keys-log-step = Geht zur nächsten Zeile, zur vorigen
keys-log-copy = Kopiert die Zeile

# Tasten nach ihrer Aufschrift.
keys-name-escape = Esc
keys-name-ends = Pos1 Ende
keys-name-pan = Umschalt ← →
