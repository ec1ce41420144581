import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import type { Clock } from '../../../flows/values/time.ts'
import { instant } from '../../../flows/values/time.ts'
import { createTelegramSandbox, type TelegramSandboxOptions } from '../../../sandbox/telegram/index.ts'

/** A clock that stands still, so that two runs write the same transcript. */
export const stillClock: Clock = { now: () => instant('2026-03-02T05:00:00Z') }

export const mountPath = '/sandbox/telegram'

/** The stand-in on a port of its own, mounted where the demonstration mounts it. */
export async function startSandbox(options: Partial<TelegramSandboxOptions> = {}) {
  const sandbox = createTelegramSandbox({ clock: stillClock, ...options })
  const server = createServer(express().use(mountPath, sandbox.router))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () => {
    sandbox.close()
    server.closeAllConnections()
    return new Promise(resolve => server.close(resolve))
  }
  return { ...sandbox, url: `http://127.0.0.1:${port}${mountPath}`, close }
}

export type RunningSandbox = Awaited<ReturnType<typeof startSandbox>>
