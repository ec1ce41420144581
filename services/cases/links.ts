import { type Clock, plus } from '../../flows/values/time.ts'
import { KeyError, type Keys } from '../keys/port.ts'
import type { LinkPurpose, Links } from './port.ts'

/** purpose | expiry | case | key, sealed: whoever holds a link learns nothing from it and can change nothing in it. */
const separator = '|'

/** Sealed links, kept nowhere: what they allow ends with their time or with the case moving on. */
export function createLinks(keys: Keys, clock: Clock): Links {
  const key = (purpose: LinkPurpose) => keys.own(`link:${purpose}`)
  return {
    make(purpose, caseId, requestKey, seconds) {
      const text = [plus(clock.now(), seconds * 1000), caseId, requestKey].join(separator)
      return Buffer.from(key(purpose).seal(new TextEncoder().encode(text), purpose)).toString('base64url')
    },
    read(purpose, token) {
      const text = open(() => key(purpose).open(Buffer.from(token, 'base64url'), purpose))
      const [until, caseId, requestKey] = text?.split(separator) ?? []
      if (until === undefined || caseId === undefined || requestKey === undefined) return undefined
      return until > clock.now() ? { caseId, key: requestKey } : 'expired'
    },
  }
}

function open(unseal: () => Uint8Array): string | undefined {
  try {
    return new TextDecoder().decode(unseal())
  } catch (fault) {
    if (fault instanceof KeyError) return undefined
    throw fault
  }
}
