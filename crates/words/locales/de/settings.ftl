# Die Einstellungen.

settings-appearance = Erscheinungsbild
settings-engine = Engine
settings-desktop = Desktop
settings-web-access = Webzugang
settings-data = Daten
settings-cost = Was die Konsole kostet

settings-title = Einstellungen
settings-theme = Farbschema
settings-language = Sprache
settings-language-system = System
settings-memory = Arbeitsspeicher
settings-memory-binary = GiB, wie docker stats
settings-memory-decimal = GB
settings-cpu = 100 % CPU
settings-cpu-core = ein Kern, wie docker stats
settings-cpu-machine = der ganze Rechner

settings-engine-link = Engine wählen oder sehen, was versucht wurde
settings-engine-connecting = Sie wird gesucht.
settings-engine-connected = { $engine } unter { $endpoint }, verbunden seit { $since }.
settings-engine-away = Nicht erreichbar seit { $since }: { $reason }
settings-engine-paused = Aufzeichnung angehalten seit { $since }.
settings-pause = Aufzeichnung anhalten
    .meaning = Solange sie angehalten ist, wird von der Engine nichts abgefragt, und der Verlauf hat eine Lücke.
settings-resume = Aufzeichnung fortsetzen
    .meaning = Von der Engine wird nichts abgefragt, bis die Aufzeichnung fortgesetzt oder die Konsole neu gestartet wird.

retention-where = Messwerte und Aktivitäten liegen in einer Datenbank dort, wo die Konsole läuft, und werden nirgendwohin gesendet.
retention-waiting = Es wird nachgeschlagen …
retention-retry = Erneut versuchen
retention-days = Verlauf behalten für
    .meaning = Was älter ist, wird vergessen. Je weiter zurück, desto gröber.
retention-days-unit = Tage
retention-cap = Höchstens belegen
retention-cap-unit = Einheit
retention-used = Belegt sind jetzt { $size }. Was nicht hineinpasst, wird vergessen, das Älteste zuerst.
retention-unused = Was nicht hineinpasst, wird vergessen, das Älteste zuerst.
retention-saved = Gespeichert: { $count ->
    [one] { $days } Tag
   *[other] { $days } Tage
}, höchstens { $size }.
retention-bad-days = { $least } bis { $most } Tage wählen.
retention-bad-size = { $least } bis { $most } wählen.
retention-question = Ob vergessen wird
retention-forgets-days = Alles, was älter als { $count ->
    [one] { $days } Tag
   *[other] { $days } Tage
} ist, wird sofort vergessen.
retention-forgets-size = { $size } mehr, als hineinpassen, werden sofort vergessen, das Älteste zuerst.
retention-for-good = Das lässt sich nicht rückgängig machen.
retention-keep = Alles behalten
retention-forget = Vergessen

door-key = Schlüssel
door-key-hidden = verborgen
door-key-show = Zeigen
door-key-hide = Verbergen
door-key-copy = Kopieren
door-key-copied = Kopiert
door-key-not-copied = Kopieren war nicht möglich. Zeigen und von Hand kopieren.
