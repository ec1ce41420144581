import { fileURLToPath } from 'node:url'
import { Router } from 'express'
import type { Clock } from '../flows/values/time.ts'
import { createFaults, type Faults, faultRoutes } from './gateway/faults.ts'
import { gatewayRoutes } from './gateway/server.ts'
import { createOutgoing, type Outgoing } from './outgoing/outgoing.ts'
import { outgoingRoutes } from './outgoing/routes.ts'
import { cabinetService } from './outgoing/service.ts'
import { createPages } from './pages/pages.ts'
import { testPeople } from './people/people.ts'
import type { TestPerson } from './people/person.ts'
import { peopleRoutes } from './people/routes.ts'
import { portalRoutes } from './portal/routes.ts'
import { type Applications, createApplications } from './provider/applications.ts'
import { providerRoutes } from './provider/routes.ts'
import { providerServices } from './provider/services.ts'
import { guardianshipService } from './registers/guardianship.ts'
import { personService } from './registers/persons.ts'

export interface StateSandboxOptions {
  clock: Clock
  /** Where the whole is reached, without a slash at the end: `http://localhost:3000`. */
  baseUrl: string
  /** The authorised person's detached CMS (DER) over a result. */
  signResult(document: Uint8Array): Promise<Uint8Array>
  gatewaySenderId: string
  gatewayPassword: string
  portalClientId: string
  portalClientSecret: string
  /** Whom the registers and the portal know; the test people by default. */
  people?: readonly TestPerson[]
}

export interface StateSandbox {
  /** To be mounted at `/sandbox`: people, gateway, registers, provider, portal, outgoing. */
  router: Router
  people: readonly TestPerson[]
  applications: Applications
  outgoing: Outgoing
  faults: Faults
}

/** The state's systems, in memory: everything is as at the beginning after a restart. */
export function createStateSandbox(options: StateSandboxOptions): StateSandbox {
  const { clock, baseUrl, signResult, people = testPeople } = options
  const faults = createFaults()
  const pages = createPages(baseUrl)
  const outgoing = createOutgoing(clock)
  const applications = createApplications({ clock, people, signResult })
  const services = [
    personService(people, clock),
    guardianshipService(people, clock),
    ...providerServices(applications),
    cabinetService(people, outgoing),
  ]
  const sender = { senderId: options.gatewaySenderId, password: options.gatewayPassword }
  const client = { clientId: options.portalClientId, clientSecret: options.portalClientSecret }
  const stylesheet = fileURLToPath(new URL('pages/state.css', import.meta.url))
  const router = Router()
    .get('/state.css', (_request, response) => response.sendFile(stylesheet))
    .use(peopleRoutes(people))
    .use(gatewayRoutes({ clock, ...sender, services, faults }), faultRoutes(faults))
    .use(providerRoutes({ applications, people, pages }), outgoingRoutes({ outgoing, people, pages, baseUrl }))
    .use(portalRoutes({ clock, baseUrl, ...client, people, outgoing, pages }))
  return { router, people, applications, outgoing, faults }
}
