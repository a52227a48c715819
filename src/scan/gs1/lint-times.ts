/** Dates and times of day inside GS1 values (GS1 General Specifications §3.4.2, §7.12). */

type Fault = string | null

const isDigits = (data: string): boolean => /^[0-9]*$/.test(data)

function twoDigits(data: string, most: number, unit: string): Fault {
  if (data.length < 2) return `${unit}_too_short`
  if (data.length > 2) return `${unit}_too_long`
  if (!isDigits(data)) return 'non_digit_character'
  return Number(data) > most ? `illegal_${unit}` : null
}

export function hour(data: string): Fault {
  return twoDigits(data, 23, 'hour')
}

export function minute(data: string): Fault {
  return twoDigits(data, 59, 'minute')
}

export function second(data: string): Fault {
  return twoDigits(data, 59, 'second')
}

export function hourWithMinute(data: string): Fault {
  if (data.length < 4) return 'hour_with_minute_too_short'
  if (data.length > 4) return 'hour_with_minute_too_long'
  return hour(data.slice(0, 2)) ?? minute(data.slice(2))
}

const longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/**
 * A check of dates: year, month, day.
 * @param yearDigits 2 or 4; of two digits the century does not matter, since 2000 was a leap year
 * @param dayZero whether day `00`, "the whole month", is allowed
 */
export function date(yearDigits: 2 | 4, dayZero: boolean): (data: string) => Fault {
  const length = yearDigits + 4
  return (data) => {
    if (data.length < length) return 'date_too_short'
    if (data.length > length) return 'date_too_long'
    if (!isDigits(data)) return 'non_digit_character'
    const year = Number(data.slice(0, yearDigits))
    const month = Number(data.slice(yearDigits, yearDigits + 2))
    const day = Number(data.slice(yearDigits + 2))
    const last = longest[month - 1]
    if (last === undefined) return 'illegal_month'
    if (day === 0) return dayZero ? null : 'illegal_day'
    return day > last || (month === 2 && day === 29 && !isLeap(year, yearDigits)) ? 'illegal_day' : null
  }
}

function isLeap(year: number, yearDigits: 2 | 4): boolean {
  if (year % 4 !== 0) return false
  return yearDigits === 2 || year % 100 !== 0 || year % 400 === 0
}
