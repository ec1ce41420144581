import type { Language } from '../flows/values/language.ts'
import { dateInAlmaty, type Instant, type PlainDate } from '../flows/values/time.ts'
import type { Span } from '../flows/vocabulary.ts'
import { translate, translateDerived } from './translate.ts'

/** «2026 жылғы 24 қараша» · «24 ноября 2026 года» */
export const formatDate = (language: Language, date: PlainDate): string =>
  translate(language, 'format:date', dateWords(language, date))

/** As it stands before the number of an act: «2026 жылғы 24 қарашадағы» · «24 ноября 2026 года» */
export const formatDateOfAct = (language: Language, date: PlainDate): string =>
  translate(language, 'format:dateOfAct', dateWords(language, date))

/** «24 қараша» · «24 ноября» */
export const formatDayAndMonth = (language: Language, date: PlainDate): string =>
  translate(language, 'format:dayAndMonth', dateWords(language, date))

/** «24 қараша, сейсенбі» · «вторник, 24 ноября» */
export const formatWeekdayDate = (language: Language, date: PlainDate): string =>
  translate(language, 'format:weekdayDate', dateWords(language, date))

/** The 24-hour clock on the wall in Almaty: «09:05». */
export function formatTime(at: Instant): string {
  const sinceMidnight = Date.parse(at) - Date.parse(`${dateInAlmaty(at)}T00:00:00+05:00`)
  return new Date(sinceMidnight).toISOString().slice(11, 16)
}

/** «2026 жылғы 24 қараша, сағат 18:30» · «24 ноября 2026 года, 18:30» */
export const formatDateTime = (language: Language, at: Instant): string =>
  translate(language, 'format:dateTime', { date: formatDate(language, dateInAlmaty(at)), time: formatTime(at) })

/** «24 қарашадан кешіктірмей» · «не позднее 24 ноября» */
export const formatNotLater = (language: Language, date: PlainDate): string =>
  translate(language, 'format:notLater.dayAndMonth', dateWords(language, date))

/** «2026 жылғы 24 қарашадан кешіктірмей» · «не позднее 24 ноября 2026 года» */
export const formatNotLaterInYear = (language: Language, date: PlainDate): string =>
  translate(language, 'format:notLater.date', dateWords(language, date))

/** «сағат 14:05-тен кешіктірмей» · «не позднее 14:05» */
export function formatNotLaterThanTime(language: Language, at: Instant): string {
  const time = formatTime(at)
  return translate(language, 'format:notLater.time', { timeFrom: language === 'kk' ? withKazakhAblative(time) : time })
}

/** «2026 жылғы 24 қараша, сағат 14:05-тен кешіктірмей» · «24 ноября 2026 года, не позднее 14:05» */
export const formatNotLaterThanMoment = (language: Language, at: Instant): string =>
  translate(language, 'format:notLater.moment', {
    date: formatDate(language, dateInAlmaty(at)),
    notLater: formatNotLaterThanTime(language, at),
  })

const numberFormats = {
  kk: new Intl.NumberFormat('kk', { maximumFractionDigits: 1 }),
  ru: new Intl.NumberFormat('ru', { maximumFractionDigits: 1 }),
}
/** «1 234,5» with no-break spaces. */
export const formatNumber = (language: Language, n: number): string => numberFormats[language].format(n)

const kilobyte = 1024
const megabyte = kilobyte * kilobyte
/** «340 КБ», «2,5 МБ»; never zero for a file that holds something. */
export function formatFileSize(language: Language, bytes: number): string {
  if (bytes < megabyte)
    return translate(language, 'format:size.kilobytes', { size: formatNumber(language, Math.ceil(bytes / kilobyte)) })
  return translate(language, 'format:size.megabytes', { size: formatNumber(language, bytes / megabyte) })
}

/** «5 минут», «3 жұмыс күні» · «3 рабочих дня» */
export function formatSpan(language: Language, span: Span): string {
  if ('minutes' in span) return translate(language, 'format:span.minutes', { n: span.minutes })
  if ('workingHours' in span) return translate(language, 'format:span.workingHours', { n: span.workingHours })
  if ('workingDays' in span) return translate(language, 'format:span.workingDays', { n: span.workingDays })
  return translate(language, 'format:span.calendarDays', { n: span.calendarDays })
}

function dateWords(language: Language, date: PlainDate) {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  const isoWeekday = new Date(`${date}T00:00:00Z`).getUTCDay() || 7
  return {
    year,
    day,
    month: translateDerived(language, 'format', `months.name.${month}`),
    monthFrom: translateDerived(language, 'format', `months.from.${month}`),
    monthAt: translateDerived(language, 'format', `months.at.${month}`),
    weekday: translateDerived(language, 'format', `weekdays.${isoWeekday}`),
  }
}

/** The case ending of a numeral follows its last spoken word: 05 is «бес», so «-тен»; 00 is said «нөл нөл», so «-ден». */
const endingOfDigit = ['ден', 'ден', 'ден', 'тен', 'тен', 'тен', 'дан', 'ден', 'ден', 'дан']
const endingOfTens = ['ден', 'нан', 'дан', 'дан', 'тан', 'дан']
function withKazakhAblative(time: string): string {
  const [tens, digit] = [Number(time[3]), Number(time[4])]
  return `${time}-${digit === 0 ? endingOfTens[tens] : endingOfDigit[digit]}`
}
