# Diagramme: Überschriften, Linien, Zeiträume, und was sie von einem Zeitpunkt sagen.

chart-role = Diagramm
chart-average = Mittel { $average }, höchstens { $highest }
chart-usage-of = { $now } von { $whole }
chart-total = gesamt
chart-others = andere

# Das Diagramm in einem Satz, für alle, die es nicht sehen; was gesagt wird, ist eine Liste.
chart-summary = { $title }, { $when }: { $said }.
chart-summary-none = { $title }, { $when }: keine Messwerte.
chart-summary-now = jetzt { $usage }
chart-summary-unknown = zurzeit nicht bekannt
chart-summary-highest = höchstens { $highest }
chart-summary-most = am meisten { $name }, im Mittel { $average }
chart-keys = Die Pfeiltasten links und rechts lesen die Werte Zeitpunkt für Zeitpunkt vor, Pos1 und Ende den ersten und den letzten. Mit Umschalt verschieben die Pfeiltasten den Zeitraum um die Hälfte. Plus und Minus vergrößern und verkleinern, Escape zeigt wieder den ganzen Zeitraum.

chart-none = Keine Messwerte, { $when }.
chart-none-live = Keine Messwerte, { $when }. Eine laufende Instanz erscheint hier binnen Sekunden.
chart-none-stopped = Keine Messwerte, { $when }: Sie läuft nicht. Ein längerer Zeitraum zeigt, was sie verbraucht hat.
chart-none-paused = Keine Messwerte, { $when }: Sie ist angehalten und wird erst wieder gemessen, wenn sie weiterläuft.
chart-none-over = Keine Messwerte, { $when }: Da gab es sie nicht mehr.
chart-tip-none = { $when }, keine Messwerte
chart-library-missing = Diese Seite kam ohne ihre Diagramm-Bibliothek, also gibt es keine Diagramme. Zahlen und Listen gehen wie immer.
chart-failed = Das Diagramm konnte nicht gezeichnet werden: { $reason }

chart-lines = Linien
chart-lines-of = Linien: { $title }
chart-choose-lines = Linien wählen: { $title }
chart-lines-shown = Gezeigte Linien
chart-more-lines = { $count } weitere Linien
chart-lines-top = Größte 8
chart-lines-none = Alle aus
chart-find = Instanz suchen
chart-find-none = Keine Instanz heißt so.
chart-find-more = { $figure } weitere: nach Namen suchen.

# Eine Weile, die jetzt endet: auf ihrem Knopf, und in einem Satz.
range-label-quarter = 15 m
range-label-hour = 1 h
range-label-six-hours = 6 h
range-label-day = 24 h
range-label-week = 7 T
range-label-month = 30 T
range-label-year = 1 J
range-quarter = letzte 15 Minuten
range-hour = letzte Stunde
range-six-hours = letzte 6 Stunden
range-day = letzte 24 Stunden
range-week = letzte 7 Tage
range-month = letzte 30 Tage
range-year = letztes Jahr

range-label = Zeitraum der Diagramme
range-custom = Eigener
    .hint = Anfang und Ende wählen
    .another = Anderen Anfang und anderes Ende wählen
range-reset = Zurück
    .hint = Zurück zu: { $range } (Escape)
range-form = Zeitraum nach Anfang und Ende
range-from = Von
range-to = Bis
range-show = Zeigen
range-no-begin = Angeben, wann der Zeitraum beginnt: ein ganzes Datum und eine Uhrzeit.
range-no-end = Angeben, wann der Zeitraum endet: ein ganzes Datum und eine Uhrzeit.
range-backwards = Das Ende muss nach dem Anfang liegen.
range-begins-in-future = Der Zeitraum beginnt in der Zukunft, von der noch nichts bekannt ist.
range-ends-in-future = Der Zeitraum endet in der Zukunft. Das späteste Ende ist jetzt.
range-too-short = Der Zeitraum ist kürzer als zehn Sekunden.
range-too-long = Der Zeitraum ist länger als zehn Jahre.
