import { testPeople } from '../../sandbox/people/people.ts'

const told = testPeople.flatMap(({ iin, surname, given, password }) => [iin, surname, `${given} `, password])

/** Names, numbers and passwords of test people that a text holds; what ordinary logs may never hold. */
export const canariesIn = (text: string): string[] => told.filter(canary => text.includes(canary))
