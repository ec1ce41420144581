import express, { Router } from 'express'
import { z } from 'zod'

const methods = ['person', 'guardianship', 'register', 'decision', 'sign', 'cabinet'] as const
export type Method = (typeof methods)[number]

const faultSchema = z.object({
  method: z.enum([...methods, '*']),
  times: z.int().min(1).max(1000),
  /** Answer with this HTTP status; nothing is processed. */
  status: z.int().min(400).max(599).optional(),
  /** Process the message, then break the connection: the answer is lost. */
  drop: z.boolean().optional(),
  /** Wait so long before anything else. */
  delayMs: z.int().min(0).max(60_000).optional(),
  /** Answer with this status of the channel; nothing is processed. */
  code: z.enum(['SCSE001', 'SCSE002', 'SCSE003']).optional(),
})
export type Fault = z.infer<typeof faultSchema>

export interface Faults {
  add(fault: Fault): void
  /** The fault for the next message of this method, used up by asking. */
  take(method: Method): Fault | undefined
}

export function createFaults(): Faults {
  let waiting: Fault[] = []
  return {
    add: fault => {
      waiting.push(fault)
    },
    take: method => {
      const fault = waiting.find(candidate => candidate.method === method || candidate.method === '*')
      if (!fault) return undefined
      const left = fault.times > 1 ? [{ ...fault, times: fault.times - 1 }] : []
      waiting = waiting.flatMap(candidate => (candidate === fault ? left : [candidate]))
      return fault
    },
  }
}

/** POST /registers/faults: what should go wrong, and how many times. 400 with the problems when it is not understood. */
export function faultRoutes(faults: Faults): Router {
  return Router().post('/registers/faults', express.json(), (request, response) => {
    const fault = faultSchema.safeParse(request.body)
    if (!fault.success) return void response.status(400).json({ problems: fault.error.issues })
    faults.add(fault.data)
    response.status(201).json(fault.data)
  })
}
