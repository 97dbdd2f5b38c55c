# Die Engine: ihre Seite, die Diagnose und die Wahl zwischen Engines.

doctor-title = Keine Container-Engine antwortet
doctor-retry = Erneut versuchen
doctor-tried = Versucht, in dieser Reihenfolge
doctor-named = selbst angegeben

command-copy-label = { $command } kopieren

engine-title = Engine
engine-looking = Suche nach einer Engine …
    .meaning = Alle bekannten Endpunkte werden versucht, was einige Sekunden dauert.
engine-connected = Verbunden seit { $since }
engine-look-again = Neu suchen
engine-paused = Aufzeichnung angehalten seit { $since }
    .meaning = Von der Engine wird nichts abgefragt, bis die Aufzeichnung fortgesetzt oder die Konsole neu gestartet wird.
engine-resume = Fortsetzen
engine-unsaid = keine Angabe
engine-make = Engine
engine-endpoint-fact = Endpunkt
engine-found-by = Gefunden über
engine-machine = Rechner
engine-api = API-Version
engine-containers = Container
engine-cgroups = Control Groups
engine-cgroup = Version { $version }
engine-cores = Kerne
engine-memory = Arbeitsspeicher

engine-choice-title = Welche Engine gezeigt wird
engine-choice-waiting = Die Engines werden nachgeschlagen …
engine-choice-retry = Erneut versuchen
engine-overruled = Die Wahl hier gilt, sobald die Konsole ohne das startet.
engine-automatic = Automatisch
    .meaning = Die erste, die antwortet, so wie die Docker-CLI sie findet.
engine-cli-current = aktueller Kontext der Docker-CLI
engine-chosen = Gewählt
engine-use = Verwenden
engine-use-label = { $name } verwenden
engine-switching = Wechsel läuft …
engine-no-context = Die Docker-CLI hat keinen Kontext dieses Namens mehr. Einen anderen wählen.
engine-endpoint-chosen = Eigener Endpunkt
engine-endpoint = Anderer Endpunkt
    .hint = Zum Beispiel
engine-endpoint-malformed = Das ist kein Endpunkt. Mit seinem Anfang schreiben, etwa unix:///run/docker.sock oder ssh://user@host.
engine-kept-automatic = Ab jetzt wird die erste gezeigt, die antwortet.
engine-kept-context = Ab jetzt wird die Engine des Kontexts { $name } gezeigt.
engine-kept-endpoint = Ab jetzt wird die Engine unter { $endpoint } gezeigt.

transport-unix = Socket
transport-pipe = Named Pipe
transport-tcp = TCP, unverschlüsselt
transport-tls = TLS
transport-ssh = SSH
transport-unknown = Unbekannter Weg
