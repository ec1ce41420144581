import type { AddressInfo } from 'node:net'
import express, { type Express } from 'express'
import { onTestFinished } from 'vitest'

/** A server on loopback for one test. Routers that need its address are mounted on `app` afterwards. */
export async function listen(): Promise<{ app: Express; origin: string }> {
  const app = express()
  const server = app.listen(0, '127.0.0.1')
  await new Promise(ready => server.once('listening', ready))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { app, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}
