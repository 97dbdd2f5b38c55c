# Warum ein Endpunkt versagt hat, nach seinem Code, und was zu tun ist. Ort, Befehl und Ursache stehen nur in den eigenen Sätzen der Konsole ($said).

attempt-malformed = Die Angabe ist nicht zu gebrauchen: { $said }
    .next = Die Angabe berichtigen. { $said }
attempt-unsupported = Dieser Weg zu einer Engine geht hier nicht: { $said }
    .next = Einen anderen Weg nehmen. { $said }
attempt-not-found = Dort ist nichts zu finden: { $said }
    .next = Die Engine starten oder die Schreibweise prüfen. { $said }
attempt-permission-denied = Der Zugriff ist nicht erlaubt: { $said }
    .next = Zugriff verschaffen. { $said }
attempt-refused = Dort kommt keine Verbindung zustande: { $said }
    .next = Nachsehen, ob die Engine dort läuft. { $said }
attempt-timed-out = Die Antwort ist ausgeblieben: { $said }
    .next = Etwas warten oder die Adresse prüfen. { $said }
attempt-not-an-engine = Dort antwortet keine Engine: { $said }
    .next = Den Endpunkt prüfen. { $said }
attempt-engine-error = Die Engine hat einen Fehler gemeldet: { $said }
    .next = In das Protokoll der Engine sehen. { $said }
attempt-lost = Die Verbindung ist abgebrochen: { $said }
    .next = Etwas warten oder die Engine prüfen. { $said }

engine-away-otherwise = Die Engine antwortet nicht mehr: { $said }
