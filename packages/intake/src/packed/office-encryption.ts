import { createDecipheriv, createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { IntakeError } from '../codes.ts'
import type { CompoundFile } from './compound-file.ts'
import type { PackedLimits } from './limits.ts'
import { readXml } from './read-xml.ts'

// [MS-OFFCRYPTO] 2.3.4: agile encryption (Office 2010 and later) and standard encryption (Office 2007).

/** What Excel encrypts with when a workbook is only locked against changes: no password, then. */
const noPassword = 'VelvetSweatshop'
const hashes = ['sha1', 'sha256', 'sha384', 'sha512'] as const
type HashName = (typeof hashes)[number]

const segmentBytes = 4_096
const blockKeys = {
  verifierInput: Buffer.from('fea7d2763b4b9e79', 'hex'),
  verifierValue: Buffer.from('d7aa0f6d3061344e', 'hex'),
  key: Buffer.from('146e0be7abacd0d6', 'hex'),
  hmacKey: Buffer.from('5fb2ad010cb9e1f6', 'hex'),
  hmacValue: Buffer.from('a0677f02b22c8433', 'hex'),
} as const

/**
 * The document inside an encrypted Office file.
 *
 * @throws IntakeError `password_needed`, `password_wrong`, `encryption_unsupported`, `packed_damaged`
 */
export async function decryptOffice(
  file: CompoundFile,
  password: string | undefined,
  limits: PackedLimits,
): Promise<Buffer> {
  const info = file.stream('EncryptionInfo')
  const sealed = file.stream('EncryptedPackage')
  if (info.length < 8 || sealed.length < 8) throw new IntakeError('packed_damaged')
  const [major, minor] = [info.readUInt16LE(0), info.readUInt16LE(2)]
  const scheme =
    major === 4 && minor === 4 ? await agile(info.subarray(8), limits) : minor === 2 ? standard(info) : null
  if (scheme === null) throw new IntakeError('encryption_unsupported')
  const key = scheme.keyFor(password ?? noPassword)
  if (key === null) throw new IntakeError(password === undefined ? 'password_needed' : 'password_wrong')
  const clear = scheme.decrypt(key, sealed)
  const size = sealed.readUIntLE(0, 6)
  if (size > clear.length) throw new IntakeError('packed_damaged')
  return clear.subarray(0, size)
}

interface Scheme {
  /** Null for a wrong password. */
  keyFor(password: string): Buffer | null
  decrypt(key: Buffer, sealed: Buffer): Buffer
}

const hash = (name: HashName, ...parts: readonly Uint8Array[]): Buffer => {
  const digest = createHash(name)
  for (const part of parts) digest.update(part)
  return digest.digest()
}

/** Shorter bytes are filled up with 0x36. */
function sized(bytes: Buffer, length: number): Buffer {
  return bytes.length >= length
    ? bytes.subarray(0, length)
    : Buffer.concat([bytes, Buffer.alloc(length - bytes.length, 0x36)])
}

function spun(name: HashName, salt: Buffer, password: string, rounds: number): Buffer {
  let digest = hash(name, salt, Buffer.from(password, 'utf16le'))
  const round = Buffer.alloc(4)
  for (let i = 0; i < rounds; i++) {
    round.writeUInt32LE(i)
    digest = hash(name, round, digest)
  }
  return digest
}

function decipher(cipher: string, key: Buffer, iv: Buffer | null, bytes: Uint8Array): Buffer {
  const work = createDecipheriv(cipher, key, iv).setAutoPadding(false)
  return Buffer.concat([work.update(bytes), work.final()])
}

interface AgileKey {
  readonly salt: Buffer
  readonly blockSize: number
  readonly keyBytes: number
  readonly hashName: HashName
}

function agileKey(attributes: Readonly<Record<string, string>>): AgileKey {
  const hashName = hashes.find((name) => name === attributes.hashAlgorithm?.toLowerCase().replace('-', ''))
  const keyBytes = Number(attributes.keyBits) / 8
  const isKnown =
    attributes.cipherAlgorithm === 'AES' &&
    attributes.cipherChaining === 'ChainingModeCBC' &&
    attributes.blockSize === '16'
  if (hashName === undefined || !isKnown || ![16, 24, 32].includes(keyBytes)) {
    throw new IntakeError('encryption_unsupported')
  }
  return { salt: base64(attributes.saltValue), blockSize: 16, keyBytes, hashName }
}

function base64(text: string | undefined): Buffer {
  return Buffer.from(text ?? '', 'base64')
}

async function agile(xml: Buffer, limits: PackedLimits): Promise<Scheme> {
  const found = new Map<string, Readonly<Record<string, string>>>()
  await readXml([xml], limits, { open: (name, attributes) => void (found.has(name) || found.set(name, attributes)) })
  const [data, integrity, wrapped] = [found.get('keyData'), found.get('dataIntegrity'), found.get('encryptedKey')]
  // a file that opens by certificate only has no key for a password
  if (data === undefined || wrapped === undefined) throw new IntakeError('encryption_unsupported')
  const [ofData, ofPassword] = [agileKey(data), agileKey(wrapped)]
  const spinCount = Number(wrapped.spinCount)
  if (!(spinCount >= 0 && spinCount <= limits.maxSpinCount)) throw new IntakeError('encryption_unsupported')
  const { salt, keyBytes, blockSize, hashName } = ofPassword
  const aes = (bytes: number): string => `aes-${bytes * 8}-cbc`
  const dataIv = (block: Uint8Array): Buffer => sized(hash(ofData.hashName, ofData.salt, block), ofData.blockSize)

  function isWhole(key: Buffer, sealed: Buffer): boolean {
    if (integrity === undefined) return false
    const part = (text: string | undefined, block: Buffer): Buffer =>
      decipher(aes(ofData.keyBytes), key, dataIv(block), base64(text))
    const digestBytes = hash(ofData.hashName).length
    const hmacKey = part(integrity.encryptedHmacKey, blockKeys.hmacKey).subarray(0, digestBytes)
    const expected = part(integrity.encryptedHmacValue, blockKeys.hmacValue).subarray(0, digestBytes)
    const actual = createHmac(ofData.hashName, hmacKey).update(sealed).digest()
    return expected.length === actual.length && timingSafeEqual(expected, actual)
  }

  return {
    keyFor(password) {
      const digest = spun(hashName, salt, password, spinCount)
      const open = (text: string | undefined, block: Buffer): Buffer =>
        decipher(aes(keyBytes), sized(hash(hashName, digest, block), keyBytes), sized(salt, blockSize), base64(text))
      try {
        const input = open(wrapped.encryptedVerifierHashInput, blockKeys.verifierInput).subarray(0, salt.length)
        const value = open(wrapped.encryptedVerifierHashValue, blockKeys.verifierValue)
        const expected = hash(hashName, input)
        if (!value.subarray(0, expected.length).equals(expected)) return null
        return open(wrapped.encryptedKeyValue, blockKeys.key).subarray(0, ofData.keyBytes)
      } catch {
        throw new IntakeError('packed_damaged')
      }
    },
    decrypt(key, sealed) {
      try {
        if (!isWhole(key, sealed)) throw new IntakeError('packed_damaged')
        const body = sealed.subarray(8)
        const clear = Buffer.alloc(body.length)
        const number = Buffer.alloc(4)
        for (let at = 0, segment = 0; at < body.length; at += segmentBytes, segment++) {
          number.writeUInt32LE(segment)
          decipher(aes(ofData.keyBytes), key, dataIv(number), body.subarray(at, at + segmentBytes)).copy(clear, at)
        }
        return clear
      } catch {
        throw new IntakeError('packed_damaged')
      }
    },
  }
}

const standardRounds = 50_000

function standard(info: Buffer): Scheme {
  const headerBytes = info.length < 12 ? 0 : info.readUInt32LE(8)
  const verifier = info.subarray(12 + headerBytes)
  if (headerBytes < 32 || verifier.length < 72) throw new IntakeError('packed_damaged')
  const keyBytes = info.readUInt32LE(12 + 16) / 8
  const [algorithm, hashAlgorithm] = [info.readUInt32LE(12 + 8), info.readUInt32LE(12 + 12)]
  // AES with 128, 192 or 256 bits, and SHA-1; RC4 is older
  const isKnown = algorithm >= 0x660e && algorithm <= 0x6610 && (hashAlgorithm === 0x8004 || hashAlgorithm === 0)
  if (!isKnown || ![16, 24, 32].includes(keyBytes)) throw new IntakeError('encryption_unsupported')
  const salt = verifier.subarray(4, 20)
  const ecb = `aes-${keyBytes * 8}-ecb`

  return {
    keyFor(password) {
      const digest = hash('sha1', spun('sha1', salt, password, standardRounds), Buffer.alloc(4))
      const stretched = (fill: number): Buffer => {
        const pad = Buffer.alloc(64, fill)
        for (const [at, byte] of digest.entries()) pad[at] = byte ^ fill
        return hash('sha1', pad)
      }
      const key = Buffer.concat([stretched(0x36), stretched(0x5c)]).subarray(0, keyBytes)
      const expected = hash('sha1', decipher(ecb, key, null, verifier.subarray(20, 36)))
      const actual = decipher(ecb, key, null, verifier.subarray(40, 72)).subarray(0, 20)
      return actual.equals(expected) ? key : null
    },
    decrypt(key, sealed) {
      const body = sealed.subarray(8)
      return decipher(ecb, key, null, body.subarray(0, body.length - (body.length % 16)))
    },
  }
}
