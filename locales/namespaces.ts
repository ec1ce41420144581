import type common from './kk/common.json'
import type format from './kk/format.json'
import type papers from './kk/papers.json'
import type sandboxEgovMobile from './kk/sandbox-egov-mobile.json'
import type sandboxTelegram from './kk/sandbox-telegram.json'
import type signature from './kk/signature.json'
import type telegram from './kk/telegram.json'
import type web from './kk/web.json'

/**
 * Namespaces whose keys the compiler knows: one line each for `locales/kk/<namespace>.json`. Texts are loaded from the
 * folders whether listed here or not; only the types need the list. Namespaces read only by keys derived from data
 * (a flow's) are reached with `translateDerived` and need no line.
 */
export interface Namespaces {
  common: typeof common
  format: typeof format
  papers: typeof papers
  'sandbox-egov-mobile': typeof sandboxEgovMobile
  'sandbox-telegram': typeof sandboxTelegram
  signature: typeof signature
  telegram: typeof telegram
  web: typeof web
}
