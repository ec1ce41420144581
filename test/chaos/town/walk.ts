import { createHash } from 'node:crypto'
import PDFDocument from 'pdfkit'
import { asDocument } from '../../support/documents.ts'
import type { NervousApplicant } from './citizen.ts'
import type { Inhabitant } from './people.ts'

/** What a citizen knows that he was acknowledged: kept by him, compared with what the provider has. */
export interface Remembered {
  inhabitant: Inhabitant
  number: string
  certificate: string
  /** SHA-256 of the file that he gave. */
  document?: string
}

/** A file whose words are in it as they are: neither packed nor drawn with a font of its own. */
export async function fileWith(text: string): Promise<Buffer> {
  const document = new PDFDocument({ compress: false, info: { Title: text } })
  document.text('page 1')
  document.end()
  const chunks: Buffer[] = []
  for await (const chunk of document) chunks.push(chunk as Buffer)
  return Buffer.concat([...chunks, Buffer.from(`\n% ${text}\n`)])
}

async function givesDocuments(
  citizen: NervousApplicant,
  { phone, fileText, ward, wardBorn }: Inhabitant,
): Promise<string> {
  const bytes = await fileWith(fileText)
  await citizen.chooses('personConfirmed', 'correct')
  await citizen.givesPhone(phone)
  await citizen.asked('appointmentDecision')
  await citizen.givesDocument(asDocument('decision.pdf', bytes))
  await citizen.namesWard(ward, wardBorn)
  await citizen.namesNoMoreWards()
  return createHash('sha256').update(bytes).digest('hex')
}

async function confirmsRecords(citizen: NervousApplicant, { phone }: Inhabitant): Promise<undefined> {
  await citizen.chooses('personConfirmed', 'correct')
  await citizen.givesPhone(phone)
  await citizen.confirmsRecord()
}

/** From /start to the certificate. */
export async function walk(citizen: NervousApplicant, inhabitant: Inhabitant): Promise<Remembered> {
  await citizen.comesIn()
  const { isFound } = inhabitant
  const document = await (isFound ? confirmsRecords : givesDocuments)(citizen, inhabitant)
  await citizen.choosesDelivery()
  const number = await citizen.signsWhatWasReviewed()
  if (!isFound) await citizen.doors.decide((await citizen.application(number)).id, { decision: 'approve' })
  const { number: certificate } = await citizen.receives('certificate')
  return { inhabitant, number, certificate, ...(document && { document }) }
}
