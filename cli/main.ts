import { run } from './run.ts'

/** A fault is neither yes nor no, so it must not look like either: exit code 2, like every question left unanswered. */
try {
  const { exitCode, stdout, stderr } = await run(process.argv.slice(2))
  if (stdout) console.log(stdout)
  if (stderr) console.error(stderr)
  process.exitCode = exitCode
} catch (fault) {
  console.error(fault instanceof Error ? `${fault.name}: ${fault.message}` : fault)
  process.exitCode = 2
}
