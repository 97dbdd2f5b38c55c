# Die Seite der Aktivität: das Protokoll.

activity-by-day = Aktivität nach Tagen
activity-live = Live
activity-live-hint = Was geschieht, erscheint hier sofort
activity-held = Angehalten
activity-held-hint = Beim Lesen warten neue Einträge, damit sich nichts verschiebt
activity-cut-off = Nicht live
activity-cut-off-hint = Die Konsole antwortet nicht; was inzwischen geschieht, wird nachgeholt
activity-new = { $n ->
    [one] { $count } neuer
   *[other] { $count } neue
}
activity-nothing = Noch ist nichts geschehen
activity-nothing-text = Was die Engine tut und was diese Konsole mit ihr tut, erscheint hier sofort.
activity-nothing-matches = Kein Eintrag passt zum Filter
activity-nothing-matches-text = Nach weniger Wörtern suchen oder weniger auswählen.
activity-show-all = Alles zeigen
activity-loading = Ältere Einträge werden geladen …
activity-older = Ältere Einträge zeigen
activity-full = Die neuesten { $limit } Einträge sind aufgeführt. Für ältere den Filter enger fassen oder exportieren.
activity-end = Das ist alles, was gemerkt ist.
activity-retry = Erneut versuchen

## Der Filter

activity-filter = Aktivität filtern
activity-search = Nach Name, Kennung oder Angabe filtern
activity-search-hint = Nach Name, Kennung oder Angabe …
activity-kinds = Art
activity-subjects = Gegenstand
activity-outcomes = Ausgang
activity-sources = Quelle
activity-all = Beliebig
activity-clear = Zurücksetzen

activity-kind-created = Erstellt
activity-kind-started = Gestartet
activity-kind-stopped = Gestoppt
activity-kind-exited = Von selbst beendet
activity-kind-died = Abgestürzt
activity-kind-out-of-memory = Speicher erschöpft
activity-kind-paused = Angehalten
activity-kind-unpaused = Fortgesetzt
activity-kind-renamed = Umbenannt
activity-kind-terminated = Entfernt
activity-kind-healthy = Wieder gesund
activity-kind-unhealthy = Nicht mehr gesund
activity-kind-attached = Angebunden
activity-kind-detached = Gelöst
activity-kind-deleted = Gelöscht
activity-kind-connected = Engine verbunden
activity-kind-lost = Engine verloren
activity-kind-set-aside = Datenbank beiseitegelegt
activity-kind-door-opened = Für Browser geöffnet
activity-kind-door-closed = Für Browser geschlossen
activity-kind-access-refused = Zugang verweigert
activity-kind-key-rotated = Schlüssel ersetzt
activity-kind-collecting-paused = Erfassung angehalten
activity-kind-collecting-resumed = Erfassung fortgesetzt
activity-kind-key-used = Zugang gewährt
activity-kind-settings-changed = Einstellung geändert
activity-kind-engine-chosen = Engine gewählt
activity-kind-secrets-shown = Geheimnisse angezeigt
activity-kind-exported = Exportiert

## Ein Eintrag, aufgeklappt

activity-fact-ending = Wie es endete
activity-fact-last = Zuletzt benutzt
activity-fact-kind = Was
activity-fact-outcome = Ausgang
activity-fact-source = Gemeldet von
activity-fact-time = Wann
activity-fact-subject = Kennung
activity-fact-number = Eintrag
activity-open = { $name } öffnen
activity-open-engine = Engine öffnen
activity-open-settings = Einstellungen öffnen
activity-show-chart = Im Diagramm zeigen

activity-last = { $cpu } CPU, { $memory } Speicher, um { $at }
activity-last-of-limit = { $cpu } CPU, { $memory } von { $limit } Speicher ({ $share }), um { $at }

activity-ended-oom = Der Kernel hat einen ihrer Prozesse beendet, weil sie mehr Speicher wollte, als sie haben darf.
activity-ended-well = Exit-Code 0: wie vorgesehen beendet.
activity-ended-error = Exit-Code 1: das Programm endete mit einem eigenen Fehler; welchem, sagt sein Log.
activity-ended-usage = Exit-Code 2: meist wurde das Programm mit Argumenten gestartet, die es nicht kennt.
activity-ended-engine = Exit-Code 125: die Engine konnte sie nicht starten.
activity-ended-not-executable = Exit-Code 126: der Befehl ist da und darf nicht ausgeführt werden.
activity-ended-not-found = Exit-Code 127: der Befehl wurde im Image nicht gefunden.
activity-ended-minus-one = Exit-Code 255: das Programm endete mit −1, einem eigenen Fehler.
activity-ended-own = Exit-Code { $code }: was das heißt, weiß das Programm selbst; siehe Log.
activity-ended-killed = Exit-Code { $code }: sofort beendet durch SIGKILL ({ $number }): durch jemanden, weil es nicht rechtzeitig stoppte, oder durch den Kernel aus Mangel an Speicher.
activity-ended-killed-oom = Exit-Code { $code }: vom Kernel sofort beendet, weil sie mehr Speicher wollte, als sie haben darf.
activity-ended-asked = Exit-Code { $code }: durch SIGTERM ({ $number }) um das Ende gebeten, wie beim Stoppen.
activity-ended-memory-fault = Exit-Code { $code }: abgestürzt mit SIGSEGV ({ $number }); Zugriff auf fremden Speicher.
activity-ended-signal = Exit-Code { $code }: beendet durch { $name } ({ $number }).
activity-ended-signal-unnamed = Exit-Code { $code }: beendet durch Signal { $number }.

## Export

activity-export = Exportieren
activity-exporting = Wird exportiert …
activity-export-hint = Was der Filter durchlässt, als Datei speichern
activity-export-what = Alles, was der Filter durchlässt, auch ältere Einträge
activity-export-csv = für Tabellen
activity-export-json = für Programme
activity-exported = { $count ->
    [one] { $rows } Eintrag in { $path } gespeichert
   *[other] { $rows } Einträge in { $path } gespeichert
}
activity-dismiss = Schließen
