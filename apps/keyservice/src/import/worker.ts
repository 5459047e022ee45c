import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import type { Task } from './messages.ts'

// One thread of a session. Clear rows exist in these threads only, and leave them sealed or counted.

if (parentPort === null) throw new Error('this file is the body of a worker thread')

try {
  setPriority(0, 19) // on Linux this thread alone: opening a contact for a call goes before importing a list
} catch {
  // Priorities are a kindness, not a condition.
}

// only now: to read and compile all this takes a thread a fifth of a second of a core
const { runTask } = await import('./run-task.ts')
runTask(workerData as Task, parentPort)
