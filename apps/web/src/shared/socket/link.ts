import { socketCloseCodes } from '@sekisho/contract'
import { nextDelayMs } from './back-off.ts'

/** How a socket stands: `lost` is being mended; `over` (the session), `denied` (the right) and `outdated` are final. */
export type LinkState = 'connecting' | 'open' | 'lost' | 'over' | 'denied' | 'outdated'

interface Numbered {
  readonly seq: number
}
/** A message before it gets its number. */
export type Unnumbered<Message extends Numbered> = Message extends unknown ? Omit<Message, 'seq'> : never

/** The part of a WebSocket that is used here; the browser's own and that of the `ws` library both have it. */
export interface SocketLike {
  readonly readyState: number
  send(text: string): void
  close(): void
  addEventListener(type: 'open' | 'error', listener: () => void): void
  addEventListener(type: 'close', listener: (event: { code: number }) => void): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
}

export interface LinkPorts {
  readonly open: () => SocketLike
  readonly now: () => number
  /** Runs once after a while; gives what cancels it. */
  readonly after: (ms: number, run: () => void) => () => void
  readonly random: () => number
  /** Whether the server is reachable at all: asked only when the socket has been quiet for long. */
  readonly probe: () => Promise<boolean>
}

export interface LinkOptions<FromClient extends Numbered, ToClient> {
  readonly ports: LinkPorts
  /** Reads a message; null when it is not one of ours, which means that this page is older than its server. */
  readonly read: (value: unknown) => ToClient | null
  /** The seq of a message that answers one of ours. */
  readonly answers?: (message: ToClient) => number | null
  /** First message on each new connection; the others wait until it is answered with `isWelcome`. */
  readonly greet?: () => Unnumbered<FromClient> | null
  readonly isWelcome?: (message: ToClient) => boolean
  readonly isOver?: (message: ToClient) => boolean
  readonly onMessage: (message: ToClient) => void
  readonly onState: (state: LinkState) => void
  readonly quietMs?: number
  readonly answerWithinMs?: number
}

export interface Link<FromClient extends Numbered> {
  /** Sends now or as soon as there is a connection; gives the number by which it is answered. */
  readonly send: (message: Unnumbered<FromClient>) => number
  /** Greets once more, e.g. to take a seat over. */
  readonly greetAgain: () => void
  /** Tries at once instead of waiting: the network is said to be back. */
  readonly hurry: () => void
  /** Gives the present socket up at once: the network is said to be gone. */
  readonly lose: () => void
  readonly unanswered: () => readonly number[]
  /** Forgets what was not answered, e.g. when the seat went elsewhere. */
  readonly forget: () => void
  readonly close: () => void
}

const openState = 1

/**
 * Keeps one conversation with the server over as many sockets as it takes.
 *
 * Every message has a `seq` and is sent again, with the same one, until it was answered; the server does it once. Numbers
 * begin at the clock's milliseconds, so that two lives of a page do not share them. They are names, not an order: after a
 * break the greeting, with a new number, goes before older messages that are sent again.
 */
export function createLink<FromClient extends Numbered, ToClient>(
  options: LinkOptions<FromClient, ToClient>,
): Link<FromClient> {
  const { ports, read, answers, greet, isWelcome, isOver, onMessage, onState } = options
  const { quietMs = 15_000, answerWithinMs = 6_000 } = options
  const waiting = new Map<number, FromClient>()
  let socket: SocketLike | null = null
  let state: LinkState = 'connecting'
  let lastSeq = ports.now()
  let greetingSeq: number | null = null
  let isReady = false
  let failures = 0
  let cancelRetry = () => {}
  let cancelWatch = () => {}
  let heardAt = 0

  const become = (next: LinkState) => {
    if (state === next) return
    state = next
    onState(next)
  }
  const isFinal = () => state === 'over' || state === 'denied' || state === 'outdated'
  const number = (message: Unnumbered<FromClient>): FromClient => {
    lastSeq += 1
    return { ...message, seq: lastSeq } as unknown as FromClient
  }
  const transmit = (message: FromClient) => {
    if (socket?.readyState === openState) socket.send(JSON.stringify(message))
  }
  const flush = () => {
    isReady = true
    for (const message of waiting.values()) transmit(message)
  }
  const sayHello = () => {
    const greeting = greet?.() ?? null
    if (greeting === null) {
      greetingSeq = null
      flush()
      return
    }
    const numbered = number(greeting)
    greetingSeq = numbered.seq
    isReady = false
    transmit(numbered)
  }
  const drop = () => {
    const dropped = socket
    socket = null
    isReady = false
    cancelWatch()
    dropped?.close()
    if (isFinal()) return
    become('lost')
    cancelRetry()
    cancelRetry = ports.after(nextDelayMs(failures, ports.random()), connect)
    failures += 1
  }
  const finish = (last: LinkState) => {
    become(last)
    cancelRetry()
    drop()
  }
  /** A connection may die without a word. Nothing heard for a while, or a question unanswered, is looked into. */
  const watch = (current: SocketLike) => {
    cancelWatch = ports.after(quietMs, () => {
      if (socket !== current) return
      if (ports.now() - heardAt < quietMs) {
        watch(current)
        return
      }
      void ports.probe().then((isReachable) => {
        if (socket !== current) return
        if (isReachable) watch(current)
        else drop()
      })
    })
  }
  const expectAnswer = (current: SocketLike | null, seq: number) => {
    ports.after(answerWithinMs, () => {
      if (current !== null && socket === current && waiting.has(seq) && isReady) drop()
    })
  }
  const hear = (current: SocketLike, data: unknown) => {
    heardAt = ports.now()
    const message = typeof data === 'string' ? parse(data) : null
    if (message === null) {
      finish('outdated')
      return
    }
    const answered = answers?.(message) ?? null
    if (answered !== null) waiting.delete(answered)
    if (answered !== null && answered === greetingSeq) {
      greetingSeq = null
      if (isWelcome?.(message) ?? true) {
        flush()
        for (const seq of waiting.keys()) expectAnswer(current, seq)
      }
    }
    onMessage(message)
    if (isOver?.(message) === true) finish('over')
  }
  const parse = (text: string): ToClient | null => {
    try {
      return read(JSON.parse(text))
    } catch {
      return null
    }
  }
  function connect() {
    cancelRetry()
    if (isFinal()) return
    const current = ports.open()
    socket = current
    current.addEventListener('open', () => {
      if (socket !== current) return
      failures = 0
      heardAt = ports.now()
      become('open')
      watch(current)
      sayHello()
    })
    current.addEventListener('message', ({ data }) => {
      if (socket === current) hear(current, data)
    })
    // `error` is always followed by `close`; without a listener the ws library would throw it
    current.addEventListener('error', () => {})
    current.addEventListener('close', ({ code }) => {
      if (socket !== current) return
      if (code === socketCloseCodes.sessionOver) finish('over')
      else if (code === socketCloseCodes.forbidden) finish('denied')
      else drop()
    })
  }
  connect()
  return {
    send: (message) => {
      const numbered = number(message)
      waiting.set(numbered.seq, numbered)
      if (isReady) {
        transmit(numbered)
        expectAnswer(socket, numbered.seq)
      }
      return numbered.seq
    },
    greetAgain: () => {
      if (socket?.readyState === openState) sayHello()
    },
    hurry: () => {
      if (state === 'lost' && socket === null) connect()
    },
    lose: () => {
      if (state === 'open') drop()
    },
    unanswered: () => [...waiting.keys()],
    forget: () => waiting.clear(),
    close: () => {
      state = 'over'
      cancelRetry()
      drop()
    },
  }
}
