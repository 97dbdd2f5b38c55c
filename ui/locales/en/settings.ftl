# The settings.

settings-appearance = Appearance
settings-engine = Engine
settings-desktop = Desktop
settings-web-access = Web access
settings-data = Data
settings-cost = What the console costs
