# Das Vokabular der Konsole.

# Was nach dem Namen dessen steht, dem es geschah.
verb-created = erstellt
verb-started = gestartet
verb-stopped = gestoppt
verb-exited = beendet
verb-died = abgestürzt
verb-out-of-memory = hatte zu wenig Speicher
verb-paused = angehalten
verb-unpaused = fortgesetzt
verb-renamed = umbenannt
verb-terminated = entfernt
verb-healthy = wieder gesund
verb-unhealthy = nicht mehr gesund
verb-attached = angebunden
verb-detached = gelöst
verb-deleted = gelöscht
verb-connected = verbunden
verb-lost = verloren
verb-set-aside = Datenbank beiseitegelegt
verb-door-opened = für Browser geöffnet
verb-door-closed = für Browser geschlossen
verb-access-refused = Zugang verweigert
verb-key-rotated = Schlüssel ersetzt
verb-collecting-paused = Erfassung angehalten
verb-collecting-resumed = Erfassung fortgesetzt
verb-key-used = Zugang gewährt
verb-settings-changed = Einstellung geändert
verb-engine-chosen = Engine gewählt
verb-secrets-shown = Geheimnisse angezeigt
verb-exported = exportiert

subject-instance = Instanz
subject-volume = Volume
subject-vpc = VPC
subject-engine = Engine
subject-console = Konsole

outcome-ok = OK
outcome-warning = Warnung
outcome-failed = Fehler

state-created = erstellt
state-running = läuft
state-paused = angehalten
state-restarting = startet neu
state-removing = wird entfernt
state-exited = beendet
state-dead = tot
state-unknown = unbekannt

health-none = keine Zustandsprüfung
health-starting = startet
health-healthy = gesund
health-unhealthy = nicht gesund

gap-asleep = der Rechner war im Ruhezustand
gap-closed = die Konsole war geschlossen
gap-engine-away = die Engine war weg
gap-paused = die Erfassung war angehalten
gap-not-recorded = die Aufzeichnung war angehalten
gap-unknown = keine Messwerte

metric-cpu = CPU
metric-memory = Speicher
metric-network-rx = Netzwerk empfangen
metric-network-tx = Netzwerk gesendet
metric-disk-read = Datenträger gelesen
metric-disk-write = Datenträger geschrieben

cpu-of-core = 100 % sind ein Kern
cpu-of-machine = 100 % sind der ganze Rechner
