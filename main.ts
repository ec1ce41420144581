import { startApp } from './composition/app.ts'
import { systemClock } from './composition/clock.ts'
import { productLines } from './composition/index-lines.ts'
import { createLog } from './composition/log.ts'
import { untilStopped } from './composition/signals.ts'
import { BadConfig, serveConfig } from './config.ts'
import { loadMasterKey } from './services/keys/master-key.ts'
import { KeyError } from './services/keys/port.ts'
import { TrustError } from './services/signatures/authorities.ts'

/** Production: stand-ins do not exist, and whatever is not set is an error that names it. */
async function serve(): Promise<void> {
  const config = serveConfig(process.env)
  const masterKey = await loadMasterKey(config.MASTER_KEY_FILE)
  const log = createLog(config.LOG_LEVEL)
  const app = await startApp({ config, clock: systemClock, log, masterKey }, { index: productLines })
  await untilStopped(app)
}

const isOurs = (fault: unknown): fault is Error =>
  fault instanceof BadConfig || fault instanceof KeyError || fault instanceof TrustError

await serve().catch((fault: unknown) => {
  if (!isOurs(fault)) throw fault
  process.stderr.write(`${fault.message}\n`)
  process.exitCode = 2
})
