import type { Update } from '@grammyjs/types'
import type { Bot, Room, World } from '../world.ts'
import type { UpdateContent } from './queue.ts'

/** Makes an update of what a person did; a planned fault of `update` delivers it more than once. */
export function pushUpdate(world: World, bot: Bot, room: Room, content: UpdateContent): Update | undefined {
  const copies = world.faults.take('update', room.id)?.copies ?? 1
  const update = bot.queue.push(room.id, content, copies)
  if (update) world.transcript.add({ kind: 'update', at: world.clock.now(), bot: bot.me.id, update })
  return update
}
