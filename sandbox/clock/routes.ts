import { json, Router } from 'express'
import { z } from 'zod'
import { type Clock, type Instant, instant, plus } from '../../flows/values/time.ts'

/** The clock of the demonstration, and what must happen when it moves. */
export interface Movable {
  clock: Clock & { set(to: Instant): void }
  nextDue(): Promise<Date | undefined>
  settled(): Promise<void>
}

const units = { D: 86_400_000, H: 3_600_000, M: 60_000, S: 1000 } as const
type Unit = keyof typeof units

/** ISO 8601 in days, hours, minutes and seconds: P7D, PT3H, P1DT30M. */
function milliseconds(duration: string): number {
  return [...duration.matchAll(/(\d+)([DHMS])/g)].reduce((sum, [, n, unit]) => sum + Number(n) * units[unit as Unit], 0)
}

const move = z.union([
  z.object({ by: z.string().regex(/^P(?=.)(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$/) }),
  z.object({ to: z.iso.datetime({ offset: true }) }),
])

/** Stops at whatever falls due on the way, in order, and lets it happen before going on. */
async function moveTo({ clock, nextDue, settled }: Movable, target: Instant): Promise<void> {
  for (;;) {
    await settled()
    const due = await nextDue()
    if (due === undefined || instant(due) > target) break
    if (instant(due) > clock.now()) clock.set(instant(due))
  }
  if (target > clock.now()) clock.set(target)
  await settled()
}

/** `GET /clock` tells the time, `POST /clock {by} | {to}` moves it forward; it never goes back. */
export function clockRoutes(movable: () => Movable): Router {
  const router = Router()
  router.get('/clock', (_request, response) => void response.json({ now: movable().clock.now() }))
  router.post('/clock', json(), async (request, response) => {
    const parsed = move.safeParse(request.body)
    if (!parsed.success) return void response.status(400).json({ error: z.prettifyError(parsed.error) })
    const now = movable().clock.now()
    await moveTo(movable(), 'by' in parsed.data ? plus(now, milliseconds(parsed.data.by)) : instant(parsed.data.to))
    response.json({ now: movable().clock.now() })
  })
  return router
}
