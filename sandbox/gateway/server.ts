import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import express, { type Request, type Response, Router } from 'express'
import type { Clock } from '../../flows/values/time.ts'
import { sameSecret } from '../pages/secret.ts'
import { createChannel } from './channel.ts'
import { type ChannelAnswer, type ChannelRequest, readRequest, writeAnswer, writeFault } from './envelope.ts'
import type { Fault, Faults } from './faults.ts'
import type { ChannelService } from './service.ts'
import { NotAccepted } from './xml.ts'

interface GatewaySandbox {
  clock: Clock
  senderId: string
  password: string
  services: readonly ChannelService[]
  faults: Faults
}

/** POST /gateway: SyncChannel v10, sendMessage. */
export function gatewayRoutes(deps: GatewaySandbox): Router {
  const run = createChannel()
  const body = express.text({ type: 'text/xml', limit: '160mb' })
  return Router().post('/gateway', body, async (request, response) => {
    if (typeof request.body !== 'string') return void response.sendStatus(415)
    const message = accept(request, response, deps)
    const service = message && serviceOf(message, response, deps)
    if (!message || !service) return
    const fault = deps.faults.take(service.method)
    if (await answeredByFault(fault, message, response, deps)) return
    const answer = await run(service, message)
    if (fault?.drop) return void request.socket.destroy()
    send(response, answer, message, deps)
  })
}

function accept(request: Request, response: Response, deps: GatewaySandbox): ChannelRequest | undefined {
  try {
    const message = readRequest(request.body)
    if (message.senderId === deps.senderId && sameSecret(message.password, deps.password)) return message
    return refuse(response, 'SCSE001', 'unknown sender or wrong password', deps)
  } catch (problem) {
    if (problem instanceof NotAccepted) return refuse(response, 'SCSE002', problem.message, deps)
    throw problem
  }
}

function serviceOf(
  { serviceId }: ChannelRequest,
  response: Response,
  deps: GatewaySandbox,
): ChannelService | undefined {
  const service = deps.services.find(candidate => candidate.serviceId === serviceId)
  return service ?? refuse(response, 'SCSE001', 'no such service', deps)
}

function refuse(response: Response, code: string, message: string, { clock }: GatewaySandbox): undefined {
  response
    .status(500)
    .type('text/xml')
    .send(writeFault(code, message, clock.now()))
}

async function answeredByFault(
  fault: Fault | undefined,
  message: ChannelRequest,
  response: Response,
  deps: GatewaySandbox,
) {
  if (fault?.delayMs) await sleep(fault.delayMs)
  if (fault?.status) response.sendStatus(fault.status)
  else if (fault?.code)
    send(response, { status: { code: fault.code, message: 'fault on request' }, data: [] }, message, deps)
  return response.headersSent
}

const send = (response: Response, answer: ChannelAnswer, message: ChannelRequest, { clock }: GatewaySandbox) =>
  response.type('text/xml').send(writeAnswer(answer, randomUUID(), message.messageId, clock.now()))
