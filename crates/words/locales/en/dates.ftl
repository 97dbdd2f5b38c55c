# Days and times. Names stand with a space between them, Monday and January first.

date-months = Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec
date-months-long = January February March April May June July August September October November December
date-weekdays = Mon Tue Wed Thu Fri Sat Sun
date-weekdays-long = Monday Tuesday Wednesday Thursday Friday Saturday Sunday
date-day-month = { $day } { $month }
date-day-month-year = { $day } { $month } { $year }
date-weekday-day = { $weekday } { $day }
date-weekday-day-month = { $weekday } { $day } { $month }
date-whole-day = { $weekday } { $day } { $month }
date-whole-day-year = { $day } { $month } { $year }
date-today = Today
date-yesterday = Yesterday
