import { json, Router } from 'express'
import { z } from 'zod'
import { type CrlFault, crlFaults } from './revocation-list.ts'

const faultBody = z.strictObject({ crl: z.enum(crlFaults) })

/** What a certification authority publishes, and the switch for its faults. */
export function authorityRoutes(deps: {
  crl: () => Promise<Uint8Array | undefined>
  certificates: { root: Uint8Array; nca: Uint8Array }
  setCrlFault: (fault: CrlFault) => void
}): Router {
  const { crl, certificates, setCrlFault } = deps
  const router = Router()
  router.get('/crl/nca.crl', async (_request, response) => {
    const bytes = await crl()
    if (bytes) response.type('application/pkix-crl').send(Buffer.from(bytes))
    else response.sendStatus(503)
  })
  for (const [name, der] of Object.entries(certificates))
    router.get(`/ca/${name}.crt`, (_request, response) => {
      response.type('application/pkix-cert').send(Buffer.from(der))
    })
  router.post('/faults', json(), (request, response) => {
    const body = faultBody.safeParse(request.body)
    if (body.success) setCrlFault(body.data.crl)
    response.sendStatus(body.success ? 204 : 400)
  })
  return router
}
