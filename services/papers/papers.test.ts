import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { instant } from '../../flows/values/time.ts'
import { translate, translateDerived } from '../../locales/translate.ts'
import { pdfText, placedTexts } from '../../test/support/pdf.ts'
import { type Bilingual, compose, type Piece } from './compose.ts'
import { readForms } from './form.ts'
import { createPapers } from './papers.ts'
import { type PaperData, PaperIncomplete, type PaperKind, type PaperValue } from './port.ts'

const papers = createPapers()
const forms = readForms()

const letters = 'АаӘәБбВвГгҒғДдЕеЁёЖжЗзИиЙйКкҚқЛлМмНнҢңОоӨөПпРрСсТтУуҰұҮүФфХхҺһЦцЧчШшЩщЪъЫыІіЬьЭэЮюЯя'
const signs = '₸ № « » — … – “ ”'

const issuer = { kk: 'Алматы қаласы Білім басқармасы', ru: 'Управление образования города Алматы' }
const service = { kk: 'Анықтамалар беру', ru: 'Выдача справок' }
const signed = {
  signer: 'Сәрсенбаева Гүлнұр Қайратқызы',
  position: { kk: 'Басқарма басшысының орынбасары', ru: 'Заместитель руководителя управления' },
  resultForm: 'electronic',
}
const wards = (count: number): PaperValue[] =>
  Array.from({ length: count }, (_, i) => ({
    fullName: `Ерғалиев Нұрсұлтан Бауыржанұлы ${'І'.repeat(i + 1)}`,
    birthDate: '2015-03-05',
    property: i % 2 === 0 ? 'listed' : 'none',
  }))
const decision = (count: number) => ({
  kind: 'guardian',
  decisionNumber: '145',
  decisionDate: '2019-03-05',
  decisionBody: { kk: 'Бостандық ауданының әкімдігі', ru: 'Акимат Бостандыкского района' },
  wards: wards(count),
})

const fieldsOf: Record<PaperKind, Record<string, PaperValue>> = {
  certificate: { issuer, guardian: 'Өтеғұлова Жұлдыз', address: 'Алматы', ...signed, decisions: [decision(1)] },
  receipt: {
    issuer,
    service,
    applicant: 'Өтеғұлова Жұлдыз',
    applicationNumber: 'KZ-417',
    term: { kk: '3 жұмыс күні', ru: '3 рабочих дня' },
    due: '2026-11-25',
    counting: 'days',
    where: { kk: 'Порталдағы жеке кабинетке', ru: 'В личный кабинет на портале' },
    law: { kk: 'Регламенттің 5-тармағы', ru: 'Пункт 5 регламента' },
    documents: [{ name: { kk: 'Туу туралы куәлік', ru: 'Свидетельство о рождении' } }],
  },
  refusal: {
    issuer,
    service,
    applicant: 'Өтеғұлова Жұлдыз',
    applicationNumber: 'KZ-417',
    applicationDate: '2026-11-20',
    ground: { kk: 'деректердің болмауына байланысты', ru: 'в связи с отсутствием данных' },
    law: { kk: 'Стандарттың 10-тармағы', ru: 'Пункт 10 стандарта' },
    next: { kk: 'Жаңа өтініш беріңіз.', ru: 'Подайте новое заявление.' },
    ...signed,
  },
}

function paper(kind: PaperKind, change: Record<string, PaperValue> = {}, specimen = false): PaperData {
  return {
    number: '2026-000123',
    at: instant('2026-11-20T09:15:00Z'),
    verifyUrl: 'http://localhost:3000/verify/2026-000123?k=0f1e2d3c4b5a69788796a5b4c3d2e1f0',
    specimen,
    fields: { ...fieldsOf[kind], ...change },
  }
}

const withoutSpaces = (text: string) => text.replaceAll(/\s/g, '')
const both = ({ kk, ru }: Bilingual) => [kk, ru]
const once = ({ kk, ru }: Bilingual) => (kk === ru ? [kk] : [kk, ru])

/** The words of a piece in the order in which they are to be read. */
function words(piece: Piece): string[] {
  if (piece.piece === 'title') return [...both(piece.text), ...both(piece.caption)]
  if (piece.piece === 'facts') return piece.rows.flatMap(({ label, text }) => [...once(label), ...once(text)])
  if (piece.piece === 'table')
    return [...piece.columns.flatMap(({ heading }) => once(heading)), ...piece.rows.flat().flatMap(once)]
  if (piece.piece === 'stamp') return [piece.heading, ...piece.lines].flatMap(both)
  if (piece.piece === 'verification') return [...once(piece.text), piece.url, ...(piece.law ? once(piece.law) : [])]
  if (piece.piece === 'signature') {
    const { position, place, signer, seal } = piece
    return [...once(position), `${place.kk} / ${place.ru}`, ...once(signer), ...once(seal)]
  }
  return both(piece.text)
}

async function pagesOf(data: PaperData, kind: PaperKind) {
  const texts = await placedTexts(await papers.make(kind, data))
  return { texts, count: Math.max(...texts.map(({ page }) => page)) }
}

describe.each(['certificate', 'receipt', 'refusal'] as const)('the %s', kind => {
  test('reads, when copied, exactly as it was written', async () => {
    const data = paper(kind)
    const foot = /№ 2026-000123 · \d \/ \d бет \/ страница \d из \d/g
    const read = (await pdfText(await papers.make(kind, data))).replaceAll(foot, '')
    expect(withoutSpaces(read)).toBe(withoutSpaces(compose(forms[kind], data).flatMap(words).join('')))
  })

  test('is the same bytes for the same data, and other bytes for other data', async () => {
    const digest = async (data: PaperData) =>
      createHash('sha256')
        .update(await papers.make(kind, data))
        .digest('hex')
    expect(await digest(paper(kind))).toBe(await digest(paper(kind)))
    expect(await digest(paper(kind))).not.toBe(await digest({ ...paper(kind), number: '2026-000124' }))
  })

  test('is tagged, named and in Kazakh for screen readers', async () => {
    const pdf = Buffer.from(await papers.make(kind, paper(kind))).toString('latin1')
    for (const mark of ['/StructTreeRoot', '/Marked true', '/Lang (kk-KZ)', '/DisplayDocTitle true', 'pdfaid:part>2<'])
      expect(pdf).toContain(mark)
  })

  test('says on every page of a demonstration that it is a specimen, and never otherwise', async () => {
    const mark = 'СЫНАҚ ҮЛГІСІ / ТЕСТОВЫЙ ОБРАЗЕЦ'
    expect(await pdfText(await papers.make(kind, paper(kind, {}, true)))).toContain(mark)
    expect(await pdfText(await papers.make(kind, paper(kind)))).not.toContain(mark)
  })

  test('is not made when a field is missing', async () => {
    await expect(papers.make(kind, paper(kind, { issuer: '' }))).rejects.toThrow(
      new PaperIncomplete('The field issuer is not given'),
    )
  })
})

describe('letters', () => {
  test('of the Kazakh alphabet, large and small, and the signs of office survive copying', async () => {
    expect(new Set(letters).size).toBe(84)
    const text = await pdfText(
      await papers.make('refusal', paper('refusal', { explanation: `${letters} ${signs}` }, true)),
    )
    expect(withoutSpaces(text)).toContain(withoutSpaces(letters + signs))
  })
})

describe('common papers', () => {
  const inBoth = (path: string) => ({
    kk: translateDerived('kk', 'guardianship-certificate', path),
    ru: translateDerived('ru', 'guardianship-certificate', path),
  })
  const handedOut = { kk: translate('kk', 'common:result.paper'), ru: translate('ru', 'common:result.paper') }
  const documents = ['appointmentDecision', 'birthCertificate'].map(id => ({ name: inBoth(`documents.${id}`) }))
  const long = {
    issuer: inBoth('provider'),
    service: inBoth('title'),
    law: inBoth('editions.2016'),
    term: inBoth('promise.manual'),
    where: inBoth('steps.delivery.where'),
  }

  test.each<[string, PaperKind, Record<string, PaperValue>]>([
    [
      'a certificate with two wards, handed out on paper',
      'certificate',
      { decisions: [decision(2)], resultForm: 'paper' },
    ],
    ['a receipt of two documents with all that it may say', 'receipt', { ...long, paperCopy: handedOut, documents }],
    ['a refusal that is explained, handed out on paper', 'refusal', { explanation: letters, resultForm: 'paper' }],
  ])('fit on one page: %s', async (_, kind, change) => {
    expect((await pagesOf(paper(kind, change, true), kind)).count).toBe(1)
  })

  test.each([3, 4, 5, 6, 7, 8, 9, 10])('have the QR code on the page of the stamp, with %i wards too', async count => {
    const { texts } = await pagesOf(
      paper('certificate', { decisions: [decision(count)], resultForm: 'paper' }),
      'certificate',
    )
    const pageWith = (words: string) => texts.find(({ text }) => text.includes(words))?.page
    expect(pageWith('QR-код')).toBe(pageWith('Подписано электронной'))
  })
})

describe('long papers', () => {
  const longName = 'Әбдіразақұлы-Сейітмұхаммедқызы '.repeat(6).trim()

  test('carry ten wards of two decisions over pages, with the headings again on each', async () => {
    const { texts, count } = await pagesOf(
      paper('certificate', { decisions: [decision(9), decision(10)] }),
      'certificate',
    )
    expect(count).toBeGreaterThan(1)
    const headings = texts.filter(({ text }) => text === 'Мүлкі').map(({ page }) => page)
    expect(new Set(headings).size).toBeGreaterThan(1)
    for (const ward of ['І', 'І'.repeat(10)]) expect(texts.some(({ text }) => text.endsWith(` ${ward}`))).toBe(true)
  })

  test('carry an explanation longer than a page to its last word', async () => {
    const explanation = `${'Туу туралы куәліктің екінші беті оқылмайды. '.repeat(150)}Соңы.`
    const { texts, count } = await pagesOf(paper('refusal', { explanation }), 'refusal')
    expect(count).toBeGreaterThan(2)
    expect(withoutSpaces(texts.map(({ text }) => text).join('')).match(/оқылмайды/g)).toHaveLength(150)
  })

  test.each([
    ['one ward', paper('certificate')],
    ['two decisions with ten wards each', paper('certificate', { decisions: [decision(10), decision(10)] })],
    ['names that wrap', paper('certificate', { guardian: longName, signer: longName, issuer: longName })],
    ['places for signature and seal', paper('certificate', { resultForm: 'paper', signer: longName })],
  ])('keep every text on the page and off every other one: %s', async (_, data) => {
    const { texts } = await pagesOf(data, 'certificate')
    for (const { x, y, width } of texts)
      expect([x > 0, y > 0, x + width < 595, y < 842]).toEqual([true, true, true, true])
    const overlaps = texts.flatMap((one, i) => texts.slice(i + 1).filter(other => overlap(one, other)))
    expect(overlaps).toEqual([])
  })
})

type Placed = Awaited<ReturnType<typeof placedTexts>>[number]
/** From the baseline to the height of a small letter: what two neighbouring lines may never share. */
const overlap = (a: Placed, b: Placed): boolean =>
  a.page === b.page &&
  a.x < b.x + b.width - 0.5 &&
  b.x < a.x + a.width - 0.5 &&
  a.y < b.y + b.height * 0.6 &&
  b.y < a.y + a.height * 0.6

describe('the form of the result', () => {
  test('on paper has places for signature and seal; electronic has not', async () => {
    const onPaper = await pdfText(await papers.make('certificate', paper('certificate', { resultForm: 'paper' })))
    for (const text of ['мөр орны', 'место печати', 'қолы / подпись', 'электронный документ распечатан'])
      expect(withoutSpaces(onPaper)).toContain(withoutSpaces(text))
    expect(await pdfText(await papers.make('certificate', paper('certificate')))).not.toContain('мөр орны')
  })

  test('a due moment is written with its time', async () => {
    const text = await pdfText(await papers.make('receipt', paper('receipt', { due: '2026-11-20T09:20:00.000Z' })))
    for (const due of ['сағат 14:20-дан кешіктірмей', '20 ноября 2026 года, не позднее 14:20'])
      expect(withoutSpaces(text)).toContain(withoutSpaces(due))
  })
})
