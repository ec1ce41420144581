import type { Catalogue } from './engine/versions.ts'
import guardianshipCertificate from './guardianship-certificate/flow.ts'

/** Every public service on offer, and the older versions that signed cases still finish under. */
export const catalogue: Catalogue = { flows: [guardianshipCertificate], history: [] }
