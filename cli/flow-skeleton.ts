import type { Flow } from '../flows/vocabulary.ts'

/** What nearly every service has. Whatever only the regulation can say is left empty, and unsound for as long. */
export const skeleton = (id: string): Omit<Flow, 'checklist'> => ({
  id,
  version: 1,
  editions: [{ id: 'first', from: '', act: '' }],
  provider: 'local-executive-body',
  carries: [],
  promise: [{ track: 'usual', limit: 'T-', within: { workingDays: 3, countFrom: 'next-day' }, law: '', carries: [] }],
  steps: [
    { kind: 'consent', id: 'consent', actor: 'applicant', wording: '2026-11', law: '№ 94-V §8', carries: [] },
    { kind: 'ask', id: 'iin', actor: 'applicant', format: 'iin', sensitive: true, law: '', carries: [] },
    {
      kind: 'identify',
      id: 'identity',
      actor: 'applicant',
      by: 'portal',
      mustMatch: 'iin',
      law: '',
      carries: [],
      refused: { id: 'identity-refused', law: '', carries: [] },
    },
    { kind: 'ask', id: 'phone', actor: 'applicant', format: 'phone', law: '', carries: [] },
    { kind: 'review', id: 'review', actor: 'applicant', law: '', carries: [] },
    {
      kind: 'sign',
      id: 'signature',
      actor: 'applicant',
      mustMatch: 'iin',
      law: '',
      carries: [],
      refused: { id: 'signature-refused', law: '', carries: [] },
    },
    { kind: 'submit', id: 'request', actor: 'system', to: 'local-executive-body', law: '', carries: [] },
    {
      kind: 'act',
      id: 'decision',
      actor: 'employee',
      law: '',
      carries: [],
      outcomes: { approve: 'continue', refuse: { id: 'service-refused', law: '', carries: [] } },
      grounds: [],
    },
    { kind: 'track', id: 'result', actor: 'system', law: '', carries: [], delivered: [] },
  ],
})

export const emptyChecklist = { version: '', inForce: { from: '' }, documents: [] }
