# Was an vielen Stellen gesagt wird.

try-again = Noch einmal versuchen
try-now = Jetzt versuchen
next-try = nächster Versuch in { $time }
trying-now = Versuch läuft …
loading = Wird geladen …
resume = Fortsetzen
close = Schließen
dismiss = Ausblenden
error-code = Code:
