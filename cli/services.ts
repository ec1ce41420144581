import { catalogue } from '../flows/catalogue.ts'
import { findFlow } from '../flows/engine/versions.ts'
import type { Flow } from '../flows/vocabulary.ts'
import { BadUsage } from './command.ts'

/** Errors: `BadUsage` with the services there are. */
export function getService(id: string): Flow {
  const flow = findFlow(catalogue, id)
  if (flow) return flow
  throw new BadUsage(`there is no service ${id}; there are: ${catalogue.flows.map(known => known.id).join(', ')}`)
}
