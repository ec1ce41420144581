import { type Due, dueAt } from '../flows/engine/promise.ts'
import type { Promised, Span } from '../flows/vocabulary.ts'
import { kazakhstanCalendar } from '../services/calendar/kazakhstan.ts'
import { BadUsage, type Command, only } from './command.ts'
import { readInstant } from './instant.ts'
import { getService } from './services.ts'
import { spanInWords } from './span.ts'

interface Deadline {
  track: string
  limit: string
  law: string
  within: Span
  due: Due
}

/** The first promise of a track is enough: the others say when the same one applies. */
const term = ({ track, limit, law, within }: Promised) => JSON.stringify({ track, limit, law, within })

const readable = ({ track, limit, law, within, due }: Deadline) => {
  const handOut = due.handOut ? `, handed out ${due.handOut}` : ''
  return `${track.padEnd(10)} ${limit}  ${law}  ${spanInWords(within)}  due ${due.at} (${due.date} in Almaty${handOut})`
}

export const command: Command = {
  usage: 'SERVICE --from INSTANT [--track TRACK] [--route portal]',
  options: {
    from: 'the moment of submission, with its zone',
    track: 'only this track',
    route: 'how the application comes in; so far only portal',
  },
  run({ positionals, options: { from, track, route = 'portal' } }) {
    const flow = getService(only(positionals, 'service'))
    if (from === undefined) throw new BadUsage('--from is needed: the law counts from the submission')
    if (route !== 'portal') throw new BadUsage(`the route ${route} is not described yet; there is: portal`)
    const at = readInstant('--from', from)
    const calendar = kazakhstanCalendar()
    const promised = flow.promise.filter(promise => track === undefined || promise.track === track)
    if (promised.length === 0) throw new BadUsage(`${flow.id} has no track ${track}`)
    const deadlines = [...new Map(promised.map(promise => [term(promise), promise])).values()].map(
      ({ track, limit, law, within }): Deadline => ({ track, limit, law, within, due: dueAt(within, at, calendar) }),
    )
    const json = { service: flow.id, route, from: at, deadlines }
    return { exitCode: 0, text: deadlines.map(readable).join('\n'), json }
  },
}
