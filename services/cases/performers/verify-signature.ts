import type { OutsideInput } from '../../../flows/engine/input.ts'
import { requestBytes, reviewDigest } from '../../../flows/engine/review.ts'
import { parseIin } from '../../../flows/values/iin.ts'
import type { Clock } from '../../../flows/values/time.ts'
import type { Performer } from '../../effects/port.ts'
import type { FileId, Files } from '../../files/port.ts'
import type { ApplicantSignatures } from '../../signatures/port.ts'
import type { Desk } from '../port.ts'
import { again, awaitedWork, done, pause } from './context.ts'

/** A signature that came while revocation could not be established is checked again until it can: neither accepted nor refused before. */
export function verifySignature(deps: {
  desk: Desk
  files: Files
  signatures: ApplicantSignatures
  clock: Clock
}): Performer {
  const { desk, files, signatures, clock } = deps
  return async effect => {
    const work = await awaitedWork(desk, effect)
    const { detail } = work?.task ?? {}
    const iin = parseIin(work?.found.state.applicant?.iin ?? '')
    if (!work || !detail || !iin.ok) return done
    const { found, task } = work
    const cms = await files.get(detail as FileId, found.key)
    const check = await signatures.check(cms, requestBytes(found.flow, found.state), iin.value, clock.now())
    if (check.outcome === 'unknown') return again(clock, pause(effect.tries))
    const input: OutsideInput =
      check.outcome === 'valid'
        ? {
            kind: 'signature-accepted',
            key: task.key,
            digest: reviewDigest(found.flow, found.state),
            signature: detail,
            signer: check.report.name,
          }
        : { kind: 'signature-refused', key: task.key, reason: check.reason }
    await desk.apply(found.id, input)
    return done
  }
}
