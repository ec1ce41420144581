import type { Element } from '@xmldom/xmldom'
import type { Method } from './faults.ts'
import type { Xml } from './xml.ts'

/** A service behind the gateway. It is called once for each messageId. */
export interface ChannelService {
  serviceId: string
  method: Method
  /** Errors: `ServiceRefused`, answered as its status; `NotAccepted`, answered as SCSE002. */
  answer(data: Element): readonly Xml[] | Promise<readonly Xml[]>
}

/** SCSE001, SCSE002: the request or what it asks for is wrong. SCSE003: the service itself failed. */
export class ServiceRefused extends Error {
  override readonly name = 'ServiceRefused'
  readonly code: string
  constructor(code: 'SCSE001' | 'SCSE002' | 'SCSE003', message: string) {
    super(message)
    this.code = code
  }
}
