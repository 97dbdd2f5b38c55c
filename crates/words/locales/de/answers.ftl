# Was die Seite selbst von einer Konsole sagt, die nicht zu erreichen oder zu verstehen ist.

no-console = Diese Seite braucht die Konsole um sich herum, und die gibt es nicht.
    .next = Sie mit der App Mini AWS Console öffnen oder mit dem Link, den der Befehl cloud serve ausgibt.
no-reason = ohne Angabe von Gründen

answer-unauthorized = Die Konsole lässt diese Seite nicht ein.
    .next = Einen neuen Link öffnen.
answer-forbidden = Die Konsole nimmt von dieser Adresse keine Anfragen an.
    .next = Den Link öffnen, den sie ausgegeben hat.
answer-not-found = Die Konsole kennt nicht, wonach diese Seite fragt.
answer-other-version = Seite und Konsole sind verschiedener Version: die Seite neu laden.
answer-too-many = Die Konsole wurde zu oft gefragt.
    .next = Eine Minute warten.
answer-between = Etwas zwischen dieser Seite und der Konsole kann sie nicht erreichen.
    .next = Nachsehen, ob sie läuft.
answer-failed = Die Konsole konnte nicht antworten.
    .next = Es noch einmal versuchen; ihr Protokoll sagt mehr.
answer-senseless = Die Antwort der Konsole ist für diese Seite nicht zu verstehen.
answer-load-anew = Die Seite neu laden.
answer-unreachable = Die Konsole unter { $origin } antwortet nicht.
    .next = Nachsehen, ob sie dort noch läuft.
answer-late = Die Konsole unter { $origin } braucht zu lange für ihre Antwort.
    .next = Es noch einmal versuchen.
answer-no-events = Die Konsole unter { $origin } antwortet, aber die Live-Verbindung zu ihr scheitert.
    .next = Was dazwischen steht, etwa ein Proxy, muss WebSockets durchlassen.
answer-refused = Die Konsole lässt diesen Browser nicht mehr ein.
    .next = Ihr Schlüssel wurde ersetzt, oder dieser Browser war lange nicht hier. Einen neuen Link öffnen (der Befehl cloud serve gibt beim Start einen aus, das Fenster der App unter Einstellungen, Webzugang) oder den Schlüssel eingeben.
answer-not-here = Das lässt sich nur im Fenster der Konsole selbst ändern.
answer-garbled = Die Antwort der Konsole auf { $place } ist nicht zu lesen: { $error }.
answer-broken = { $name } brach ab, und nichts wurde gespeichert: { $error }.
    .next = Es noch einmal versuchen oder eine kürzere Zeit wählen.

browser-ask = Der Browser konnte nicht fragen: { $error }.
browser-save = Der Browser konnte die Datei nicht speichern: { $error }.
browser-wait = Der Browser konnte nicht auf die Konsole warten: { $error }.

ipc-lost = Das Fenster konnte die Konsole nicht erreichen: { $reason }.
    .next = Es noch einmal versuchen; hilft das nicht, die App neu starten und in ihr Protokoll sehen.
ipc-garbled = Die Antwort der Konsole auf „{ $command }“ ist nicht zu lesen: { $error }.
    .next = Fenster und Konsole sind verschiedener Version: die App neu installieren.

shell-not-started = { $title } ließ sich nicht starten: { $reason }.
    .next = Es von Hand starten; die Konsole findet es dann von selbst.
shell-ended-with = es endete mit Code { $code }
shell-ended-by-signal = es wurde durch ein Signal beendet
