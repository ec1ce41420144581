import type { CaseStatus } from '../../flows/engine/case.ts'
import type { CaseLine } from '../../flows/reception/view.ts'
import { instant } from '../../flows/values/time.ts'
import type { Sql } from '../database/port.ts'
import type { Address } from './port.ts'

interface Row {
  application: string
  flow: string
  status: CaseStatus
  started_at: Date
  due: Date | null
  number: string | null
}

export const tagOf = (caseId: string) => caseId.slice(0, 8)

const lineOf = (row: Row): CaseLine => ({
  tag: tagOf(row.application),
  flow: row.flow,
  status: row.status,
  startedAt: instant(row.started_at),
  ...(row.due && { due: instant(row.due) }),
  ...(row.number && { number: row.number }),
})

/** "My applications" of a chat, the newest first; what was deleted or let go is not shown. */
export async function caseLines(sql: Sql, { channel, id }: Address): Promise<CaseLine[]> {
  const rows = await sql.query<Row>(
    `select h.application, h.flow, h.status, h.started_at, h.due, h.number
     from channel_binding b join case_head h using (application)
     where b.channel = $1 and b.address = $2 and h.status not in ('deleted', 'expired')
     order by h.started_at desc limit 20`,
    [channel, id],
  )
  return rows.map(lineOf)
}

/** The same for a person, wherever he applied: his cabinet. `person` is the fingerprint of his IIN. */
export async function caseLinesOf(sql: Sql, person: Uint8Array): Promise<(CaseLine & { id: string })[]> {
  const rows = await sql.query<Row>(
    `select h.application, h.flow, h.status, h.started_at, h.due, h.number
     from application a join case_head h on h.application = a.id
     where a.person = $1 and h.status not in ('deleted', 'expired') order by h.started_at desc limit 50`,
    [person],
  )
  return rows.map(row => ({ ...lineOf(row), id: row.application }))
}
