import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http'

const agent = new Agent({ keepAlive: true })

/**
 * One address for several processes, as a balancer in front of them: in turn, and past one that does not listen. Who was
 * being answered when a process ended gets 502 and tries again, as people do.
 */
export function frontDoor(ports: readonly number[]) {
  let turn = 0
  return async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const first = turn++ % ports.length
    const body: Buffer[] = []
    for await (const part of incoming) body.push(part as Buffer)
    pass({ incoming, outgoing, body: Buffer.concat(body) }, [...ports.slice(first), ...ports.slice(0, first)])
  }
}

/** The body is read whole, so that it can be given to the next process. */
interface Passage {
  incoming: IncomingMessage
  outgoing: ServerResponse
  body: Buffer
}

function pass(passage: Passage, [port, ...others]: readonly number[]): void {
  const { incoming, outgoing, body } = passage
  if (port === undefined) return void outgoing.writeHead(503).end('nobody listens')
  const { method, url: path, headers } = incoming
  const passed = request({ host: '127.0.0.1', port, method, path, headers, agent }, answer => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(outgoing).once('error', () => outgoing.destroy())
    answer.once('error', () => outgoing.destroy())
  })
  passed.once('error', (fault: NodeJS.ErrnoException) => {
    if (fault.code === 'ECONNREFUSED') return pass(passage, others)
    if (outgoing.headersSent) outgoing.destroy()
    else outgoing.writeHead(502).end('the process ended')
  })
  passed.end(body)
}
