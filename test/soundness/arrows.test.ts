import { expect, test } from 'vitest'
import { arrows, violations } from './arrows.ts'
import { readSource, readSources } from './sources.ts'

const sources = readSources()

test('every import of the tree follows the arrows', () => {
  expect(violations(sources)).toEqual([])
})

test('the whole tree was seen: a check of nothing would pass too', () => {
  expect(sources.length).toBeGreaterThan(250)
  const unseen = arrows.filter(({ from }) => !sources.some(({ path }) => from.test(path)))
  expect(unseen.map(({ from }) => String(from))).toEqual([])
})

test.each([
  ['flows/engine/turn.ts', `import { desk } from '../../services/cases/desk.ts'`],
  ['flows/engine/turn.ts', `import flow from '../guardianship-certificate/flow.ts'`],
  ['flows/engine/turn.ts', `import { readFile } from 'node:fs/promises'`],
  ['flows/a-service/flow.ts', `import other from '../another-service/flow.ts'`],
  ['flows/a-service/flow.ts', `import { translate } from '../../locales/translate.ts'`],
  ['flows/values/iin.ts', `import type { Flow } from '../engine/turn.ts'`],
  ['flows/values/iin.ts', `import { Bot } from 'grammy'`],
  ['services/gateway/client.ts', `import { Desk } from '../cases/desk.ts'`],
  ['services/gateway/client.ts', `export * from '../keys/keys.ts'`],
  ['services/gateway/client.ts', `const { turn } = await import('../../flows/engine/turn.ts')`],
  ['services/gateway/client.ts', `type Bot = import('../../bot/telegram/bot.ts').Bot`],
  ['services/database/open.ts', `new Worker(new URL('../cases/worker.ts', import.meta.url))`],
  ['services/cases/desk.ts', `import { render } from '../../bot/telegram/render.ts'`],
  ['services/cases/desk.ts', `import { openServer } from '../database/server.ts'`],
  ['bot/telegram/bot.ts', `import { page } from '../web/page.ts'`],
  ['bot/web/app.ts', `import { createDesk } from '../../services/cases/desk.ts'`],
  ['bot/web/app.ts', `import { inbox } from '../../staff/inbox/inbox.ts'`],
  ['staff/inbox/inbox.ts', `import { bot } from '../../bot/telegram/bot.ts'`],
  ['locales/translate.ts', `import { desk } from '../services/cases/desk.ts'`],
  ['sandbox/gateway/server.ts', `import { envelope } from '../../services/gateway/soap.ts'`],
  ['main.ts', `import { people } from './sandbox/people.ts'`],
  ['main.ts', `const sandbox = await import('./sandbox/server.ts')`],
  ['main.ts', `await import(process.env.PLUGIN ?? '')`],
  ['main.ts', `import './demo.ts'`],
  ['cli/verify.ts', `import { authority } from '../sandbox/authority/authority.ts'`],
  ['config.ts', `import { fixedClock } from './test/support/clock.ts'`],
  ['demo.ts', `import { fixedClock } from './test/support/clock.ts'`],
  ['somewhere/new.ts', ''],
])('%s is stopped at: %s', (path, text) => {
  expect(violations([readSource(path, text)])).toHaveLength(1)
})

test.each([
  ['flows/a-service/flow.ts', `import { defineFlow } from '../vocabulary.ts'; import { z } from 'zod'`],
  [
    'services/gateway/client.ts',
    `import type { Keys } from '../keys/port.ts'; import { Iin } from '../../flows/values/iin.ts'`,
  ],
  [
    'services/cases/desk.ts',
    `import { turn } from '../../flows/engine/turn.ts'; import type { Keys } from '../keys/port.ts'`,
  ],
  ['bot/telegram/bot.ts', `import type { Desk } from '../../services/cases/port.ts'; import { Bot } from 'grammy'`],
  ['demo.ts', `import { sandbox } from './sandbox/server.ts'; import { start } from './main.ts'`],
  ['services/gateway/client.test.ts', `import { server } from '../../sandbox/gateway/server.ts'`],
])('%s may: %s', (path, text) => {
  expect(violations([readSource(path, text)])).toEqual([])
})
