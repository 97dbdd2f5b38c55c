# What is said in many places.

try-again = Try again
try-now = Try now
next-try = next try in { $time }
trying-now = trying now…
loading = Loading…
resume = Resume
close = Close
dismiss = Dismiss
error-code = Code:
