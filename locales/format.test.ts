import { describe, expect, test } from 'vitest'
import { languages } from '../flows/values/language.ts'
import { almatyTime, type PlainDate, parsePlainDate } from '../flows/values/time.ts'
import {
  formatDate,
  formatDateTime,
  formatDayAndMonth,
  formatFileSize,
  formatNotLater,
  formatNotLaterInYear,
  formatNotLaterThanTime,
  formatNumber,
  formatSpan,
  formatTime,
  formatWeekdayDate,
} from './format.ts'

function date(text: string): PlainDate {
  const parsed = parsePlainDate(text)
  if (parsed === undefined) throw new Error(`${text} is not a date`)
  return parsed
}
const inBoth = (write: (language: 'kk' | 'ru') => string) => languages.map(write)
const noBreak = '\u00a0'

describe('dates', () => {
  const day = date('2026-11-24')

  test('are written in each language’s own order', () => {
    expect(inBoth(l => formatDate(l, day))).toEqual(['2026 жылғы 24 қараша', '24 ноября 2026 года'])
    expect(inBoth(l => formatDayAndMonth(l, day))).toEqual(['24 қараша', '24 ноября'])
    expect(inBoth(l => formatWeekdayDate(l, day))).toEqual(['24 қараша, сейсенбі', 'вторник, 24 ноября'])
    expect(inBoth(l => formatWeekdayDate(l, date('2026-11-22')))).toEqual([
      '22 қараша, жексенбі',
      'воскресенье, 22 ноября',
    ])
  })

  test('as deadlines carry the right case', () => {
    expect(inBoth(l => formatNotLater(l, day))).toEqual(['24 қарашадан кешіктірмей', 'не позднее 24 ноября'])
    expect(inBoth(l => formatNotLaterInYear(l, day))).toEqual([
      '2026 жылғы 24 қарашадан кешіктірмей',
      'не позднее 24 ноября 2026 года',
    ])
  })

  test.each([
    ['2026-01-01', '1 қаңтардан'],
    ['2026-02-01', '1 ақпаннан'],
    ['2026-03-01', '1 наурыздан'],
    ['2026-04-01', '1 сәуірден'],
    ['2026-05-01', '1 мамырдан'],
    ['2026-06-01', '1 маусымнан'],
    ['2026-07-01', '1 шілдеден'],
    ['2026-08-01', '1 тамыздан'],
    ['2026-09-01', '1 қыркүйектен'],
    ['2026-10-01', '1 қазаннан'],
    ['2026-11-01', '1 қарашадан'],
    ['2026-12-01', '1 желтоқсаннан'],
  ])('%s in Kazakh: not later than %s', (day, words) => {
    expect(formatNotLater('kk', date(day))).toBe(`${words} кешіктірмей`)
  })
})

describe('times', () => {
  test('show the clock in Almaty on a 24-hour dial', () => {
    expect(formatTime(almatyTime(date('2026-11-24'), 0, 5))).toBe('00:05')
    expect(inBoth(l => formatDateTime(l, almatyTime(date('2026-11-24'), 18, 30)))).toEqual([
      '2026 жылғы 24 қараша, сағат 18:30',
      '24 ноября 2026 года, 18:30',
    ])
  })

  test.each([
    [14, 5, '14:05-тен'],
    [9, 0, '09:00-ден'],
    [9, 1, '09:01-ден'],
    [18, 30, '18:30-дан'],
    [18, 46, '18:46-дан'],
    [18, 59, '18:59-дан'],
    [10, 10, '10:10-нан'],
    [10, 40, '10:40-тан'],
    [10, 43, '10:43-тен'],
  ])('%i:%i as a deadline in Kazakh is said %s', (hour, minute, words) => {
    const at = almatyTime(date('2026-11-24'), hour, minute)
    expect(formatNotLaterThanTime('kk', at)).toBe(`сағат ${words} кешіктірмей`)
  })

  test('as a deadline in Russian keep their form', () => {
    expect(formatNotLaterThanTime('ru', almatyTime(date('2026-11-24'), 14, 5))).toBe('не позднее 14:05')
  })
})

describe('numbers', () => {
  test('are grouped by no-break spaces with a decimal comma', () => {
    expect(inBoth(l => formatNumber(l, 1_234_567.8))).toEqual(Array(2).fill(`1${noBreak}234${noBreak}567,8`))
  })

  test('of bytes become kilobytes and megabytes', () => {
    expect(inBoth(l => formatFileSize(l, 1))).toEqual(['1 КБ', '1 КБ'])
    expect(inBoth(l => formatFileSize(l, 2.5 * 1024 * 1024))).toEqual(['2,5 МБ', '2,5 МБ'])
    expect(inBoth(l => formatFileSize(l, 20 * 1024 * 1024))).toEqual(['20 МБ', '20 МБ'])
  })
})

describe('spans', () => {
  test.each([
    [1, '1 жұмыс күні', '1 рабочий день'],
    [3, '3 жұмыс күні', '3 рабочих дня'],
    [5, '5 жұмыс күні', '5 рабочих дней'],
    [21, '21 жұмыс күні', '21 рабочий день'],
  ])('%i working days', (n, kk, ru) => {
    expect(inBoth(l => formatSpan(l, { workingDays: n, countFrom: 'next-day' }))).toEqual([kk, ru])
  })

  test('of every other unit', () => {
    expect(inBoth(l => formatSpan(l, { minutes: 5 }))).toEqual(['5 минут', '5 минут'])
    expect(inBoth(l => formatSpan(l, { workingHours: 3 }))).toEqual(['3 жұмыс сағаты', '3 рабочих часа'])
    expect(inBoth(l => formatSpan(l, { calendarDays: 15, countFrom: 'next-day' }))).toEqual([
      '15 күнтізбелік күн',
      '15 календарных дней',
    ])
  })
})
