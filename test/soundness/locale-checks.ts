import { IntlMessageFormat } from 'intl-messageformat'
import { type Language, languages } from '../../flows/values/language.ts'
import type { Texts, TextTree } from '../../locales/texts.ts'

/** One message: `key` is '<namespace>:<path>'. */
export interface Message {
  language: Language
  key: string
  text: string
}
/** One sentence for each message that breaks the rule. */
export type Check = (messages: readonly Message[]) => string[]

export function messagesOf(texts: Texts): Message[] {
  const walk = (language: Language, prefix: string, tree: TextTree): Message[] =>
    Object.entries(tree).flatMap(([name, text]) =>
      typeof text === 'string'
        ? { language, key: `${prefix}${name}`, text }
        : walk(language, `${prefix}${name}.`, text),
    )
  return languages.flatMap(language =>
    Object.entries(texts[language]).flatMap(([namespace, tree]) => walk(language, `${namespace}:`, tree)),
  )
}

const other: Record<Language, Language> = { kk: 'ru', ru: 'kk' }
const name = ({ language, key }: Message) => `${language} ${key}`
const counterpart = (messages: readonly Message[], { language, key }: Message) =>
  messages.find(message => message.key === key && message.language === other[language])

export const missingKeys: Check = messages =>
  messages
    .filter(message => !counterpart(messages, message))
    .map(message => `${name(message)} is not in ${other[message.language]}`)

type Ast = ReturnType<IntlMessageFormat['getAst']>
type Element = Ast[number]
/** Element kinds of the ICU parser: 0 is literal text, 5 a select, 6 a plural, 7 the number sign inside a plural. */
const isLiteral = (element: Element): element is Extract<Element, { type: 0 }> => element.type === 0

const parse = ({ text, language }: Message): Ast =>
  new IntlMessageFormat(text, language, undefined, { ignoreTag: true }).getAst()

function parsed(message: Message): Ast {
  try {
    return parse(message)
  } catch {
    return []
  }
}

export const unreadable: Check = messages =>
  messages.flatMap(message => {
    try {
      parse(message)
      return []
    } catch (error) {
      return [`${name(message)} is not ICU: ${error instanceof Error ? error.message : error}`]
    }
  })

const branches = (element: Element): Ast[] =>
  'options' in element ? Object.values(element.options).map(option => option.value) : []

/** Every run of elements of a message: the message itself and each branch of its plurals and selects. */
const runs = (ast: Ast): Ast[] => [ast, ...ast.flatMap(branches).flatMap(runs)]
const literals = (message: Message): string[] =>
  runs(parsed(message))
    .flat()
    .filter(isLiteral)
    .map(({ value }) => value)

const placeholders = (message: Message): string => {
  const names = runs(parsed(message))
    .flat()
    .filter(element => !isLiteral(element) && 'value' in element)
  return [...new Set(names.map(element => ('value' in element ? element.value : '')))].sort().join(', ')
}

export const unequalPlaceholders: Check = messages =>
  messages.flatMap(message => {
    const twin = message.language === 'kk' ? counterpart(messages, message) : undefined
    if (twin === undefined || placeholders(message) === placeholders(twin)) return []
    return [`${message.key} names {${placeholders(message)}} in kk and {${placeholders(twin)}} in ru`]
  })

/** Kazakh nouns after a number stay in the singular, so `other` is enough there; Russian needs all four. */
const needed: Record<Language, readonly string[]> = { kk: ['other'], ru: ['one', 'few', 'many', 'other'] }
export const incompletePlurals: Check = messages =>
  messages.flatMap(message => {
    const plurals = runs(parsed(message))
      .flat()
      .filter(element => element.type === 6)
    const absent = plurals.flatMap(({ options }) => needed[message.language].filter(form => !(form in options)))
    return absent.length > 0 ? [`${name(message)} lacks the plural ${absent.join(', ')}`] : []
  })

const words = (text: string): string[] => text.match(/[\p{L}\p{M}]+/gu) ?? []

export const mixedScripts: Check = messages =>
  messages.flatMap(message =>
    literals(message)
      .flatMap(words)
      .filter(word => /\p{Script=Latin}/u.test(word) && /\p{Script=Cyrillic}/u.test(word))
      .map(word => `${name(message)} mixes Latin and Cyrillic letters in «${word}»`),
  )

/** «{number}-тармақ», «{number}-бап»: a whole word, which is the same after any number. */
const countedParts = /^-(тармақ|тармағ|бап|баб)/u

/** «{name}ға», «{name}-ға»: the ending depends on a word that nobody knows yet. */
export const gluedSuffixes: Check = messages =>
  messages.flatMap(message => {
    const glued = runs(parsed(message)).some(run =>
      run.some((element, i) => {
        const before = run[i - 1]
        return (
          isLiteral(element) &&
          before !== undefined &&
          !isLiteral(before) &&
          /^-?\p{Script=Cyrillic}/u.test(element.value) &&
          !countedParts.test(element.value)
        )
      }),
    )
    return glued ? [`${name(message)} glues an ending to a variable`] : []
  })

/** Words that one language borrows by mistake, are easily wrong in law, or were slips of the source texts. */
interface Forbidden {
  languages: readonly Language[]
  pattern: RegExp
  instead: string
}
const word = (stem: string) => new RegExp(`(?<!\\p{L})(?:${stem})`, 'iu')
const wholeWord = (text: string) => new RegExp(`(?<!\\p{L})(?:${text})(?!\\p{L})`, 'iu')
const forbidden: readonly Forbidden[] = [
  { languages: ['kk'], pattern: wholeWord('ЭЦП'), instead: 'ЭЦҚ' },
  { languages: ['kk'], pattern: wholeWord('ИИН'), instead: 'ЖСН' },
  { languages: ['kk'], pattern: wholeWord('БИН'), instead: 'БСН' },
  { languages: ['ru'], pattern: wholeWord('ЭЦҚ'), instead: 'ЭЦП' },
  { languages: ['ru'], pattern: wholeWord('ЖСН'), instead: 'ИИН' },
  { languages: ['ru'], pattern: wholeWord('БСН'), instead: 'БИН' },
  { languages: ['kk'], pattern: word('сандық қолтаңба'), instead: 'ЭЦҚ' },
  { languages: ['kk'], pattern: word('өтінім|арыз'), instead: 'өтініш' },
  { languages: ['kk'], pattern: word('түбіртек'), instead: 'қолхат' },
  { languages: ['kk'], pattern: word('слот|ұяшық'), instead: 'қабылдау уақыты' },
  { languages: ['kk'], pattern: word('резинденттік|тұрғылықты жер'), instead: 'резиденттік' },
  { languages: ['kk'], pattern: word('12 сан'), instead: '12 цифр' },
  { languages: ['kk'], pattern: word('бастық'), instead: 'басшы' },
  { languages: ['kk'], pattern: word('жүкте(?:у|ңіз|ді)'), instead: 'жүктеп салу, жүктеп алу' },
  { languages: ['kk', 'ru'], pattern: word('провайдер'), instead: 'көрсетілетін қызметті беруші, услугодатель' },
  { languages: ['kk', 'ru'], pattern: word('клиент'), instead: 'көрсетілетін қызметті алушы, услугополучатель' },
  { languages: ['kk', 'ru'], pattern: word('сертификат'), instead: 'анықтама, тіркеу куәлігі; справка, свидетельство' },
  { languages: ['kk', 'ru'], pattern: word('эскалация'), instead: 'маман, специалист' },
  {
    languages: ['kk'],
    pattern: word('комитетіннің|құжаттын(?!\\p{L})|сенім хат|парталда|өндеу|өтініщ|кызмет'),
    instead: 'a spelling by the rules',
  },
  { languages: ['kk'], pattern: wholeWord('цифрлы'), instead: 'цифрлық' },
]

export const forbiddenWords: Check = messages =>
  messages.flatMap(message =>
    forbidden.flatMap(({ languages, pattern, instead }) => {
      const found = languages.includes(message.language) && literals(message).join(' … ').match(pattern)
      return found ? [`${name(message)} says «${found[0]}», not «${instead}»`] : []
    }),
  )

/** «Бас тарту» is the state's refusal; a button that stops something says «Болдырмау». */
export const refusingButtons: Check = messages =>
  messages
    .filter(({ language, key, text }) => language === 'kk' && /button/i.test(key) && /^бас тарту/iu.test(text))
    .map(message => `${name(message)} is a button: «Болдырмау»`)

/** 'ns:some.key', 'some.key' in quotes. */
const quoted = /(?<=['"`])[\w-]+(?:[:.][\w-]+)*(?=['"`])/g
/** `ns:some.${member}`: the compiler checks that every member has its key. */
const begun = /(?<=`)[\w-]+:[\w.-]*(?=\$\{)/g

/** Keys that no source names, in full or by a typed beginning, and no family of derived keys reaches. */
export function unusedKeys(
  messages: readonly Message[],
  sources: readonly string[],
  derived: readonly string[],
): string[] {
  const named = new Set(sources.flatMap(source => source.match(quoted) ?? []))
  const beginnings = [...new Set(sources.flatMap(source => source.match(begun) ?? []))]
  const reached = new Set(derived)
  const isUsed = (key: string) =>
    named.has(key) ||
    named.has(key.slice(key.indexOf(':') + 1)) ||
    reached.has(key) ||
    beginnings.some(beginning => key.startsWith(beginning))
  return [...new Set(messages.map(({ key }) => key))].filter(key => !isUsed(key)).map(key => `${key} is used nowhere`)
}

/** Derived keys that nobody wrote. */
export function unwritten(messages: readonly Message[], derived: readonly string[]): string[] {
  const written = new Set(messages.map(message => name(message)))
  return languages.flatMap(language =>
    derived
      .filter(key => !written.has(`${language} ${key}`))
      .map(key => `${language} ${key} is derived but not written`),
  )
}
