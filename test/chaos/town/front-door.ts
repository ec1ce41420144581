import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http'

const agent = new Agent({ keepAlive: true })

/**
 * One address for several processes, as a balancer in front of them: in turn, and past one that does not listen. Who was
 * being answered when a process ended gets 502 and tries again, as people do.
 */
export function frontDoor(ports: readonly number[]) {
  let turn = 0
  return (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const first = turn++
    pass(incoming, outgoing, [...ports.slice(first % ports.length), ...ports.slice(0, first % ports.length)])
  }
}

function pass(incoming: IncomingMessage, outgoing: ServerResponse, [port, ...others]: readonly number[]): void {
  if (port === undefined) return void outgoing.writeHead(503).end('nobody listens')
  const { method, url: path, headers } = incoming
  const passed = request({ host: '127.0.0.1', port, method, path, headers, agent }, answer => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(outgoing).once('error', () => outgoing.destroy())
    answer.once('error', () => outgoing.destroy())
  })
  passed.once('error', (fault: NodeJS.ErrnoException) => {
    if (fault.code === 'ECONNREFUSED') return pass(incoming, outgoing, others)
    if (outgoing.headersSent) outgoing.destroy()
    else outgoing.writeHead(502).end('the process ended')
  })
  incoming.pipe(passed)
}
