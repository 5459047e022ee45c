import { SaxesParser } from 'saxes'
import { IntakeError } from '../codes.ts'
import type { Chunks } from '../read-rows.ts'
import type { PackedLimits } from './limits.ts'

export interface XmlHandlers {
  /** Names without a prefix. */
  readonly open: (name: string, attributes: Readonly<Record<string, string>>) => void
  readonly close?: (name: string) => void
  readonly text?: (text: string) => void
}

/** Reads XML piece by piece. */
export interface XmlReader {
  /** @throws IntakeError `packed_damaged` */
  write(piece: Uint8Array): void
  /** @throws IntakeError `packed_damaged` when it is cut off */
  end(): void
}

/**
 * Entities that a file defines itself are not known here, so none expands; nesting and the length of a single tag or text
 * are bounded, because the parser keeps them whole.
 */
export function xmlReader(limits: PackedLimits, { open, close, text }: XmlHandlers): XmlReader {
  const parser = new SaxesParser({ xmlns: false, position: false })
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let depth = 0
  let run = 0
  const damaged = (): never => {
    throw new IntakeError('packed_damaged')
  }
  parser.on('error', damaged)
  parser.on('doctype', damaged)
  parser.on('opentag', ({ name, attributes }) => {
    run = 0
    if (++depth > limits.maxXmlDepth) damaged()
    open(local(name), attributes)
  })
  parser.on('closetag', ({ name }) => {
    run = 0
    depth--
    close?.(local(name))
  })
  parser.on('text', (read) => {
    run = 0
    text?.(read)
  })
  const write = (piece: string): void => {
    for (let at = 0; at < piece.length; at += pieceChars) {
      const part = piece.slice(at, at + pieceChars)
      run += part.length
      parser.write(part)
      if (run > limits.maxXmlRun) damaged()
    }
  }
  return {
    write: (piece) => write(decoded(() => decoder.decode(piece, { stream: true }))),
    end() {
      write(decoded(() => decoder.decode()))
      if (depth !== 0) damaged()
      parser.close()
    },
  }
}

/** Reads XML to its end. @throws IntakeError `packed_damaged` */
export async function readXml(chunks: Chunks, limits: PackedLimits, handlers: XmlHandlers): Promise<void> {
  const reader = xmlReader(limits, handlers)
  for await (const chunk of chunks) reader.write(chunk)
  reader.end()
}

const pieceChars = 64 * 1024

function local(name: string): string {
  const at = name.indexOf(':')
  return at < 0 ? name : name.slice(at + 1)
}

function decoded(decode: () => string): string {
  try {
    return decode()
  } catch {
    throw new IntakeError('packed_damaged')
  }
}
