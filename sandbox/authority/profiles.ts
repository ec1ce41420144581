import 'reflect-metadata'
import * as x509 from '@peculiar/x509'

const { digitalSignature, nonRepudiation, keyEncipherment, keyCertSign, cRLSign } = x509.KeyUsageFlags
const emailProtection = '1.3.6.1.5.5.7.3.4'
const clientAuth = '1.3.6.1.5.5.7.3.2'
/** Roles of the national authority (root.gov.kz/oid): an individual; a legal entity and its first head. */
const individual = '1.2.398.3.3.4.1.1'
const firstHead = ['1.2.398.3.3.4.1.2', '1.2.398.3.3.4.1.2.1']

export interface Holder {
  iin: string
  surname: string
  name: string
  patronymic?: string | undefined
  /** The organisation whose first head signs. */
  organisation?: { name: string; bin: string } | undefined
}

/** CN is family and given name, G the patronymic, as in the national profile. */
export const personName = ({ iin, surname, name, patronymic, organisation }: Holder): x509.JsonName => [
  { CN: [`${surname} ${name}`] },
  { SN: [surname] },
  { '2.5.4.5': [`IIN${iin}`] },
  { C: ['KZ'] },
  ...(patronymic ? [{ G: [patronymic] }] : []),
  ...(organisation ? [{ O: [organisation.name] }, { OU: [`BIN${organisation.bin}`] }] : []),
]

/** SIGN: digitalSignature and nonRepudiation, emailProtection. AUTH: digitalSignature and keyEncipherment, clientAuth. */
export function personExtensions(purpose: 'sign' | 'auth', isHead: boolean, crlUrl: string): x509.Extension[] {
  const signs = purpose === 'sign'
  return [
    new x509.KeyUsagesExtension(digitalSignature | (signs ? nonRepudiation : keyEncipherment), true),
    new x509.ExtendedKeyUsageExtension([signs ? emailProtection : clientAuth, ...(isHead ? firstHead : [individual])]),
    new x509.CRLDistributionPointsExtension([crlUrl]),
  ]
}

export const authorityExtensions = (authoritiesBelow: number): x509.Extension[] => [
  new x509.BasicConstraintsExtension(true, authoritiesBelow, true),
  new x509.KeyUsagesExtension(keyCertSign | cRLSign, true),
]
