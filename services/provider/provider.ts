import { createHash, randomUUID } from 'node:crypto'
import type { Fields, Gateway } from '../gateway/port.ts'
import type { Provider, ProviderApplication } from './port.ts'
import { about, decision, readAs, registration, signature, toBase64 } from './shapes.ts'

/** Documents travel inside the message: a slow line must not look like a provider that does not answer. */
const timeoutWithDocumentsMs = 60_000

/** The workstation of the local executive body (ЭҮАШ АЖО). Its contract is not public: this one is ours, on the same channel. */
export function createProvider(gateway: Gateway): Provider {
  return {
    async register(application) {
      const answer = await gateway.send({
        serviceId: 'RSHEP_ApplicationRegister',
        messageId: application.key,
        data: applicationFields(application),
        timeoutMs: timeoutWithDocumentsMs,
      })
      return readAs(registration, answer)
    },
    async findDecision(registrationNumber, key) {
      // Each reading is a message of its own: a repeated one would get the answer of the first.
      const data = { registrationNumber, requestId: key }
      const answer = await gateway.send({ serviceId: 'RSHEP_ApplicationStatus', messageId: randomUUID(), data })
      readAs(about(key), answer)
      return readAs(decision, answer)
    },
    async sign(registrationNumber, document) {
      const documentDigest = createHash('sha256').update(document).digest('hex')
      const answer = await gateway.send({
        serviceId: 'RSHEP_SignResult',
        messageId: `${registrationNumber}/${documentDigest}`,
        data: { registrationNumber, documentDigest, document: toBase64(document) },
        timeoutMs: timeoutWithDocumentsMs,
      })
      return readAs(signature, answer)
    },
  }
}

const applicationFields = (application: ProviderApplication): Fields => ({
  requestId: application.key,
  serviceCode: application.service,
  track: application.track,
  applicant: { iin: application.iin },
  request: toBase64(application.request),
  signature: toBase64(application.signature),
  documents: {
    document: application.documents.map(({ name, type, bytes }) => ({ name, type, content: toBase64(bytes) })),
  },
})
