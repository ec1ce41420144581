import type { Element } from '@xmldom/xmldom'
import { type ChannelService, ServiceRefused } from '../gateway/service.ts'
import { bytes, child, children, element, elements, text, type Xml } from '../gateway/xml.ts'
import type { Application, Applications, Received } from './applications.ts'
import { enteredFromDocuments } from './entered.ts'

/** Who decides and signs in the stand-in. */
const official = {
  name: 'Үлгібаева Сәуле Сынаққызы',
  positionKz: 'Қорғаншылық және қамқоршылық бөлімінің басшысы',
  positionRu: 'Руководитель отдела опеки и попечительства',
  bodyKz: 'Үлгі қаласының әкімдігі',
  bodyRu: 'Акимат города Улги',
}

/** The regional gateway's workstation (ЭҮАШ АЖО) on the channel: registration, state of an application, signing. */
export function providerServices(applications: Applications): ChannelService[] {
  const get = (data: Element): Application => {
    const found = applications.findByNumber(text(data, 'registrationNumber'))
    if (!found) throw new ServiceRefused('SCSE002', 'no such application')
    return found
  }
  /** The state of an application is told to whoever knows its request as well as its number. */
  const getOwn = (data: Element): Application => {
    const found = get(data)
    if (found.requestId !== text(data, 'requestId')) throw new ServiceRefused('SCSE002', 'no such application')
    return found
  }
  return [
    {
      serviceId: 'RSHEP_ApplicationRegister',
      method: 'register',
      answer: data => {
        const { number, at } = applications.register(readApplication(data))
        return elements({ registrationNumber: number, registrationDate: at })
      },
    },
    { serviceId: 'RSHEP_ApplicationStatus', method: 'decision', answer: data => stateOf(getOwn(data)) },
    {
      serviceId: 'RSHEP_SignResult',
      method: 'sign',
      answer: async data => {
        const application = get(data)
        if (!application.decided) throw new ServiceRefused('SCSE002', 'not decided yet')
        const signature = await applications.sign(application, bytes(data, 'document'))
        return elements({ signature: Buffer.from(signature).toString('base64') })
      },
    },
  ]
}

const readApplication = (data: Element): Received => ({
  requestId: text(data, 'requestId'),
  service: text(data, 'serviceCode'),
  track: text(data, 'track'),
  iin: text(child(data, 'applicant'), 'iin'),
  request: bytes(data, 'request'),
  signature: bytes(data, 'signature'),
  documents: children(child(data, 'documents'), 'document').map(document => ({
    name: text(document, 'name'),
    type: text(document, 'type'),
    bytes: bytes(document, 'content'),
  })),
})

function stateOf(application: Application): Xml[] {
  const { decided, requestId } = application
  if (!decided) return elements({ requestId, status: 'IN_REVIEW' })
  const signedBy = element('official', elements(official))
  if (decided.outcome === 'approve') {
    const resultData = enteredFromDocuments(application)
    return [
      ...elements({ requestId, status: 'APPROVED', decisionDate: decided.at, ...(resultData && { resultData }) }),
      signedBy,
    ]
  }
  const { at, ground, explanation } = decided
  return [...elements({ requestId, status: 'REFUSED', decisionDate: at, ground, explanation }), signedBy]
}
