import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readTexts } from '../../locales/texts.ts'
import { derivedKeys, reachedKeys } from './derived-keys.ts'
import {
  type Check,
  forbiddenWords,
  gluedSuffixes,
  incompletePlurals,
  type Message,
  messagesOf,
  missingKeys,
  mixedScripts,
  refusingButtons,
  unequalPlaceholders,
  unreadable,
  unusedKeys,
  unwritten,
} from './locale-checks.ts'
import { isTest, root } from './sources.ts'

const messages = messagesOf(readTexts())

/** Where a key can be named: modules, scripts of pages, templates, forms of papers. */
const places = '{bot,cli,flows,locales,sandbox,services,staff}/**/*.{ts,js,njk,html}'
const sources = globSync([places, '*.{ts,js}', 'services/papers/forms/*.json'], { cwd: root })
  .filter(path => !isTest(path.replaceAll('\\', '/')))
  .map(path => readFileSync(join(root, path), 'utf8'))

const both = (key: string, kk: string, ru: string): Message[] => [
  { language: 'kk', key, text: kk },
  { language: 'ru', key, text: ru },
]
const kk = (text: string): Message[] => [{ language: 'kk', key: 'x:y', text }]
const ru = (text: string): Message[] => [{ language: 'ru', key: 'x:y', text }]

/** Each rule with a text that breaks it and one that only looks as if it did. */
const rules: [string, Check, Message[], Message[]][] = [
  ['stand in both languages', missingKeys, kk('Иә'), both('x:y', 'Иә', 'Да')],
  ['are ICU', unreadable, kk('{name'), kk('{name}')],
  ['name the same values', unequalPlaceholders, both('x:y', '{n} күн', '{m} дней'), both('x:y', '{a} {b}', '{b} {a}')],
  [
    'have every plural',
    incompletePlurals,
    ru('{n, plural, one {день} other {дней}}'),
    kk('{n, plural, other {# күн}}'),
  ],
  ['keep one script in a word', mixedScripts, kk('Cіз'), kk('QR-код, PDF файл')],
  ['glue no ending to a variable', gluedSuffixes, kk('{name}ға'), kk('{name} — {n, plural, other {# күн}}')],
  ['glue no ending to a number', gluedSuffixes, kk('{n}-ті оқыңыз'), kk('{n}-тармақты оқыңыз')],
  ['glue no ending with a hyphen', gluedSuffixes, ru('{n, plural, other {#-й день}}'), ru('{n} - й')],
  ['keep abbreviations apart in Kazakh', forbiddenWords, kk('ИИН-ді енгізіңіз'), kk('ЖСН енгізіңіз')],
  ['keep abbreviations apart in Russian', forbiddenWords, ru('Ваш ЖСН'), ru('Ваш ИИН')],
  ['use the words of the law', forbiddenWords, kk('Файлды жүктеңіз'), kk('Файлды жүктеп салыңыз')],
  ['use the words of the law in Russian', forbiddenWords, ru('Сертификат отозван'), ru('Свидетельство отозвано')],
  ['do not look inside other words', forbiddenWords, kk('Арыз беріңіз'), kk('Қарыз жоқ')],
  [
    'call no button a refusal',
    refusingButtons,
    both('x:buttons.stop', 'Бас тарту', ''),
    both('x:buttons.stop', 'Болдырмау', ''),
  ],
]

/** A check with several examples is put to our own texts once. */
const everyCheck = rules.filter(([, check], i) => rules.findIndex(rule => rule[1] === check) === i)

describe('texts', () => {
  test('are read from every namespace', () => {
    expect(new Set(messages.map(({ key }) => key.split(':')[0]))).toContain('papers')
    expect(sources.length).toBeGreaterThan(20)
  })

  test.each(everyCheck)('%s', (_, check) => {
    expect(check(messages)).toEqual([])
  })

  test('are all used', () => {
    expect(unusedKeys(messages, sources, reachedKeys(messages))).toEqual([])
  })

  test('exist for every key that is put together at run time', () => {
    expect(unwritten(messages, derivedKeys)).toEqual([])
  })
})

describe('the checks see a violation and nothing else', () => {
  test.each(rules)('%s', (_, check, violation, innocent) => {
    expect(check(violation)).toHaveLength(1)
    expect(check(innocent)).toEqual([])
  })

  test('a key that nothing names is unused; one named in full, by its path or by a family is used', () => {
    const planted = both('shop:menu.open', 'Ашу', 'Открыть')
    const unused = ['shop:menu.open is used nowhere']
    expect(unusedKeys(planted, ["t('menu.opening')"], [])).toEqual(unused)
    expect(unusedKeys(planted, ["translate(language, 'shop:menu.open')"], [])).toEqual([])
    expect(unusedKeys(planted, ["{{ t('menu.open') }}"], [])).toEqual([])
    expect(unusedKeys(planted, [`translate(language, \`shop:menu.\${part}\`)`], [])).toEqual([])
    expect(unusedKeys(planted, [], ['shop:menu.open'])).toEqual([])
  })

  test('a derived key that one language lacks is unwritten', () => {
    expect(unwritten(kk('Иә'), ['x:y'])).toEqual(['ru x:y is derived but not written'])
  })
})
