import type { Iin } from '../../flows/values/iin.ts'
import type { Instant } from '../../flows/values/time.ts'

/** The local executive body behind the regional gateway (ЭҮАШ АЖО): G-47 … G-51. */
export interface Provider {
  /**
   * Hands the signed request over for registration. Idempotent by `application.key`: the same key gives the same
   * registration, so an unknown outcome is asked again with the same key. Errors: `GatewayUnavailable`, `GatewayRefused`.
   */
  register(application: ProviderApplication): Promise<Registration>
  /** The decision on the application with this key, once there is one; an answer about another one is a fault. Reads only. Errors as above. */
  findDecision(registrationNumber: string, key: string): Promise<Decision | undefined>
  /** The authorised person's detached CMS over exactly these bytes (G-06). Idempotent by number and digest. Errors as above. */
  sign(registrationNumber: string, document: Uint8Array): Promise<Uint8Array>
}

export interface ProviderApplication {
  /** Idempotency key, also the request's id for the gateway. */
  key: string
  service: string
  iin: Iin
  track: string
  /** The exact bytes that the applicant reviewed and signed, and the signature (detached CMS, DER). */
  request: Uint8Array
  signature: Uint8Array
  documents: { name: string; type: string; bytes: Uint8Array }[]
}
export interface Registration {
  number: string
  at: Instant
}
export type Decision =
  /** `data`: what the official entered from the documents, for the paper; its shape is the service's (flows/<service>/papers.ts). */
  | { outcome: 'approve'; at: Instant; signer: Official; data?: unknown }
  /** `ground` is an id of the flow's list of grounds; `explanation` what the official wrote. */
  | { outcome: 'refuse'; at: Instant; ground: string; explanation?: string; signer: Official }
export interface Official {
  name: string
  positionKk: string
  positionRu: string
  bodyKk: string
  bodyRu: string
}
