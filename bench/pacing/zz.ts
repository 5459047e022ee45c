import { simulateDay, createPredictivePacer } from '@sekisho/dialer'
import { readScenario } from './scenario-file.ts'
import { figuresOf } from './figures.ts'
const [name, ops, days='6', trace] = process.argv.slice(2)
const run = readScenario(`/tmp/h-pacing/bench/pacing/scenarios/${name}.json`)

for (const n of (ops ?? '').split(',').map(Number)) {
  const c=process.cpuUsage().user; const codes: Record<string,number>={}
  const results = Array.from({length:Number(days)},(_,i)=>simulateDay(run.scenario,n,i+1,run.scenario.campaigns.map(()=>{ const p=createPredictivePacer(); let last=0; return {observe:p.observe, launch:(v:any)=>{const d=p.decide(v); codes[d.explanation.code]=(codes[d.explanation.code]??0)+1; if(trace&&i===0&&v.nowMs-last>=Number(trace)*1000){last=v.nowMs;const e=d.explanation;console.log((v.nowMs/60000).toFixed(0),e.code,'ring',e.ringing,'free',e.waitingOperators,'soonF',e.soonFree.toFixed(1),'soonA',e.soonAnswered.toFixed(1),'risk',e.risk.toFixed(3),'allow',e.allowedRisk.toFixed(3),'p',e.answerRate.toFixed(3),'A',e.abandonedToday,'n',e.answeredToday,(e.abandonedToday/e.answeredToday*100).toFixed(2))} return d.launch}}})))
  const f=figuresOf(results,run.disturbedUntilSeconds); const dec=results.reduce((s,r)=>s+r.decisions,0)
  console.log(name,n,'busy',(f.occupancy*100).toFixed(2),'±',(f.occupancyError*100).toFixed(2),'ab',(f.abandonedWindow*100).toFixed(2),'worst',(f.abandonedWorstDay*100).toFixed(2),'15m',(f.abandonedWorst15Minutes*100).toFixed(1),'cpu/day',((process.cpuUsage().user-c)/1e6/Number(days)).toFixed(2),Object.entries(codes).map(([k,v])=>k+' '+(v/dec*100).toFixed(0)).join(' '))
}
