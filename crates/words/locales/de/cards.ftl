# Die Karten der Übersicht.

card-trend-same = so viele wie vor einem Tag
card-trend-more = { $figure } mehr als vor einem Tag
card-trend-fewer = { $figure } weniger als vor einem Tag
