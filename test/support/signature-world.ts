import { beforeAll } from 'vitest'
import type { Instant } from '../../flows/values/time.ts'
import { CrlUnavailable } from '../../services/signatures/revocation.ts'
import { createSignatures } from '../../services/signatures/signatures.ts'
import { temporaryDir } from './dirs.ts'
import { type Authority, at, authority, crlOf, crlUrl, person, rsaKeys, sign, trustFolder } from './pki.ts'

export const content = Buffer.from('өтініш: қорғаншылық туралы анықтама')
export let root: Authority
export let ca: Authority
export let signer: Awaited<ReturnType<typeof person>>
export let good: Uint8Array

/** One root, one issuing authority, one person and his signature for a test file. */
export function preparePki(): void {
  beforeAll(async () => {
    root = await authority('ROOT')
    ca = await authority('CA', root, { keys: await rsaKeys() })
    signer = await person(ca)
    good = await sign(content, signer)
  })
}

export interface World {
  trusted?: readonly Uint8Array[]
  crls?: Record<string, Uint8Array | undefined>
}
/** Verification as the product sets it up; `asked` lists the addresses of revocation lists that were fetched. */
export async function createWorld({ trusted = [root.certificate, ca.certificate], crls }: World = {}) {
  const lists = crls ?? { [crlUrl]: await crlOf(ca) }
  const asked: string[] = []
  const faults: Error[] = []
  const crlFetch = async (url: string) => {
    asked.push(url)
    const bytes = lists[url]
    if (!bytes) throw new CrlUnavailable('nobody answers')
    return bytes
  }
  const trustDir = trustFolder(await temporaryDir(), trusted)
  const signatures = createSignatures({ trustDir, crlFetch, onFault: fault => faults.push(fault) })
  return { signatures, asked, faults, lists }
}
export async function verify(cms: Uint8Array, options: World & { bytes?: Uint8Array; moment?: Instant } = {}) {
  const { bytes = content, moment = at, ...rest } = options
  const { signatures } = await createWorld(rest)
  return signatures.verify(cms, bytes, moment)
}
/** «verdict: reason» in one line. */
export async function answer(...args: Parameters<typeof verify>): Promise<string> {
  const { verdict, reason, signers } = await verify(...args)
  return `${verdict}: ${signers[0]?.reason ?? reason ?? 'no reason'}`
}
