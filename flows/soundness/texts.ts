import type { OutsideInput } from '../engine/input.ts'
import { formatProblems } from '../values/formats.ts'
import { type Language, languages } from '../values/language.ts'
import type { Flow, Step } from '../vocabulary.ts'
import { type NamedStep, namedSteps, type Problem } from './problem.ts'

/** Whether there is a text; `path` is dotted. locales/translate.ts has one. */
export type HasText = (language: Language, namespace: string, path: string) => boolean

type IdentityRefusal = Exclude<Extract<OutsideInput, { kind: 'identity-refused' }>['reason'], 'cancelled'>
const identityReasons = ['refused', 'locked', 'forged'] as const satisfies readonly IdentityRefusal[]
const listWords = ['add', 'done', 'remove', 'item']
const consentWords = ['who', 'what', 'purpose', 'term', 'withdrawal']

function stepPaths({ name, step }: NamedStep): string[] {
  const own = ['question', 'review']
  if (step.kind === 'choose') own.push(...step.options.map(({ id }) => `options.${id}`))
  if (step.kind === 'each') own.push(...listWords)
  return own.map(path => `steps.${name}.${path}`)
}

/** An attempt that fails says why; a case that halts says what next; a refusal on paper cites its law in words. */
function refusalPaths(step: Step): string[] {
  const of = (id: string, ...words: string[]) => words.map(word => `refusals.${id}.${word}`)
  if (step.kind === 'identify')
    return of(step.refused.id, 'title', 'next', ...identityReasons.map(reason => `reasons.${reason}`))
  if (step.kind === 'sign') return of(step.refused.id, 'title', 'next')
  if (step.kind !== 'check' && step.kind !== 'act') return []
  const refusals = Object.values(step.outcomes).flatMap(end => (end === 'continue' ? [] : [end.id]))
  if (step.kind === 'check') return refusals.flatMap(id => of(id, 'title', 'next'))
  return [...refusals.flatMap(id => of(id, 'title', 'next', 'law')), ...step.grounds.map(ground => `grounds.${ground}`)]
}

function commonPaths(step: Step): string[] {
  const note = `notes.not-typed.${step.kind}`
  if (step.kind === 'ask') return formatProblems[step.format].map(problem => `notes.formats.${step.format}.${problem}`)
  if (step.kind === 'consent') return [note, ...consentWords.map(word => `consent.${step.wording}.${word}`)]
  return [note]
}

const flowPaths = (flow: Flow) => [
  ...['title', 'about', 'needs', 'provider'],
  ...flow.editions.map(({ id }) => `editions.${id}`),
  ...flow.promise.map(({ track }) => `promise.${track}`),
  ...flow.checklist.documents.map(({ id }) => `documents.${id}`),
]

/**
 * Every text key that faces and papers derive from a definition, as `<namespace>:<path>`. Optional are `steps.<step>.hint`.
 * Why a signature was refused is for services/signatures to list: `refusals.<refusal of the sign step>.reasons.<reason>`.
 */
export function textKeys(flow: Flow): string[] {
  const steps = namedSteps(flow)
  const own = [...flowPaths(flow), ...steps.flatMap(stepPaths), ...steps.flatMap(({ step }) => refusalPaths(step))]
  const common = steps.flatMap(({ step }) => commonPaths(step))
  return [...new Set([...own.map(path => `${flow.id}:${path}`), ...common.map(path => `common:${path}`)])]
}

export const textProblems = (flow: Flow, hasText: HasText): Problem[] =>
  textKeys(flow).flatMap(key => {
    const [namespace = '', path = ''] = key.split(':')
    const missing = languages.filter(language => !hasText(language, namespace, path))
    return missing.length > 0 ? [{ where: `text ${key}`, what: `is missing in ${missing.join(' and ')}` }] : []
  })
