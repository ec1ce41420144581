import { readdirSync, readFileSync } from 'node:fs'

const ticksPerSecond = 100

interface Stat {
  parent: number
  /** Of the process itself, and of its children that have ended. */
  ticks: number
}

/** /proc/<pid>/stat (proc(5)); undefined when the process is gone. */
function stat(pid: string): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const [utime, stime, cutime, cstime] = fields.slice(11, 15).map(Number)
    return { parent: Number(fields[1]), ticks: (utime ?? 0) + (stime ?? 0) + (cutime ?? 0) + (cstime ?? 0) }
  } catch {
    return undefined
  }
}

/** Processor time in microseconds of a server process and its children, in steps of 10 ms. Linux only. */
export function serverMicros(pid: number): number {
  const stats = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(name => ({ pid: Number(name), ...stat(name) }))
  const ours = stats.filter(process => process.pid === pid || process.parent === pid)
  return ours.reduce((sum, { ticks = 0 }) => sum + ticks, 0) * (1_000_000 / ticksPerSecond)
}
