/** A page as somebody without scripts sees it. */
export interface Page {
  url: string
  status: number
  /** The source. */
  html: string
  /** What is written on it. */
  text: string
}

interface Form {
  action: string
  method: string
  fields: Record<string, string>
  isMultipart: boolean
}

/** The page has no such form. */
export class NoForm extends Error {
  override readonly name = 'NoForm'
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
const plain = (html: string) => html.replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '')
const attribute = (tag: string, name: string) => {
  const [, value] = new RegExp(`\\s${name}="([^"]*)"`).exec(tag) ?? []
  return value === undefined ? undefined : plain(value)
}

const textOf = (html: string) =>
  plain(html.replaceAll(/<(head|script|style)[\s>][\s\S]*?<\/\1>/g, ' ').replaceAll(/<[^>]*>/g, ' ')).replaceAll(
    /\s+/g,
    ' ',
  )

function formsOn({ html, url }: Page): Form[] {
  return [...html.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)].map(([, head = '', body = '']) => ({
    action: new URL(attribute(` ${head}`, 'action') ?? url, url).href,
    method: (attribute(` ${head}`, 'method') ?? 'get').toUpperCase(),
    isMultipart: attribute(` ${head}`, 'enctype') === 'multipart/form-data',
    fields: Object.fromEntries(
      [...body.matchAll(/<input[^>]*>/g)].flatMap(([tag]) => {
        const name = attribute(tag, 'name')
        return name === undefined ? [] : [[name, attribute(tag, 'value') ?? '']]
      }),
    ),
  }))
}

/** A browser without scripts: follows links and redirects, fills in forms, keeps cookies. */
export class Browser {
  readonly #cookies = new Map<string, string>()

  open = (url: string): Promise<Page> => this.#request(url, {})

  /** Fills in and sends the first form that has all of these fields, to an address that ends like this. */
  async submit(page: Page, fields: Record<string, string> = {}, actionEnd = ''): Promise<Page> {
    const form = formsOn(page).find(
      ({ fields: known, action }) =>
        Object.keys(fields).every(name => name in known) && new URL(action).pathname.endsWith(actionEnd),
    )
    if (!form)
      throw new NoForm(`${page.url} (${page.status}) has no form for ${Object.keys(fields)} ${actionEnd}: ${page.text}`)
    const query = new URLSearchParams({ ...form.fields, ...fields })
    if (form.method === 'GET') return this.open(`${form.action}?${query}`)
    return this.#request(form.action, { method: 'POST', body: query })
  }

  /** Chooses files in the form of the page and sends it. */
  async attach(page: Page, files: readonly { name: string; bytes: Uint8Array; type: string }[]): Promise<Page> {
    const form = formsOn(page).find(({ isMultipart }) => isMultipart)
    const [field] = Object.keys(form?.fields ?? {})
    if (!form || field === undefined) throw new NoForm(`${page.url} takes no files: ${page.text}`)
    const body = new FormData()
    for (const { name, bytes, type } of files) body.append(field, new Blob([new Uint8Array(bytes)], { type }), name)
    return this.#request(form.action, { method: 'POST', body })
  }

  async download(url: string): Promise<{ status: number; type: string; bytes: Buffer }> {
    const response = await this.#fetch(url, {})
    const type = response.headers.get('content-type') ?? ''
    return { status: response.status, type, bytes: Buffer.from(await response.arrayBuffer()) }
  }

  async #request(url: string, init: RequestInit): Promise<Page> {
    const response = await this.#fetch(url, init)
    const location = response.headers.get('location')
    if (location !== null && response.status >= 300 && response.status < 400) {
      await response.body?.cancel()
      return this.#request(new URL(location, url).href, {})
    }
    const html = await response.text()
    return { url, status: response.status, html, text: textOf(html) }
  }

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const origin = init.method === 'POST' ? { origin: new URL(url).origin } : {}
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { ...origin, ...(cookie && { cookie }) },
    })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    return response
  }

  #keep(line: string): void {
    const [pair = ''] = line.split(';')
    const name = pair.slice(0, pair.indexOf('=')).trim()
    const value = pair.slice(pair.indexOf('=') + 1)
    if (value === '' || /expires=Thu, 01 Jan 1970|max-age=0/i.test(line)) this.#cookies.delete(name)
    else this.#cookies.set(name, value)
  }
}
