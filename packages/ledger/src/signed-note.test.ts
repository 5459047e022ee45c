import { generateKeyPairSync } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatCheckpointText, parseCheckpointText } from './checkpoint.ts'
import { commit, openCommitment } from './commitment.ts'
import { cosignedMessage } from './cosignature.ts'
import { LedgerError } from './errors.ts'
import { emptyRoot, leafHash } from './hashing.ts'
import { cosign, ed25519Signer, formatVerifierKey, noteKey, parseVerifierKey, signNote } from './note-keys.ts'
import { openCheckpoint, openNote } from './open-note.ts'
import { formatNote, parseNote } from './signed-note.ts'

function newSigner(name: string) {
  return ed25519Signer(name, generateKeyPairSync('ed25519').privateKey)
}

const logSigner = newSigner('log.example/tenant')
const logKey = noteKey(logSigner.name, 'note', logSigner.publicKey)
const witness = newSigner('witness.example/w1')
const witnessKey = noteKey(witness.name, 'cosignature', witness.publicKey)
const origin = 'log.example/tenant'
const text = formatCheckpointText({ origin, size: 42, root: leafHash(Buffer.from('root')) })

const line = fc.string({ unit: 'grapheme' }).filter((each) => !/\p{Cc}|\p{Surrogate}/u.test(each))
const noteText = fc.array(line, { minLength: 1, maxLength: 5 }).map((lines) => `${lines.join('\n')}\n`)

describe('signed notes', () => {
  it('open with the example key of C2SP signed-note', () => {
    const key = parseVerifierKey('example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k')
    const note =
      'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n'
    expect(openNote(note, [key]).text).toBe('This is an example message.\n')
    expect(() => openNote(note.replace('an', 'no'), [key])).toThrow(LedgerError)
  })

  it('with any text are read back as they were written, and open', async () => {
    await fc.assert(
      fc.asyncProperty(noteText, async (each) => {
        const signature = await signNote(each, logSigner)
        const note = formatNote(each, [signature])
        expect(parseNote(note)).toEqual({ text: each, signatures: [signature] })
        expect(parseNote(Buffer.from(note))).toEqual(parseNote(note))
        expect(openNote(note, [logKey, witnessKey])).toEqual({ text: each, signedBy: [{ key: logKey, signature }] })
      }),
      { numRuns: 60 },
    )
  })

  it('are refused with any bit of text or signature flipped', async () => {
    const bytes = Buffer.from(formatNote(text, [await signNote(text, logSigner)]))
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const copy = Buffer.from(bytes)
      copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(() => openCheckpoint(copy, { origin, logKey })).toThrow(LedgerError)
    }
  })

  it('ignore unknown keys, and refuse a note that a known key did not really sign', async () => {
    const stranger = newSigner('stranger.example')
    const unknown = await signNote(text, stranger)
    const good = await signNote(text, logSigner)
    const wrong = await signNote('another text\n', logSigner)
    expect(openNote(formatNote(text, [unknown, good]), [logKey]).signedBy).toHaveLength(1)
    expect(() => openNote(formatNote(text, [unknown]), [logKey])).toThrow(/no known key/)
    expect(() => openNote(formatNote(text, [good, wrong]), [logKey])).toThrow(/did not sign/)
    expect(() => openNote(formatNote(text, [good]), [logKey, logKey])).toThrow(LedgerError)
    expect(openNote(formatNote(text, [good, good]), [logKey]).signedBy).toHaveLength(1)
  })

  it('have one form only', async () => {
    const note = formatNote(text, [await signNote(text, logSigner)])
    const [head = '', encoded = ''] = note.split(/(?<=tenant )(?=[A-Za-z0-9+/]+=*\n$)/)
    const forms = [
      note.slice(0, -1),
      `${note}\n`,
      `${note} \n`,
      note.replace('\n\n', '\n'),
      note.replace('42', '4\t2'),
      note.replace('42', '4\r2'),
      note.replace('— ', '- '),
      note.replace('— ', '—'),
      note.replace('— log', '— log+'),
      note.replace('— log', '—  log'),
      note.replace('— log', '— log\u3000'),
      `${head}${encoded.replace('=', '')}`,
      `${head}AAAA\n`,
      `${head}${encoded.slice(0, -1)} x\n`,
      text,
      '\n',
      '',
    ]
    for (const each of forms) expect(() => parseNote(each), JSON.stringify(each)).toThrow(LedgerError)
    expect(() => parseNote(Buffer.concat([Buffer.from([0xff]), Buffer.from(note)]))).toThrow(LedgerError)
    expect(() => parseNote(`${text}\n${'— a AAAAAAA=\n'.repeat(101)}`)).toThrow(LedgerError)
    expect(parseNote(`${text}\n${'— a AAAAAAA=\n'.repeat(16)}`).signatures).toHaveLength(16)
  })

  it('are not written with a text or a signature that could not be read back', async () => {
    const good = await signNote(text, logSigner)
    expect(() => formatNote('no newline', [good])).toThrow(LedgerError)
    expect(() => formatNote('a\u0000b\n', [good])).toThrow(LedgerError)
    expect(() => formatNote(text, [])).toThrow(LedgerError)
    expect(() => formatNote(text, [{ ...good, name: 'a b' }])).toThrow(LedgerError)
    expect(() => formatNote(text, [{ ...good, name: 'a\nb' }])).toThrow(LedgerError)
    expect(() => formatNote(text, [{ ...good, keyId: 2 ** 32 }])).toThrow(LedgerError)
    expect(() => formatNote(text, [{ ...good, signature: Buffer.alloc(0) }])).toThrow(LedgerError)
  })

  it('are not made with a signer whose signature is wrong', async () => {
    const liar = { ...logSigner, sign: () => Buffer.alloc(64) }
    await expect(signNote(text, liar)).rejects.toMatchObject({ code: 'signature_refused' })
    await expect(cosign(text, liar, 1)).rejects.toMatchObject({ code: 'signature_refused' })
    expect(() => ed25519Signer('a', generateKeyPairSync('x25519').privateKey)).toThrow(LedgerError)
  })

  it('by one key for both uses bear different ids, and neither passes for the other', async () => {
    const asNote = await signNote(text, logSigner)
    const asCosignature = await cosign(text, logSigner, 5)
    const cosigner = noteKey(logSigner.name, 'cosignature', logSigner.publicKey)
    expect(asNote.keyId).toBe(logKey.keyId)
    expect(asCosignature.keyId).toBe(cosigner.keyId)
    expect(() => openNote(formatNote(text, [{ ...asCosignature, keyId: asNote.keyId }]), [logKey])).toThrow(LedgerError)
    expect(() => openNote(formatNote(text, [{ ...asNote, keyId: asCosignature.keyId }]), [cosigner])).toThrow(
      LedgerError,
    )
  })
})

describe('verifier keys', () => {
  it('are read back as they were written, for notes and for cosignatures', () => {
    for (const key of [logKey, witnessKey]) {
      const read = parseVerifierKey(formatVerifierKey(key))
      expect({ ...read, check: undefined }).toEqual({ ...key, check: undefined })
    }
    expect(noteKey('n', 'note', logKey.publicKey).keyId).not.toBe(noteKey('n', 'cosignature', logKey.publicKey).keyId)
  })

  it('are refused with another id, type, length or name', () => {
    const good = formatVerifierKey(logKey)
    const [name = '', id = ''] = good.split('+')
    const material = (type: number, length: number) =>
      Buffer.concat([Buffer.from([type]), logKey.publicKey, Buffer.alloc(1)])
        .subarray(0, 1 + length)
        .toString('base64')
    const bad = [
      `${name}+00000000+${material(1, 32)}`,
      `${name}x+${id}+${material(1, 32)}`,
      `${name}+${id.toUpperCase()}A+${material(1, 32)}`,
      `${name}+${id}+${material(2, 32)}`,
      `${name}+${id}+${material(4, 32)}`,
      `${name}+${id}+${material(1, 31)}`,
      `${name}+${id}+${material(1, 33)}`,
      `${good} `,
      `${name}+${id}`,
      '',
    ]
    for (const each of bad) expect(() => parseVerifierKey(each), each).toThrow(LedgerError)
    expect(() => noteKey('a b', 'note', logKey.publicKey)).toThrow(LedgerError)
  })
})

describe('checkpoints', () => {
  it('are read back as they were written', () => {
    const nonEmptyLine = line.filter((each) => each !== '')
    fc.assert(
      fc.property(
        nonEmptyLine,
        fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.array(nonEmptyLine, { maxLength: 3 }),
        (origin, size, root, extensions) => {
          const checkpoint = { origin, size, root: Buffer.from(root), extensions }
          expect(parseCheckpointText(formatCheckpointText(checkpoint))).toEqual(checkpoint)
        },
      ),
      { numRuns: 100 },
    )
  })

  it('have one form only', () => {
    const root = emptyRoot.toString('base64')
    const forms = [
      `o\n1\n${root}`,
      `o\n01\n${root}\n`,
      `o\n+1\n${root}\n`,
      `o\n-1\n${root}\n`,
      `o\n1.0\n${root}\n`,
      `o\n9007199254740992\n${root}\n`,
      `o\n\n${root}\n`,
      `\n1\n${root}\n`,
      `o\n1\n${root.slice(0, -1)}\n`,
      `o\n1\n${root.slice(4)}\n`,
      `o\n1\n${root}\n\n`,
      `o\n1\n${root}\n\next\n`,
      `o\r\n1\n${root}\n`,
      `o\n1\n`,
      `o\n0\n${leafHash(emptyRoot).toString('base64')}\n`,
      '',
    ]
    for (const each of forms) expect(() => parseCheckpointText(each), JSON.stringify(each)).toThrow(LedgerError)
    expect(() => formatCheckpointText({ origin: 'a\nb', size: 1, root: emptyRoot })).toThrow(LedgerError)
    expect(() => formatCheckpointText({ origin: 'a', size: 1, root: emptyRoot, extensions: ['x\ny'] })).toThrow(
      LedgerError,
    )
    expect(() => formatCheckpointText({ origin: 'a', size: 1, root: Buffer.alloc(31) })).toThrow(LedgerError)
  })

  it('open with the cosignatures of known witnesses and their times', async () => {
    const note = formatNote(text, [await signNote(text, logSigner), await cosign(text, witness, 1_679_315_147)])
    const opened = openCheckpoint(note, { origin, logKey, cosigners: [witnessKey] })
    expect(opened).toMatchObject({ origin, size: 42, cosignatures: [{ key: witnessKey, unixSeconds: 1_679_315_147 }] })
    expect(openCheckpoint(note, { origin, logKey }).cosignatures).toEqual([])
  })

  it('are refused when only witnesses signed, or when a cosignature has another time', async () => {
    const expected = { origin, logKey, cosigners: [witnessKey] }
    const own = await signNote(text, logSigner)
    const cosignature = await cosign(text, witness, 1_679_315_147)
    expect(() => openCheckpoint(formatNote(text, [cosignature]), expected)).toThrow(/log itself/)
    for (const at of [0, 7, 8, 71]) {
      const signature = Buffer.from(cosignature.signature)
      signature[at] = (signature[at] ?? 0) ^ 1
      const note = formatNote(text, [own, { ...cosignature, signature }])
      expect(() => openCheckpoint(note, expected)).toThrow(/did not sign/)
    }
    const short = { ...cosignature, signature: cosignature.signature.subarray(8) }
    expect(() => openCheckpoint(formatNote(text, [own, short]), expected)).toThrow(/did not sign/)
    expect(() => openCheckpoint(formatNote(text, [own]), { origin, logKey: witnessKey })).toThrow(LedgerError)
    expect(() => openCheckpoint(formatNote(text, [own]), { origin, logKey, cosigners: [logKey] })).toThrow(LedgerError)
  })

  it('are cosigned over the message of C2SP tlog-cosignature, and nothing else is cosigned', () => {
    const example = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'
    expect(cosignedMessage(example, 1_679_315_147).toString()).toBe(`cosignature/v1\ntime 1679315147\n${example}`)
    expect(() => cosignedMessage('any text\n', 1)).toThrow(LedgerError)
    expect(() => cosignedMessage(example, -1)).toThrow(LedgerError)
  })
})

describe('commitments', () => {
  it('open with their own salt and value and with no other', () => {
    const salt = fc.uint8Array({ minLength: 32, maxLength: 32 })
    fc.assert(
      fc.property(salt, fc.string({ unit: 'grapheme' }), fc.nat(255), (salt, value, bit) => {
        const commitment = commit(salt, value)
        const other = Uint8Array.from(salt)
        other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        expect(openCommitment(commitment, salt, value)).toBe(true)
        expect(openCommitment(commitment, salt, `${value}0`)).toBe(false)
        expect(openCommitment(commitment, other, value)).toBe(false)
      }),
      { numRuns: 100 },
    )
  })

  it('are SHA-256 of salt and text', () => {
    // Computed with coreutils: (head -c 32 /dev/zero; printf 'あ') | sha256sum
    expect(commit(Buffer.alloc(32), 'あ').toString('hex')).toBe(
      'a4fda4a3d7d15ae2e6a47d608efaaa56db45c12a50b4d167e2b97de09b5e013d',
    )
  })

  it('refuse salts of another length and text that UTF-8 cannot carry', () => {
    expect(() => commit(Buffer.alloc(31), 'a')).toThrow(LedgerError)
    expect(() => commit(Buffer.alloc(32), '\ud83d')).toThrow(LedgerError)
    expect(() => openCommitment(Buffer.alloc(31), Buffer.alloc(32), 'a')).toThrow(LedgerError)
  })
})
