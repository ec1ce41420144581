import { expect, test } from 'vitest'
import { formatLaw, UnreadableLaw } from './law.ts'
import { translateDerived } from './translate.ts'

test.each([
  ['§5', 'Регламенттің 5-тармағы', 'пункт 5 Регламента'],
  ['§2–3', 'Регламенттің 2–3-тармақтары', 'пункты 2–3 Регламента'],
  ['§11(4)', 'Регламенттің 11-тармағының 4) тармақшасы', 'подпункт 4) пункта 11 Регламента'],
  ['§11(8)–(9)', 'Регламенттің 11-тармағының 8)–9) тармақшалары', 'подпункты 8)–9) пункта 11 Регламента'],
  ['№ 94-V §8', '№ 94-V Заңның 8-бабы', 'статья 8 Закона № 94-V'],
])('%s is cited as lawyers do', (law, kk, ru) => {
  expect([formatLaw('kk', law), formatLaw('ru', law)]).toEqual([kk, ru])
})

test('what is no citation is a fault', () => {
  expect(() => formatLaw('kk', '11.4')).toThrow(UnreadableLaw)
})

test.each(['kk', 'ru'] as const)(
  'the chat and the paper cite the ground of a refusal in the same words, in %s',
  language => {
    const onPaper = translateDerived(language, 'guardianship-certificate', 'refusals.RF-G5.law')
    expect(formatLaw(language, '§11(11)')).toBe(onPaper)
  },
)
