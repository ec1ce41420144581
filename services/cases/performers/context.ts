import { z } from 'zod'
import type { Pending } from '../../../flows/engine/case.ts'
import { type Clock, plus } from '../../../flows/values/time.ts'
import type { Ended, Leased } from '../../effects/port.ts'
import { GatewayRefused, GatewayUnavailable } from '../../gateway/port.ts'
import type { Desk, FoundCase } from '../port.ts'

/** What an effect of a case says about itself; everything else is read from the case. */
const task = z.object({ key: z.string(), ref: z.string().optional(), detail: z.string().optional() })
export type Task = z.infer<typeof task>

/** An effect that names no case: never made by a turn. */
export class NotOfACase extends Error {
  override readonly name = 'NotOfACase'
}

export interface Work {
  found: FoundCase
  task: Task
  effect: Leased
}

export function taskOf(effect: Leased): Task {
  return task.parse(JSON.parse(new TextDecoder().decode(effect.payload ?? new Uint8Array())))
}

/** The case of an effect, or undefined when it was erased: nothing is left to do then. */
export async function workOf(desk: Desk, effect: Leased): Promise<Work | undefined> {
  if (effect.application === null) throw new NotOfACase(effect.kind)
  const found = await desk.find(effect.application)
  return found && { found, task: taskOf(effect), effect }
}

/** The same work, but only while the case still waits for it. */
export async function awaitedWork(desk: Desk, effect: Leased): Promise<(Work & { pending: Pending }) | undefined> {
  const work = await workOf(desk, effect)
  const pending = work?.found.state.pending
  return work && pending?.key === work.task.key ? { ...work, pending } : undefined
}

export const done: Ended = { outcome: 'done' }
export const again = (clock: Clock, milliseconds: number): Ended => ({
  outcome: 'again',
  at: plus(clock.now(), milliseconds),
})

const isSilence = (fault: unknown) => fault instanceof GatewayUnavailable || fault instanceof GatewayRefused

/** Pauses between questions to a system that is silent: 1, 2, 4 … at most 60 seconds. */
export const pause = (tries: number) => Math.min(60_000, 500 * 2 ** Math.min(tries, 8))

/**
 * Runs what asks an outside system. Silence is told to the citizen once and tried again for as long as it takes; it is
 * never an answer.
 */
export async function patiently(
  desk: Desk,
  clock: Clock,
  { found, task: { key }, effect }: Work,
  ask: () => Promise<Ended>,
): Promise<Ended> {
  try {
    return await ask()
  } catch (fault) {
    if (!isSilence(fault)) throw fault
    await desk.apply(found.id, { kind: 'delayed', key })
    return again(clock, pause(effect.tries))
  }
}
