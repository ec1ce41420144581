import { startApp } from '../../../composition/app.ts'
import { systemClock } from '../../../composition/clock.ts'
import { productLines } from '../../../composition/index-lines.ts'
import { createLog } from '../../../composition/log.ts'
import { untilStopped } from '../../../composition/signals.ts'
import { serveConfig } from '../../../config.ts'
import { loadMasterKey } from '../../../services/keys/master-key.ts'

/** As main.ts, but against stand-ins without https: `specimen` allows it. */
const config = { ...serveConfig(process.env), specimen: true }
const log = createLog(config.LOG_LEVEL)
const masterKey = await loadMasterKey(config.MASTER_KEY_FILE)
await untilStopped(await startApp({ config, clock: systemClock, log, masterKey }, { index: productLines }))
