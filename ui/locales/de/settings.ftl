# Die Einstellungen.

settings-appearance = Erscheinungsbild
settings-engine = Engine
settings-desktop = Desktop
settings-web-access = Webzugang
settings-data = Daten
settings-cost = Was die Konsole kostet
