import type { Request, Response } from 'express'
import type { Site } from '../site.ts'

const types = { pdf: 'application/pdf', 'pdf.p7s': 'application/pkcs7-signature' } as const

/** `<number>.pdf`, or `<number>.pdf.p7s` for the provider's signature over exactly those bytes. */
function parse(file: string): { number: string; kind: keyof typeof types } | undefined {
  const [, number, kind] = /^(.{1,64})\.(pdf|pdf\.p7s)$/.exec(file) ?? []
  return number && (kind === 'pdf' || kind === 'pdf.p7s') ? { number, kind } : undefined
}

/** Only to its owner; somebody else's paper and one that does not exist are the same to everybody. */
export async function sendPaper(site: Site, request: Request<{ file: string }>, response: Response): Promise<void> {
  const person = site.sessions.current(request, response)
  if (!person) return response.redirect(303, '/my')
  const asked = parse(request.params.file)
  const paper = asked && (await site.records.openPaper(asked.number, person.iin))
  const bytes = asked?.kind === 'pdf' ? paper?.bytes : paper?.signature
  if (!asked || !paper || !bytes) return site.pages.tell(request, response, { text: 'verify.unknown', status: 404 })
  response.attachment(asked.kind === 'pdf' ? paper.name : `${paper.name}.p7s`)
  response.type(types[asked.kind]).send(Buffer.from(bytes))
}
