# Tage und Zeiten. Namen stehen mit einem Leerzeichen dazwischen, Montag und Januar zuerst.

date-months = Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.
date-months-long = Januar Februar März April Mai Juni Juli August September Oktober November Dezember
date-weekdays = Mo. Di. Mi. Do. Fr. Sa. So.
date-weekdays-long = Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag
date-day-month = { $day }. { $month }
date-day-month-year = { $day }. { $month } { $year }
date-weekday-day = { $weekday } { $day }.
date-weekday-day-month = { $weekday }, { $day }. { $month }
date-whole-day = { $weekday }, { $day }. { $month }
date-whole-day-year = { $day }. { $month } { $year }
date-today = Heute
date-yesterday = Gestern
