import type { Body, Upload } from './body.ts'
import { badRequest } from './failure.ts'

/**
 * The parameters of one call. Forms carry everything as text, JSON carries types; the Bot API takes both, and so do
 * these readers: a missing parameter is undefined, a wrong one a refusal.
 */
export class Params {
  readonly #body: Body

  constructor(body: Body) {
    this.#body = body
  }

  text(name: string): string | undefined {
    const value = this.#body.fields[name]
    if (value === undefined || value === null) return undefined
    return typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value)
  }

  integer(name: string): number | undefined {
    const text = this.text(name)
    if (text === undefined || text === '') return undefined
    const value = Number(text)
    if (!Number.isSafeInteger(value)) throw badRequest(`can't parse ${name}: expected an integer`)
    return value
  }

  flag(name: string): boolean {
    return /^(true|yes|1)$/i.test(this.text(name) ?? '')
  }

  /** An object or a list: itself in a JSON body, JSON-serialised text in a form. */
  json(name: string): unknown {
    const value = this.#body.fields[name]
    if (value === undefined || value === null || value === '') return undefined
    if (typeof value !== 'string') return value
    try {
      return JSON.parse(value)
    } catch {
      throw badRequest(`can't parse ${name} JSON object`)
    }
  }

  /** A file sent along: under the parameter's own name or under the name given as `attach://name`. */
  upload(name: string): Upload | undefined {
    const reference = this.text(name)
    const field = reference?.startsWith('attach://') ? reference.slice('attach://'.length) : name
    return this.#body.uploads.find(upload => upload.field === field)
  }
}
