# Die Seite der Volumes.

volumes-none = Noch keine Volumes
volumes-none-text = Ein Volume behält Daten, wenn sein Container geht. Ein neues erscheint hier von selbst:
volumes-nothing = Kein Volume passt zum Filter.
volumes-filter = Volumes filtern
volumes-filter-hint = Nach Name, Instanz, Projekt …
volumes-unused-only = Nur unbenutzte

volumes-name = Name
volumes-attached-to = Angebunden an
volumes-project = Projekt
volumes-driver = Treiber
volumes-mountpoint = Einhängepunkt
volumes-size = Größe
volumes-created = Erstellt

volumes-unused = unbenutzt
volumes-more = +{ $count }
volumes-copy = Einhängepunkt von { $name } kopieren
volumes-bytes = { $bytes } Byte
volumes-bytes-at = { $bytes } Byte, gemessen { $at }

volumes-shown = { $count } von { $all }
volumes-unused-size = { $n ->
    [one] { $size } in { $count } unbenutzten Volume
   *[other] { $size } in { $count } unbenutzten Volumes
}
volumes-unused-count = { $count } unbenutzt
volumes-unmeasured = { $count } nicht gemessen

volumes-measure = Größen messen
volumes-measure-hint = Fragt die Engine nach der Größe jedes Volumes; das kann dauern
volumes-cancel = Abbrechen
volumes-progress = Wie weit das Messen ist
volumes-measuring = { $volumes } werden gemessen: { $time }
volumes-measuring-of = { $volumes } werden gemessen: { $time } von etwa { $about }
volumes-measured = Gemessen { $at }, in { $took }
volumes-cancelled = Abgebrochen { $at }

copy-do = Kopieren
copy-done = Kopiert
copy-refused = Nicht erlaubt
