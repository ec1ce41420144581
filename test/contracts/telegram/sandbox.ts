import { createServer } from 'node:http'
import express from 'express'
import { type Clock, instant } from '../../../flows/values/time.ts'
import { createTelegramSandbox, type TelegramSandboxOptions } from '../../../sandbox/telegram/index.ts'
import { listen } from './listen.ts'

/** A clock that stands still, so that two runs write the same transcript. */
export const stillClock: Clock = { now: () => instant('2026-03-02T05:00:00Z') }

/** The stand-in on a port of its own, mounted where the demonstration mounts it. */
export async function startSandbox(options: Partial<TelegramSandboxOptions> = {}) {
  const sandbox = createTelegramSandbox({ clock: stillClock, ...options })
  const server = await listen(createServer(express().use('/sandbox/telegram', sandbox.router)))
  const close = async () => {
    sandbox.close()
    await server.close()
  }
  return { ...sandbox, url: `${server.url}/sandbox/telegram`, close }
}

export type RunningSandbox = Awaited<ReturnType<typeof startSandbox>>
