export { type AnsweredOnce, createAnsweredOnce } from './answered-once.ts'
export {
  registerSockets,
  type SocketConnection,
  type SocketDependencies,
  type SocketHandler,
  type SocketHandlers,
  type SocketHub,
  type SocketListener,
} from './register-sockets.ts'
