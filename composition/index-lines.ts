import type { IndexLine } from '../bot/web/dependencies.ts'

const works: readonly IndexLine[] = [
  { name: 'my', href: '/my', state: 'works' },
  { name: 'verify', href: '/verify', state: 'works' },
  { name: 'health', href: '/readyz', state: 'works' },
]
const later: readonly IndexLine[] = [
  { name: 'app', state: 'later' },
  { name: 'kiosk', state: 'later' },
  { name: 'staff', state: 'later' },
  { name: 'board', state: 'later' },
]

/** What a visitor of the real site finds on its first page. */
export const productLines: readonly IndexLine[] = [{ name: 'telegram', state: 'works' }, ...works, ...later]

/** What a newcomer finds on the first page of the demonstration: the product, and stand-ins for everything around it. */
export const demoLines: readonly IndexLine[] = [
  { name: 'chat', href: '/sandbox/telegram/', state: 'works' },
  ...works,
  { name: 'portal', href: '/sandbox/portal/cabinet', state: 'stand-in' },
  { name: 'egovMobile', href: '/sandbox/egov-mobile', state: 'stand-in' },
  { name: 'provider', href: '/sandbox/provider', state: 'stand-in' },
  { name: 'registers', state: 'stand-in' },
  { name: 'authority', state: 'stand-in' },
  { name: 'outgoing', href: '/sandbox/outgoing', state: 'stand-in' },
  ...later,
]
