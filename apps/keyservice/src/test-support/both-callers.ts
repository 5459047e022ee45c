import { join } from 'node:path'
import { keyServiceClient } from '@sekisho/vault'
import type { KeyServiceClient } from '@sekisho/vault'

/** Where a test's key service keeps its data and listens for each caller. */
export interface KeyServicePaths {
  readonly dataDir: string
  readonly socketPath: string
  readonly sequencerSocketPath: string
}

export function keyServicePaths(folder: string): KeyServicePaths {
  return {
    dataDir: join(folder, 'data'),
    socketPath: join(folder, 'keys'),
    sequencerSocketPath: join(folder, 'sequencer-keys'),
  }
}

/** The server's calls and the sequencer's in one client, each over its own socket: tests play both. */
export function bothCallers(
  { socketPath, sequencerSocketPath }: Omit<KeyServicePaths, 'dataDir'>,
  timeoutMs?: number,
): KeyServiceClient {
  const [server, sequencer] = [socketPath, sequencerSocketPath].map((connect) =>
    keyServiceClient({ connect, ...(timeoutMs === undefined ? {} : { timeoutMs }) }),
  ) as [KeyServiceClient, KeyServiceClient]
  return {
    ...server,
    cosign: sequencer.cosign,
    checkpoint: sequencer.checkpoint,
    close() {
      server.close()
      sequencer.close()
    },
  }
}
