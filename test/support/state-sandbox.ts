import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { type Clock, type Instant, instant, plus } from '../../flows/values/time.ts'
import type { TestPerson } from '../../sandbox/people/person.ts'
import { createStateSandbox, type StateSandbox, type StateSandboxOptions } from '../../sandbox/state.ts'
import { createCabinet } from '../../services/cabinet/cabinet.ts'
import { createGateway } from '../../services/gateway/gateway.ts'
import type { PortalSignIn } from '../../services/identity/port.ts'
import { createPortalSignIn } from '../../services/identity/portal-sign-in.ts'
import { createProvider } from '../../services/provider/provider.ts'
import { createRegisters } from '../../services/registers/registers.ts'

/** A clock that stands still until it is moved. */
interface HandClock extends Clock {
  forward(milliseconds: number): void
}
export function handClock(from = '2026-11-23T05:00:00Z'): HandClock {
  let now: Instant = instant(from)
  return {
    now: () => now,
    forward: milliseconds => {
      now = plus(now, milliseconds)
    },
  }
}

const access = {
  gatewaySenderId: 'tereze',
  gatewayPassword: 'gateway-password',
  portalClientId: 'tereze',
  portalClientSecret: 'portal-secret',
}

/** The stand-ins of the state on a port of their own, and our clients pointed at them. */
export async function listeningState(options: Partial<StateSandboxOptions> = {}) {
  const app = express()
  const server = createServer(app).listen(0, '127.0.0.1')
  await new Promise(ready => server.once('listening', ready))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const clock = handClock()
  const signResult = async (document: Uint8Array) => new Uint8Array([0x30, ...document.slice(0, 4)])
  const state = createStateSandbox({ clock, baseUrl: url, signResult, ...access, ...options })
  app.use('/sandbox', state.router)
  const gateway = createGateway({
    url: `${url}/sandbox/gateway`,
    senderId: 'tereze',
    password: access.gatewayPassword,
    clock,
  })
  const signIn: PortalSignIn = createPortalSignIn({
    ...{ issuerUrl: `${url}/sandbox/portal`, clientId: access.portalClientId, clientSecret: access.portalClientSecret },
    ...{ clock, allowPlainHttp: true },
  })
  return {
    ...{ url, clock, state, gateway, signIn, access },
    registers: createRegisters({ gateway, clock, senderCode: 'tereze' }),
    provider: createProvider(gateway),
    cabinet: createCabinet(gateway),
    person: (id: string) => getPerson(state, id),
    fault: (fault: object) => postJson(`${url}/sandbox/registers/faults`, fault),
    close: () => {
      server.closeAllConnections()
      return new Promise<void>(closed => server.close(() => closed()))
    },
  }
}
export type ListeningState = Awaited<ReturnType<typeof listeningState>>

function getPerson(state: StateSandbox, id: string): TestPerson {
  const person = state.people.find(candidate => candidate.id === id)
  if (!person) throw new RangeError(`no test person ${id}`)
  return person
}

export const postJson = (url: string, body: object): Promise<Response> =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

export const postForm = (url: string, fields: Record<string, string>, cookie = ''): Promise<Response> =>
  fetch(url, { method: 'POST', headers: { cookie }, body: new URLSearchParams(fields), redirect: 'manual' })

export const getJson = async <T>(url: string): Promise<T> => (await (await fetch(url)).json()) as T
