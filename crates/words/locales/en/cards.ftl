# The cards of the dashboard.

card-trend-same = as many as a day ago
card-trend-more = { $figure } more than a day ago
card-trend-fewer = { $figure } fewer than a day ago
