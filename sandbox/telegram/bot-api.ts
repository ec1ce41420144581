import { type Request, type Response, Router } from 'express'
import type { Fault } from './faults.ts'
import { type Answer, perform, refusal } from './methods/perform.ts'
import { gatewayPage, plannedAnswer } from './planned.ts'
import { type Body, readBody } from './wire/body.ts'
import { ApiFailure } from './wire/failure.ts'
import { goneSignal } from './wire/gone.ts'
import { type Bot, findBot, type World } from './world.ts'

const uploadLimit = 50 * 1024 * 1024
const notFound = refusal(new ApiFailure(404, 'Not Found'))
const unauthorized = refusal(new ApiFailure(401, 'Unauthorized'))

/** The Bot API server: `/bot<token>/<method>` by GET and POST, files at `/file/bot<token>/<path>`. */
export function botApiRoutes(world: World): Router {
  const router = Router()
  router.all('/bot:token/:method', (request, response) => answerCall(world, request, response))
  router.all('/bot:token', (_, response) => write(response, notFound))
  router.get('/file/bot:token/*path', (request, response) => sendFile(world, request, response))
  return router
}

async function answerCall(world: World, request: Request, response: Response): Promise<void> {
  const { token, method } = request.params
  const bot = findBot(world, String(token))
  const body = await read(request)
  if (!bot) write(response, unauthorized)
  else if ('json' in body) write(response, body)
  else await meetFault({ world, bot, method: String(method), body, request, response })
}

const read = (request: Request): Promise<Body | Answer> =>
  readBody(request, request.headers, request.url.split('?')[1] ?? '', uploadLimit).catch(refusal)

interface Exchange {
  readonly world: World
  readonly bot: Bot
  readonly method: string
  readonly body: Body
  readonly request: Request
  readonly response: Response
}

async function meetFault(exchange: Exchange): Promise<void> {
  const { world, method, body, request, response } = exchange
  const fault = world.faults.take(method, Number(body.fields.chat_id) || undefined)
  if (fault?.delayMs) await new Promise(resolve => setTimeout(resolve, fault.delayMs))
  if (fault?.drop === 'before') {
    request.socket.destroy()
    return
  }
  const answer = await act(exchange, fault)
  if (fault?.drop) request.socket.destroy()
  else write(response, answer)
}

async function act({ world, bot, method, body, response }: Exchange, fault: Fault | undefined): Promise<Answer> {
  const planned = fault && plannedAnswer(fault)
  if (!planned) return perform(world, bot, method, body, goneSignal(response))
  const { status, json } = planned
  world.transcript.add({ kind: 'call', at: world.clock.now(), bot: bot.me.id, method, body, status, answer: json })
  return planned
}

/** Written by hand: Express would compute an ETag for every answer. */
function write(response: Response, { status, json }: Answer): void {
  if (response.destroyed) return
  const page = gatewayPage(status)
  if (page === undefined) response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json))
  else response.writeHead(status, { 'content-type': 'text/html' }).end(page)
}

function sendFile(world: World, request: Request, response: Response): void {
  const { token, path } = request.params
  const file = findBot(world, String(token))?.files.findByPath(Array.isArray(path) ? path.join('/') : String(path))
  if (!file) write(response, notFound)
  else response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file.bytes)
}
