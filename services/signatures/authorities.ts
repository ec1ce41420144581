import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Certificate } from 'pkijs'
import { derBlocks, parseCertificate } from './der.ts'

/** The trust folder is unreadable, empty or holds something that is not a certificate: nothing can be verified. */
export class TrustError extends Error {
  override readonly name = 'TrustError'
}

export interface Authority {
  certificate: Certificate
  /** A path ends here. Others must themselves be issued by an authority of the folder. */
  anchor: boolean
}

/**
 * Reads `*.crt`, `*.cer` and `*.pem` (DER or PEM). Whoever fills the folder decides whom to trust: a certificate is an
 * anchor when it is self-signed or when its issuer is not in the folder. Errors: `TrustError`.
 */
export function readAuthorities(folder: string): Authority[] {
  const certificates = listCertificates(folder).flatMap(file => readCertificates(join(folder, file)))
  if (certificates.length === 0) throw new TrustError(`no certificate of an authority in ${folder}`)
  return certificates.map(certificate => ({ certificate, anchor: isAnchor(certificate, certificates) }))
}

function listCertificates(folder: string): string[] {
  try {
    return readdirSync(folder).filter(file => /\.(crt|cer|pem)$/i.test(file))
  } catch (cause) {
    throw new TrustError(`the trust folder ${folder} cannot be read`, { cause })
  }
}

function readCertificates(path: string): Certificate[] {
  const blocks = derBlocks(readFileSync(path))
  if (blocks.length === 0) throw new TrustError(`${path} is not a certificate`)
  return blocks.map(block => {
    const certificate = parseCertificate(block)
    if (!certificate) throw new TrustError(`${path} is not a certificate`)
    return certificate
  })
}

const isAnchor = (certificate: Certificate, all: Certificate[]) =>
  certificate.issuer.isEqual(certificate.subject) || !all.some(({ subject }) => subject.isEqual(certificate.issuer))
