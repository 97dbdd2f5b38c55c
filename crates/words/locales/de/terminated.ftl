# Die Instanzen, die die Engine nicht mehr hat.

terminated-name = Name
terminated-project = Projekt
terminated-state = Zustand
terminated-image = Image
terminated-uses-none = Sie verbraucht nichts mehr
terminated-first-seen = Zuerst
terminated-last-seen = Zuletzt
terminated-known-for = Bekannt
    .hint = Vom ersten bis zum letzten Mal, dass sie gesehen wurde
terminated-id = ID
terminated-shown = { $shown } von { $total }
terminated-none-matches = Keine entfernte Instanz passt zum Filter.
terminated-none = Keine entfernten Instanzen
    .text = Eine Instanz, die von der Engine entfernt wurde, bleibt hier, solange es Aufzeichnungen von ihr gibt.
