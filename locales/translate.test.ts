import { describe, expect, test } from 'vitest'
import { hasText, MissingText, translate, translateDerived } from './translate.ts'

describe('translate', () => {
  test('writes a text in the language asked for', () => {
    expect(translate('kk', 'papers:specimen')).toBe('СЫНАҚ ҮЛГІСІ')
    expect(translate('ru', 'papers:specimen')).toBe('ТЕСТОВЫЙ ОБРАЗЕЦ')
  })

  test('throws for a derived key that nobody wrote, instead of showing the key', () => {
    expect(() => translateDerived('kk', 'papers', 'no.such')).toThrow(new MissingText('No text for papers:no.such'))
  })

  test('throws for a group of texts', () => {
    expect(hasText('ru', 'papers', 'specimen')).toBe(true)
    expect(hasText('ru', 'papers', 'no.such')).toBe(false)
  })
})
