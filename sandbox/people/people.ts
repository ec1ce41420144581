import { type Language, languages } from '../../flows/values/language.ts'
import type { PlainDate } from '../../flows/values/time.ts'
import { translateDerived } from '../../locales/translate.ts'
import { guardianships } from './guardianships.ts'
import { inventIin } from './iin.ts'
import type { TestPerson } from './person.ts'

interface Draft extends Partial<Omit<TestPerson, 'birthDate' | 'deathDate' | 'guardianship'>> {
  id: string
  names: [surname: string, given: string, patronymic: string]
  /** Seventh digit of the number: 3 or 4 for the twentieth century, 5 or 6 for the twenty-first. */
  century: 3 | 4 | 5 | 6
  born: string
  died?: string
  guardianship?: keyof typeof guardianships
}

const drafts: readonly Draft[] = [
  { id: 'found', names: ['Сынақова', 'Әсел', 'Үлгіқызы'], century: 4, born: '1985-06-17' },
  {
    id: 'twoWards',
    names: ['Үлгібаев', 'Ғабит', 'Сынақұлы'],
    century: 3,
    born: '1979-10-02',
    guardianship: 'twoWards',
  },
  {
    id: 'notFound',
    names: ['Сынақбаева', 'Қарлығаш', 'Үлгіқызы'],
    century: 4,
    born: '1991-03-25',
    guardianship: 'none',
  },
  {
    id: 'absent',
    names: ['Үлгіжанов', 'Өмірбек', 'Сынақұлы'],
    century: 3,
    born: '1968-12-08',
    guardianship: 'none',
    inPersonRegister: false,
  },
  { id: 'deceased', names: ['Сынақов', 'Ыбырай', 'Үлгіұлы'], century: 3, born: '1950-02-11', died: '2024-07-30' },
  {
    id: 'wrongPassword',
    names: ['Образцова', 'Тестина', 'Пробовна'],
    century: 4,
    born: '1988-08-29',
    passwordWorks: false,
  },
  {
    id: 'revoked',
    names: ['Үлгібекова', 'Іңкәр', 'Сынаққызы'],
    century: 4,
    born: '1994-01-16',
    certificate: 'revoked',
  },
  { id: 'expired', names: ['Сынақбеков', 'Мұхтар', 'Үлгіұлы'], century: 3, born: '1982-05-05', certificate: 'expired' },
  {
    id: 'foreign',
    names: ['Пробников', 'Образец', 'Тестович'],
    century: 3,
    born: '1976-09-21',
    certificate: 'foreign',
  },
  { id: 'refused', names: ['Үлгісова', 'Гүлжаһан', 'Сынаққызы'], century: 4, born: '1990-11-13', provider: 'refuses' },
  {
    id: 'registerDown',
    names: ['Сынақғалиев', 'Нұрлан', 'Үлгіұлы'],
    century: 3,
    born: '1987-04-04',
    registerDownFor: 2,
  },
  { id: 'silent', names: ['Үлгітаев', 'Дәуіт', 'Сынақұлы'], century: 3, born: '1973-07-19', provider: 'silent' },
  { id: 'minor', names: ['Сынақұлов', 'Ерасыл', 'Үлгіұлы'], century: 5, born: '2011-06-01', guardianship: 'none' },
  {
    id: 'unregistered',
    names: ['Үлгілікова', 'Жаңыл', 'Сынаққызы'],
    century: 4,
    born: '1996-10-10',
    guardianship: 'custody',
    registered: false,
  },
]

/** Test people, always the same. None of them exists: see `inventIin`. */
export const testPeople: readonly TestPerson[] = drafts.map(complete)

function complete(
  { names, century, born, died, guardianship = 'oneWard', ...draft }: Draft,
  index: number,
): TestPerson {
  const [surname, given, patronymic] = names
  return {
    ...{ surname, given, patronymic, name: names.join(' ') },
    iin: inventIin(Number(born.slice(0, 4)), century, 9001 + index * 11),
    password: `synaq-${String(index + 1).padStart(2, '0')}`,
    ...{ passwordWorks: true, registered: true, certificate: 'valid', inPersonRegister: true },
    ...{ registerDownFor: 0, provider: 'approves' },
    birthDate: born as PlainDate,
    ...(died && { deathDate: died as PlainDate }),
    address: `Сынақ көшесі, ${index + 1}`,
    guardianship: guardianships[guardianship],
    leadsTo: leadsTo(draft.id),
    ...draft,
  }
}

function leadsTo(id: string): TestPerson['leadsTo'] {
  const inLanguage = (language: Language) => [language, translateDerived(language, 'sandbox-state', `people.${id}`)]
  return Object.fromEntries(languages.map(inLanguage))
}
