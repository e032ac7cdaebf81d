"""The lunar date of every day that the package lunar-vn knows, and the day that it says this date is."""

import datetime

from lunar_vn import lunar_to_solar, solar_to_lunar

day = datetime.date(1900, 1, 1)
while day.year <= 2100:
    lunar = solar_to_lunar(day)
    try:
        back = lunar_to_solar(lunar)
    except ValueError:
        back = "-"
    print(day, lunar.year, lunar.month, lunar.day, int(lunar.leap), back)
    day += datetime.timedelta(days=1)
