import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'

export interface ChildOptions {
  /** Where the program runs and keeps its files. */
  dir: string
  /** How the program is asked to end. */
  signal: 'INT' | 'TERM'
  /** Runs as this user and group. */
  uid?: number | undefined
}

export interface Child {
  pid: number
  isRunning(): boolean
  /** What the program wrote to its error output last. */
  said(): string
  /** Resolves when the program is gone; its files stay. */
  end(signal: NodeJS.Signals): Promise<void>
  /** Ends the program and removes its files. */
  remove(): Promise<void>
}

/** Waits for the program, while a watcher reads until our process is gone: then it ends the program, and its files go too. */
const untilParentIsGone = `
  exec 3<&0
  "$@" 3<&- & child=$!; echo $child
  (read nothing <&3; kill -"$SIGNAL" $child) & watcher=$!
  wait $child
  kill $watcher 2>/dev/null
  wait $watcher && rm -rf "$DIR"`

/** Starts a program that cannot outlive this process, however this process ends. */
export async function startChild(program: string, args: string[], { dir, signal, uid }: ChildOptions): Promise<Child> {
  const shell = spawn('/bin/sh', ['-c', untilParentIsGone, 'sh', program, ...args], {
    detached: true, // Ctrl-C goes to us, and the shell then cleans up
    cwd: dir,
    env: { ...process.env, SIGNAL: signal, DIR: dir },
    ...(uid !== undefined && { uid, gid: uid }),
  })
  let said = ''
  shell.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4_000)
  })
  const gone = once(shell, 'exit')
  const [line] = await once(shell.stdout, 'data')
  shell.stdout.resume()
  const pid = Number(String(line).split('\n', 1)[0])
  const isRunning = () => shell.exitCode === null
  const end = async (by: NodeJS.Signals) => {
    if (isRunning()) process.kill(pid, by)
    await gone
  }
  const remove = async () => {
    await end(`SIG${signal}`)
    await rm(dir, { recursive: true, force: true })
  }
  return { pid, isRunning, said: () => said, end, remove }
}
