import type { ChannelAnswer, ChannelRequest } from './envelope.ts'
import { type ChannelService, ServiceRefused } from './service.ts'
import { NotAccepted } from './xml.ts'

/** Runs each message once: the same messageId gets the answer of the first time, even while that is still being made. */
export function createChannel(): (service: ChannelService, request: ChannelRequest) => Promise<ChannelAnswer> {
  const answers = new Map<string, Promise<ChannelAnswer>>()
  return async (service, { serviceId, messageId, data }) => {
    const key = `${serviceId} ${messageId}`
    const answer = answers.get(key) ?? run(service, data)
    answers.set(key, answer)
    try {
      // A service that failed did nothing: the message may be tried again.
      if ((await answer).status.code === 'SCSE003') answers.delete(key)
    } catch (fault) {
      answers.delete(key)
      throw fault
    }
    return answer
  }
}

async function run(service: ChannelService, data: ChannelRequest['data']): Promise<ChannelAnswer> {
  try {
    const answered = await service.answer(data)
    return { status: { code: 'SCSS001', message: 'Message has been processed successfully' }, data: answered }
  } catch (fault) {
    return { status: { code: codeOf(fault), message: 'Message has not been processed' }, data: [] }
  }
}

function codeOf(fault: unknown): string {
  if (fault instanceof ServiceRefused) return fault.code
  if (fault instanceof NotAccepted) return 'SCSE002'
  throw fault
}
