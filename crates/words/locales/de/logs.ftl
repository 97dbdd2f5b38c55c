# Das Log einer Instanz, und das Suchen in Zeilen.

logs-search = Im Log suchen
logs-lines = Log
logs-follow = Folgen
logs-follow-hint = Die neuesten Zeilen im Blick behalten
logs-newest = Zum Neuesten
logs-newest-more = { $count ->
    [one] { $shown } neue Zeile
   *[other] { $shown } neue Zeilen
}
logs-times = Zeiten
logs-times-hint = Die Ortszeit vor jeder Zeile
logs-time-hint = { $time } – ein Klick kopiert die Zeile
logs-copied = Die Zeile ist kopiert.
logs-wrap = Umbruch
logs-wrap-hint = Lange Zeilen gehen unter sich selbst weiter
logs-charts = Diagramme
logs-charts-hint = Was sie dabei verbrauchte, über dem Log
logs-tail = Mit wie vielen Zeilen beginnen
logs-tail-lines = Letzte { $lines }
logs-err = In die Standardfehlerausgabe geschrieben
logs-cut = Die Zeile war länger; der Rest wurde weggelassen.
logs-count = { $count ->
    [one] { $shown } Zeile
   *[other] { $shown } Zeilen
}
logs-opening = Das Log wird geöffnet …
logs-following = folgt
logs-paused = folgt nicht, neue Zeilen werden weiter gelesen
logs-ended = hier ist das Ende: alles ist gelesen, oder die Instanz stoppte
logs-failed = es brach ab
logs-left = diese Zeilen wurden gelesen; der Rest ging mit der Instanz
logs-gave-way = die ältesten Zeilen sind neueren gewichen
logs-nothing-yet = Noch keine Zeilen. Was die Instanz schreibt, erscheint hier.
logs-nothing = Das Log ist leer: die Instanz schrieb nichts.
logs-save = Herunterladen
logs-save-hint = Das ganze Log als Datei
logs-saving = Speichert …
logs-save-times = Mit Zeiten
logs-save-plain = Ohne Zeiten
logs-saved = { $count ->
    [one] { $shown } Zeile gespeichert in { $path }.
   *[other] { $shown } Zeilen gespeichert in { $path }.
}
logs-saved-file = Gespeichert in { $path }.

search-placeholder = Suchen
search-before = Vorige Stelle
search-before-hint = Vorige Stelle (Umschalt und Enter)
search-next = Nächste Stelle
search-next-hint = Nächste Stelle (Enter)
search-busy = wird gesucht …
search-nothing = nicht gefunden
search-found = { $count } gefunden
search-position = { $position } von { $count }
search-many = { $count } oder mehr
