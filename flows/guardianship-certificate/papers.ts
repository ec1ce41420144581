import { z } from 'zod'
import type { CaseState } from '../engine/case.ts'
import { type FlowPapers, PaperTooEarly, type PaperWords } from '../engine/papers.ts'
import { path } from '../engine/path.ts'
import { dateInAlmaty } from '../values/time.ts'
import flow from './flow.ts'

const service = 'guardianship-certificate'

const person = z.object({
  surname: z.string(),
  name: z.string(),
  patronymic: z.string().optional(),
  address: z.string().optional(),
})
const record = z.object({
  kind: z.enum(['guardian', 'custodian']),
  decisionNumber: z.string(),
  decisionDate: z.string(),
  bodyKk: z.string(),
  bodyRu: z.string(),
  wards: z.array(z.object({ fullName: z.string(), birthDate: z.string(), hasProperty: z.boolean() })),
})
const records = z.object({ records: z.array(record).min(1) })

const typed = (state: CaseState, ref: string) => {
  const value = state.answers[ref]
  return typeof value === 'string' ? value : ''
}

/** The name and address as the state's database has them; as the applicant typed them where it has none. */
function applicantOf(state: CaseState): { name: string; address: string } {
  const found = person.safeParse(state.facts.person?.data)
  if (!found.success) return { name: typed(state, 'fullName'), address: typed(state, 'address') }
  const { surname, name, patronymic, address } = found.data
  return { name: [surname, name, patronymic].filter(Boolean).join(' '), address: address ?? '' }
}

/** The record in the register, or the one that the official entered from the documents when there was none. */
function decisionsOf(state: CaseState): PaperWords[] {
  const entered = state.decided?.data
  // What an official entered wrongly is a fault; it is never replaced by what the register says.
  const held = records.safeParse(entered ?? state.facts.guardianship?.data).data
  if (!held) throw new PaperTooEarly('no decision on guardianship is known')
  return held.records.map(({ kind, decisionNumber, decisionDate, bodyKk, bodyRu, wards }) => ({
    kind,
    decisionNumber,
    decisionDate,
    decisionBody: { kk: bodyKk, ru: bodyRu },
    wards: wards.map(({ fullName, birthDate, hasProperty }) => ({
      fullName,
      birthDate,
      property: hasProperty ? 'listed' : 'none',
    })),
  }))
}

function signed(state: CaseState) {
  if (!state.decided) throw new PaperTooEarly('nothing is decided yet')
  const { name, positionKk, positionRu, bodyKk, bodyRu } = state.decided.signer
  return {
    signer: name,
    position: { kk: positionKk, ru: positionRu },
    issuer: { kk: bodyKk, ru: bodyRu },
    resultForm: typed(state, 'delivery'),
  }
}

/** What belongs to the request: a document whose question was dropped is kept with the case but was never handed over. */
const documentsOf = (state: CaseState): PaperWords[] =>
  path(flow, state).flatMap(({ ref, step }) =>
    step.kind === 'upload' && state.answers[ref] !== undefined
      ? [{ name: { text: `${service}:documents.${step.document}` } }]
      : [],
  )

export const papers: FlowPapers = {
  certificate: state => {
    const { name, address } = applicantOf(state)
    return { ...signed(state), guardian: name, address, decisions: decisionsOf(state) }
  },

  receipt: state => {
    if (!state.signed || !state.registered) throw new PaperTooEarly('nothing is registered yet')
    return {
      issuer: { text: `${service}:provider` },
      applicant: applicantOf(state).name,
      applicationNumber: state.registered.number,
      service: { text: `${service}:title` },
      term: { text: `${service}:promise.${state.signed.track}` },
      due: state.signed.due,
      counting: state.signed.limit === 'T-06' ? 'days' : 'minutes',
      where: { text: `${service}:steps.delivery.where` },
      ...(typed(state, 'delivery') === 'paper' && { paperCopy: { text: 'common:result.paper' } }),
      law: { text: `${service}:editions.${state.edition}` },
      documents: documentsOf(state),
    }
  },

  refusal: state => {
    const { decided, registered } = state
    if (!decided?.ground || !registered) throw new PaperTooEarly('nothing is refused')
    return {
      ...signed(state),
      applicant: applicantOf(state).name,
      service: { text: `${service}:title` },
      applicationNumber: registered.number,
      applicationDate: dateInAlmaty(registered.at),
      ground: { text: `${service}:grounds.${decided.ground}` },
      law: { text: `${service}:refusals.RF-G5.law` },
      explanation: decided.explanation ?? '',
      next: { text: `${service}:refusals.RF-G5.next` },
    }
  },
}
