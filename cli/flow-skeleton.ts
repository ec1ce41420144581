import type { Flow } from '../flows/vocabulary.ts'

const applicant = { actor: 'applicant', law: '', carries: [] } as const
const system = { actor: 'system', law: '', carries: [] } as const
const refusal = (id: string) => ({ id, law: '', carries: [] })

const steps: Flow['steps'] = [
  { kind: 'consent', id: 'consent', ...applicant, wording: '2026-11', law: '№ 94-V §8' },
  { kind: 'ask', id: 'iin', ...applicant, format: 'iin', sensitive: true },
  {
    kind: 'identify',
    id: 'identity',
    ...applicant,
    by: 'portal',
    mustMatch: 'iin',
    refused: refusal('identity-refused'),
  },
  { kind: 'ask', id: 'phone', ...applicant, format: 'phone' },
  { kind: 'review', id: 'review', ...applicant },
  { kind: 'sign', id: 'signature', ...applicant, mustMatch: 'iin', refused: refusal('signature-refused') },
  { kind: 'submit', id: 'request', ...system, to: 'local-executive-body' },
  {
    kind: 'act',
    id: 'decision',
    ...system,
    actor: 'employee',
    outcomes: { approve: 'continue', refuse: refusal('service-refused') },
    grounds: [],
  },
  { kind: 'track', id: 'result', ...system, delivered: [] },
]

/** What nearly every service has. Whatever only the regulation can say is left empty, and unsound for as long. */
export const skeleton = (id: string): Omit<Flow, 'checklist'> => ({
  id,
  version: 1,
  editions: [{ id: 'first', from: '', act: '' }],
  provider: 'local-executive-body',
  carries: [],
  promise: [{ track: 'usual', limit: 'T-', within: { workingDays: 3, countFrom: 'next-day' }, law: '', carries: [] }],
  steps,
})

export const emptyChecklist = { version: '', inForce: { from: '' }, documents: [] }
