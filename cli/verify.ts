import { instant } from '../flows/values/time.ts'
import { ContentMissing, type Report, verifyFile } from '../services/signatures/report.ts'
import { BadUsage, type Command, only } from './command.ts'
import { readInstant } from './instant.ts'

const readable = ({ verdict, reason, signers }: Report) =>
  [
    reason ? `${verdict}: ${reason}` : verdict,
    ...signers.map(
      ({ name, signature, chain, validity, revocation, reason }) =>
        `  ${name}: signature ${signature}, chain ${chain}, validity ${validity}, revocation ${revocation}${reason ? ` (${reason})` : ''}`,
    ),
  ].join('\n')

export const command: Command = {
  usage: 'FILE [--content FILE] [--at INSTANT] [--trust DIR] [--crl FILE|DIR] [--ocsp FILE] [--iin NUMBER]',
  options: {
    content: 'what was signed, when the signature is detached',
    at: 'the moment at which it must be valid; now by default',
    trust: 'folder with the certificates of trusted authorities; TRUST_DIR by default',
    crl: 'revocation list, or a folder of them',
    ocsp: 'answer of a revocation service',
    iin: 'whose signature it must be',
  },
  async run({ positionals, options: { at, trust = process.env.TRUST_DIR, ...files } }) {
    const file = only(positionals, 'file')
    if (trust === undefined) throw new BadUsage('say whom to trust: --trust DIR or TRUST_DIR')
    const moment = at === undefined ? instant(new Date()) : readInstant('--at', at)
    const report = await verifyFile({ file, at: moment, trustDir: trust, ...files }).catch(asUsage)
    return { exitCode: report.verdict === 'valid' ? 0 : 1, text: readable(report), json: report }
  },
}

function asUsage(error: unknown): never {
  const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
  if (missing || error instanceof ContentMissing) throw new BadUsage(error.message, { cause: error })
  throw error
}
