import { describe, expect, it } from 'vitest'
import { readParts } from './multipart.ts'

const type = 'multipart/form-data; boundary=B'
const body = (...parts: string[]) => Buffer.from(`${parts.map(part => `--B\r\n${part}\r\n`).join('')}--B--\r\n`)

describe('A multipart body', () => {
  it.each([
    ['quoted', 'Content-Disposition: form-data; name="f"; filename="Қ 1.pdf"', 'Қ 1.pdf'],
    [
      'without quotes or spaces after the semicolon, as grammY writes it',
      'content-disposition:form-data;name="f";filename=Қ 1.pdf',
      'Қ 1.pdf',
    ],
    ['encoded', `Content-Disposition: form-data; name="f"; filename*=UTF-8''%D2%9A.pdf`, 'Қ.pdf'],
    ['with an escaped quote', 'Content-Disposition: form-data; name="f"; filename="a\\"b"', 'a"b'],
  ])('gives a file name %s', (_, disposition, filename) => {
    expect(readParts(body(`${disposition}\r\nContent-Type: application/pdf\r\n\r\nә`), type)).toEqual([
      { name: 'f', filename, mime: 'application/pdf', bytes: Buffer.from('ә') },
    ])
  })

  it('keeps bytes that look like line ends and boundaries of others', () => {
    const bytes = '\r\n--A\r\n\r\n\r\n'
    expect(readParts(body(`Content-Disposition: form-data; name="f"\r\n\r\n${bytes}`), type)[0]?.bytes.toString()).toBe(
      bytes,
    )
  })

  it.each([
    ['has no boundary', body('x'), 'multipart/form-data'],
    ['is cut off', Buffer.from('--B\r\nContent-Disposition: form-data; name="f"\r\n\r\nabc'), type],
    ['has a part without a head', body('abc'), type],
    ['has a part without a name', body('Content-Disposition: form-data\r\n\r\nabc'), type],
  ])('is refused when it %s', (_, bytes, contentType) => {
    expect(() => readParts(bytes, contentType)).toThrow("Bad Request: can't parse multipart form data")
  })
})
