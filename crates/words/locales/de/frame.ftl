# Der Rahmen um jede Seite.

nav-dashboard = Übersicht
nav-instances = Instanzen
nav-volumes = Volumes
nav-vpcs = VPCs
nav-activity = Aktivität
nav-engine = Engine
nav-settings = Einstellungen

frame-skip = Zum Inhalt springen
frame-console = Konsole
frame-pages = Seiten
frame-give-key = Schlüssel eingeben
frame-paused = Die Erfassung ist angehalten
    .text = Die Engine wird nichts gefragt, bis die Erfassung fortgesetzt wird oder die Konsole neu startet.

pill-local = lokal
pill-connected-hint = { $engine } { $version } unter { $endpoint } (gefunden durch { $way }), verbunden seit { $since }
pill-no-console = Keine Konsole
    .hint = Die Konsole antwortet nicht, also ist von ihrer Engine nichts bekannt.
pill-connecting = Engine wird gesucht …
    .hint = Jeder bekannte Endpunkt wird versucht.
pill-away = Keine Engine
    .hint = Seit { $since }: { $reason }
pill-paused = Angehalten
    .hint = Die Engine wird seit { $since } nichts gefragt.

banner-as-of = Stand
banner-paused = Die Erfassung ist angehalten.
    .next = Gezeigt wird, wie es zuletzt war, und die Diagramme haben eine Lücke.

own-watching = { $count ->
    [one] { $figure } Instanz
   *[other] { $figure } Instanzen
} alle { $interval }
own-costs = kosten
own-of-core = Kern
own-measuring-1 = Die eigenen Kosten der
own-measuring-2 = Konsole werden gemessen …
own-hint = CPU und Speicher der Konsole selbst, mit Fenster. Ausführlich steht es in den Einstellungen.

theme-toggle = Farbschema: { $now }. Wechseln zu { $next }
theme-system = System
theme-light = Hell
theme-dark = Dunkel

export = Export
    .hint = Was die Diagramme zeigen, als Datei speichern
export-running = Exportiert …
export-what = Alle Messwerte von { $name }, { $when }
export-csv = für Tabellen
export-json = für Programme
export-saved = { $count ->
    [one] { $figure } Zeile
   *[other] { $figure } Zeilen
} gespeichert in { $path }
export-empty = In dieser Zeit wurde nichts gemessen: { $path } hat keine Zeilen.
    .next = Einen anderen Zeitraum wählen.
