import fc from 'fast-check'
import { expect, test } from 'vitest'
import { languages } from '../values/language.ts'
import { type Action, type ButtonInput, decodeAction, encodeAction } from './action.ts'

const name = fc.stringMatching(/^[a-z][A-Za-z0-9]{0,14}$/)
const ref = fc.oneof(
  name,
  fc.tuple(name, fc.integer({ min: 1, max: 999 }), name).map(([each, item, step]) => `${each}.${item}.${step}`),
)
const tag = fc.stringMatching(/^[0-9a-f]{8}$/)
const flow = fc.stringMatching(/^[a-z]+(-[a-z]+){0,3}$/)
const of = <K extends string>(...kinds: K[]) => fc.constantFrom(...kinds).map(kind => ({ kind }))

const input: fc.Arbitrary<ButtonInput> = fc.oneof(
  of('agreed', 'confirmed', 'went-back', 'keeps', 'adds-item', 'closes-items', 'tries-again', 'deletes'),
  fc.record({ kind: fc.constant('chose' as const), ref, option: name }),
  fc.record({ kind: fc.constant('changes' as const), ref }),
  fc.record({ kind: fc.constant('removes-item' as const), item: fc.nat({ max: 999 }) }),
)
const action: fc.Arbitrary<Action> = fc.oneof(
  of('choose-language', 'menu', 'services', 'cases', 'help', 'status', 'continue', 'forget', 'forget-confirmed'),
  fc.record({ kind: fc.constant('language' as const), language: fc.constantFrom(...languages) }),
  fc.record({ kind: fc.constantFrom('service' as const, 'begin' as const), flow }),
  fc.record({ kind: fc.constantFrom('open' as const, 'delete' as const), tag }),
  fc.record({ kind: fc.constant('case' as const), tag, revision: fc.nat({ max: 999_999 }), input }),
)

test('what a button does is read back as it was written', () => {
  fc.assert(fc.property(action, one => void expect(decodeAction(encodeAction(one))).toEqual(one)))
})

test('two buttons that do different things never say the same', () => {
  fc.assert(
    fc.property(action, action, (one, other) => {
      fc.pre(JSON.stringify(one) !== JSON.stringify(other))
      expect(encodeAction(one)).not.toBe(encodeAction(other))
    }),
  )
})

test('what nobody wrote is read as nothing, or as what it would be written as', () => {
  const like = fc.oneof(fc.string({ maxLength: 64 }), fc.stringMatching(/^#[0-9a-f]{8}\.\d{1,3}\.[a-z.=0-9]{0,20}$/))
  fc.assert(
    fc.property(like, text => {
      const read = decodeAction(text)
      if (read) expect(decodeAction(encodeAction(read))).toEqual(read)
    }),
  )
})

test.each([
  ['an unknown word', 'fly'],
  ['an unknown language', 'language:en'],
  ['a flow without name', 'begin:'],
  ['a tag that is too short', 'open:0a1b'],
  ['a case without revision', '#0a1b2c3d..a'],
  ['a case without input', '#0a1b2c3d.1.'],
  ['an unknown input', '#0a1b2c3d.1.z'],
  ['an item that is no number', '#0a1b2c3d.1.rx'],
  ['an option without question', '#0a1b2c3d.1.o=paper'],
  ['nothing', ''],
])('%s is no action', (_, text) => expect(decodeAction(text)).toBeUndefined())
