import type { CallId, Carrier } from '@sekisho/telephony'

/** One carrier over two: mobile numbers go to the first, landlines to the second. Operators' lines are at both. */
export function twoNetworks(mobiles: Carrier, landlines: Carrier): Carrier {
  const atLandlines = new Set<CallId>()
  const of = (callId: CallId): Carrier => (atLandlines.has(callId) ? landlines : mobiles)
  landlines.subscribe((event) => {
    if (event.type === 'call_in_arrived') atLandlines.add(event.callId)
    if (event.type === 'ended' || event.type === 'call_in_ended') atLandlines.delete(event.callId)
  })
  return {
    async originate(request) {
      // fictitious landlines begin with 030
      if (!request.number.startsWith('+8130')) return mobiles.originate(request)
      const callId = await landlines.originate(request)
      atLandlines.add(callId)
      return callId
    },
    bridge: (callId, lineId) => of(callId).bridge(callId, lineId),
    answer: (callId) => of(callId).answer(callId),
    play: (callId, announcement) => of(callId).play(callId, announcement),
    hangUp: (callId, cause) => of(callId).hangUp(callId, cause),
    async openLine(lineId) {
      await Promise.all([mobiles.openLine(lineId), landlines.openLine(lineId)])
    },
    async closeLine(lineId) {
      await Promise.all([mobiles.closeLine(lineId), landlines.closeLine(lineId)])
    },
    async listCalls() {
      return [...(await mobiles.listCalls()), ...(await landlines.listCalls())]
    },
    async listCallIns() {
      return [...(await mobiles.listCallIns()), ...(await landlines.listCallIns())]
    },
    listLines: () => mobiles.listLines(),
    subscribe(listener) {
      const ends = [mobiles.subscribe(listener), landlines.subscribe(listener)]
      return () => ends.forEach((end) => end())
    },
    async close() {
      await Promise.all([mobiles.close(), landlines.close()])
    },
  }
}
