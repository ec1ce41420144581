import { guardianships } from '../../../sandbox/people/guardianships.ts'
import { inventIin } from '../../../sandbox/people/iin.ts'
import { testPeople } from '../../../sandbox/people/people.ts'
import type { TestPerson } from '../../../sandbox/people/person.ts'
import { seeded } from './random.ts'

/** Somebody of the town: a test person with a number, names, a phone and a file that nobody else has. */
export interface Inhabitant {
  person: TestPerson
  chat: number
  language: 'kk' | 'ru'
  phone: string
  /** Found in the register of guardianship, and answered at once; otherwise with documents, and decided by a person. */
  isFound: boolean
  ward: string
  wardBorn: string
  fileText: string
}

const letters = 'абвгдежзиклмнопрстуфхцчшэюяәғқңөұүһі'

/** A name that is written nowhere else: whoever finds it in a file found this person. */
function invented(random: () => number): string {
  const name = Array.from({ length: 12 }, () => letters[Math.floor(random() * letters.length)] ?? 'а').join('')
  return `${name[0]?.toUpperCase()}${name.slice(1)}`
}

function template(id: 'found' | 'notFound'): TestPerson {
  const person = testPeople.find(candidate => candidate.id === id)
  if (!person) throw new RangeError(`no test person ${id}`)
  return person
}

function inhabitant(index: number, random: () => number): Inhabitant {
  const isFound = index % 4 !== 3
  const [surname, given, patronymic] = [invented(random), invented(random), invented(random)]
  const names = { surname, given, patronymic, name: `${surname} ${given} ${patronymic}` }
  const iin = inventIin(70 + Math.floor(index / 4000), 3, 1000 + (index % 4000) * 2)
  const address = `${invented(random)} көшесі, ${index + 1}`
  const guardianship = isFound ? guardianships.oneWard : guardianships.none
  const person = { ...template(isFound ? 'found' : 'notFound'), ...names, iin, address, guardianship }
  return {
    person: { ...person, id: `inhabitant-${index}`, password: `synaq-${index}-${invented(random)}` },
    chat: 7_000_000 + index,
    language: index % 2 === 0 ? 'kk' : 'ru',
    phone: `+7701${String(1_000_000 + Math.floor(random() * 8_999_999))}`,
    isFound,
    ward: `${invented(random)} ${invented(random)}`,
    wardBorn: `${String(1 + (index % 28)).padStart(2, '0')}.03.2015`,
    fileText: `${invented(random)}${invented(random)}`,
  }
}

/** The same people for the same seed. */
export function inhabitants(count: number, seed: number): Inhabitant[] {
  const random = seeded(seed)
  return Array.from({ length: count }, (_, i) => inhabitant(i, random))
}

/** What must not be readable anywhere outside: names, number, phone, address, words of a file. */
export const secretsOf = ({ person, phone, ward, fileText, isFound }: Inhabitant): string[] => [
  person.surname,
  person.given,
  person.iin,
  phone.slice(1),
  ...(isFound ? [person.address.split(' ')[0] ?? ''] : [...ward.split(' '), fileText]),
]
