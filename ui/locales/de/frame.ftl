# Der Rahmen um jede Seite.

nav-dashboard = Übersicht
nav-instances = Instanzen
nav-volumes = Volumes
nav-vpcs = VPCs
nav-activity = Aktivität
nav-engine = Engine
nav-settings = Einstellungen
